"""The form: any order, any words the dialog reads, and what each question is to the result."""

from __future__ import annotations

import random
from datetime import date

import pytest

from dialogs.form import Form, Standing, fill
from dialogs.readings import ProblemKind
from eligibility.precheck import precheck
from eligibility.rulebook import Rulebook
from eligibility.verdict import Result

EVERY = ("tech", "leader", "region")
COMPANY = {
    "applicant_type": "公司",
    "registered_in_beijing": "是",
    "project_role": "自己用",
    "last_env_penalty": "没有",
    "last_env_incident": "没有",
    "last_safety_accident": "没有",
    "project_location": "全部在北京",
    "commissioned_on": "2023年10月底",
    "applied_in_2022": "第一次",
}


def standings(form: Form) -> dict[str, Standing]:
    return {one.spec.name: one.standing for one in form.fields}


def test_the_order_of_answering_changes_nothing(rulebook: Rulebook, today: date) -> None:
    rng = random.Random(3)
    whole = fill(rulebook, EVERY, COMPANY, today)
    for _ in range(5):
        names = rng.sample(list(COMPANY), len(COMPANY))
        assert fill(rulebook, EVERY, {name: COMPANY[name] for name in names}, today) == whole


def test_the_verdict_is_that_of_the_precheck(rulebook: Rulebook, today: date) -> None:
    form = fill(rulebook, ("tech",), COMPANY, today)
    assert form.verdicts == (precheck(rulebook, "tech", form.facts, today),)
    assert form.verdicts[0].result is Result.provisionally_eligible
    assert (form.following, form.remaining) == (None, 0)


def test_an_empty_form_asks_what_the_dialog_would_ask_first(rulebook: Rulebook, today: date) -> None:
    form = fill(rulebook, EVERY, {}, today)
    assert form.following == "applicant_type"
    assert form.remaining > 5
    assert form.facts == {}
    assert {verdict.result for verdict in form.verdicts} == {Result.incomplete}


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2021年3月5日", "2021-03-05"),
        ("2021-03-05", "2021-03-05"),
        ("去年3月", "2022-03-31"),
        ("二〇二二年三月", "2022-03-31"),
        ("前年", "2021-12-31"),
        ("上个月底", "2023-07-31"),
    ],
)
def test_dates_are_read_as_the_dialog_reads_them(rulebook: Rulebook, today: date, said: str, day: str) -> None:
    assert fill(rulebook, ("tech",), {"last_env_penalty": said}, today).facts == {"last_env_penalty": day}


@pytest.mark.parametrize(
    ("fact", "said", "kind"),
    [
        ("last_env_penalty", "2月30日", ProblemKind.no_such_day),
        ("last_env_penalty", "2020年", ProblemKind.imprecise),
        ("last_env_penalty", "明年3月", ProblemKind.future),
        ("last_env_penalty", "有", ProblemKind.when),
        ("commissioned_on", "还在试运行", ProblemKind.unfinished),
        ("applicant_type", "天晓得是什么东西", ProblemKind.not_understood),
        ("district", "海淀和朝阳", ProblemKind.several),
    ],
)
def test_what_cannot_be_taken_is_told_and_does_not_count(
    rulebook: Rulebook, today: date, fact: str, said: str, kind: ProblemKind
) -> None:
    form = fill(rulebook, EVERY, {fact: said}, today)
    (wrong,) = form.wrong
    assert (wrong.spec.name, wrong.problem.kind if wrong.problem else None) == (fact, kind)
    assert form.facts == {}


def test_what_follows_from_another_answer_is_told_and_not_asked(rulebook: Rulebook, today: date) -> None:
    form = fill(rulebook, ("tech",), {"applicant_type": "分公司"}, today)
    (derived,) = [one for one in form.fields if one.standing is Standing.derived]
    assert (derived.spec.name, derived.value, derived.source) == ("legal_person", False, "applicant_type")
    against = fill(rulebook, ("tech",), {"applicant_type": "公司", "legal_person": "否"}, today)
    assert [one.spec.name for one in against.wrong] == ["legal_person"]


def test_what_cannot_matter_now_says_so(rulebook: Rulebook, today: date) -> None:
    before = standings(fill(rulebook, ("tech",), {}, today))
    assert before["project_role"] is Standing.open
    assert before["safety_accident_level"] is Standing.unasked
    assert before["technology_field"] is Standing.idle
    after = standings(fill(rulebook, ("tech",), {"registered_in_beijing": "否"}, today))
    assert after["project_role"] is Standing.idle
    assert after["applied_in_2022"] is Standing.shaping


def test_an_answer_without_ground_does_not_count_and_is_kept_on_the_sheet(rulebook: Rulebook, today: date) -> None:
    """The level of an accident that did not happen: written before, of no account now."""
    written = {"last_safety_accident": "没有", "safety_accident_level": "重大"}
    form = fill(rulebook, ("tech",), written, today)
    level = next(one for one in form.fields if one.spec.name == "safety_accident_level")
    assert (level.standing, level.written, level.waits) == (Standing.unasked, "重大", False)
    assert "safety_accident_level" not in form.facts


def test_only_questions_of_what_is_checked_are_on_the_sheet(rulebook: Rulebook, today: date) -> None:
    names = standings(fill(rulebook, ("region",), COMPANY, today))
    assert "district" in names
    assert "last_env_penalty" not in names
    with pytest.raises(KeyError):
        fill(rulebook, ("finance",), {}, today)
