"""The verdict as a whole: any applicant on any day beside the law, the window, and what would change the result."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.facts import FactError
from eligibility.precheck import precheck
from eligibility.rulebook import Rulebook
from eligibility.verdict import Change, Result, Verdict
from tests.eligibility import law, oracle
from tests.eligibility.law import Value
from tests.eligibility.scenes import FINE, applicants, moments, values
from tests.rules import PROGRAMMES, load_rulebook

BOOK = load_rulebook()
RANKS = ("ineligible", "incomplete", "not_in_principle", "verify", "provisionally_eligible")
CHANGEABLE = (
    "applicant_type", "legal_person", "registered_in_beijing", "project_role", "project_location", "leading_body",
)  # fmt: skip
"""Who applies, where the project is, and what can be set up before filing; the date is looked at apart."""


def judged(programme: str, facts: dict[str, Value], as_of: date) -> Verdict:
    return precheck(BOOK, programme, BOOK.facts.validate(facts, as_of), as_of)


@settings(deadline=None, max_examples=400)
@given(st.data(), st.sampled_from(PROGRAMMES), moments)
def test_any_applicant_on_any_day_is_judged_as_the_law_judges(data: st.DataObject, programme: str, as_of: date) -> None:
    facts: dict[str, Value] = data.draw(applicants(programme, as_of))
    verdict = judged(programme, facts, as_of)
    found = {line.criterion.id: str(line.status) for line in verdict.criteria}
    assert found == oracle.statuses(programme, facts, as_of)
    assert verdict.result == oracle.result(programme, facts, as_of)
    assert verdict.window == oracle.window(as_of)
    assert (verdict.next_fact is not None) == (verdict.result is Result.incomplete)
    assert verdict.next_fact not in facts
    assert dict(verdict.facts) == facts


@settings(deadline=None, max_examples=200)
@given(st.data(), st.sampled_from(PROGRAMMES), moments)
def test_missing_facts_never_change_a_settled_result(data: st.DataObject, programme: str, as_of: date) -> None:
    facts: dict[str, Value] = data.draw(applicants(programme, as_of))
    verdict = judged(programme, facts, as_of)
    missing = [fact for fact in law.WORDS if fact not in facts]
    added = {fact: data.draw(values(fact, as_of)) for fact in missing if data.draw(st.booleans())}
    more = {**facts, **added}
    if verdict.result is not Result.incomplete and law.feasible(more):
        assert judged(programme, more, as_of).result is verdict.result


@settings(deadline=None, max_examples=200)
@given(st.data(), st.sampled_from(PROGRAMMES), moments)
def test_not_knowing_instead_of_an_answer_never_makes_ineligible(
    data: st.DataObject, programme: str, as_of: date
) -> None:
    facts: dict[str, Value] = data.draw(applicants(programme, as_of))
    if judged(programme, facts, as_of).result is not Result.ineligible:
        for fact in law.reads(programme):
            assert judged(programme, {**facts, fact: "unknown"}, as_of).result is not Result.ineligible


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_nothing_said_leaves_everything_open(programme: str, today: date) -> None:
    verdict = judged(programme, {}, today)
    assert verdict.result is Result.incomplete
    assert {line.status for line in verdict.criteria} == {"unasked"}
    assert (verdict.would_change, verdict.deciding()) == ((), ())


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_an_applicant_in_order_passes_and_the_review_remains(programme: str, today: date) -> None:
    verdict = judged(programme, FINE[programme], today)
    assert verdict.result is Result.provisionally_eligible
    assert verdict.not_judged == {
        "tech": ("T1d", "T2b", "T3a", "T3b", "T4"), "leader": ("L3", "L4"), "region": ("R3", "R6", "R7"),
    }[programme]  # fmt: skip
    assert (verdict.next_fact, verdict.would_change, verdict.deciding()) == (None, (), ())


@pytest.mark.parametrize(("fact", "programme"), [("technology_field", "tech"), ("district_recommendation", "region")])
def test_what_only_shapes_the_checklist_never_moves_a_result(fact: str, programme: str, today: date) -> None:
    for value in law.possible(fact, today):
        assert judged(programme, {**FINE[programme], fact: value}, today).result is Result.provisionally_eligible
        assert judged(programme, {fact: value}, today).next_fact == judged(programme, {}, today).next_fact


def test_an_event_after_the_last_filing_day_is_told_from_one_before() -> None:
    late = {**FINE["tech"], "last_env_penalty": "2023-09-15"}
    assert judged("tech", late, date(2023, 10, 1)).result is Result.verify
    with pytest.raises(FactError, match="last_env_penalty"):
        judged("tech", late, date(2023, 9, 14))


def test_a_soft_no_beside_an_unknown_hard_condition_is_not_in_principle(today: date) -> None:
    facts: dict[str, Value] = {**FINE["leader"], "registered_in_beijing": False, "last_env_penalty": "unknown"}
    verdict = judged("leader", facts, today)
    assert verdict.result is Result.not_in_principle
    assert [line.criterion.id for line in verdict.deciding()] == ["L1a"]


# What would change the result


@settings(deadline=None, max_examples=300)
@given(st.data(), st.sampled_from(PROGRAMMES), moments)
def test_exactly_the_changes_that_help_are_named_and_each_comes_true(
    data: st.DataObject, programme: str, as_of: date
) -> None:
    facts: dict[str, Value] = data.draw(applicants(programme, as_of))
    verdict = judged(programme, facts, as_of)
    expected = {}
    for fact in CHANGEABLE:
        if fact in facts and fact in law.reads(programme) and facts[fact] != "unknown":
            others = ({**facts, fact: value} for value in law.WORDS[fact])
            results = [oracle.result(programme, other, as_of) for other in others if law.feasible(other)]
            best = max(results, key=RANKS.index)
            if verdict.result is not Result.incomplete and RANKS.index(best) > RANKS.index(verdict.result):
                expected[fact] = best
    named = {change.fact: str(change.result) for change in verdict.would_change}
    assert {fact: result for fact, result in named.items() if fact != "commissioned_on"} == expected
    for change in verdict.would_change:
        assert judged(programme, {**facts, change.fact: change.to}, as_of).result is change.result
        assert change.to != facts[change.fact]


@pytest.mark.parametrize(
    ("day", "as_of", "to"),
    [
        ("2024-03-01", "2023-08-20", "2023-12-31"),  # a plan can be hurried
        ("undecided", "2023-08-20", "2023-12-31"),
        ("2022-03-01", "2023-08-20", None),  # what is built is built
        ("2024-03-01", "2024-03-01", None),
        ("2024-03-01", "2023-12-31", None),  # too late to be done within the year
        ("2024-03-01", "2023-12-30", "2023-12-31"),
        ("2023-10-01", "2023-08-20", None),  # already fine
    ],
)
def test_only_a_date_that_lies_ahead_can_be_moved(day: str, as_of: str, to: str | None) -> None:
    facts: dict[str, Value] = {**FINE["tech"], "commissioned_on": day}
    change = judged("tech", facts, date.fromisoformat(as_of)).would_change
    assert change == ((Change("commissioned_on", to, Result.provisionally_eligible),) if to else ())


def test_a_sub_district_without_legal_personality_hears_that_a_legal_person_could_apply(today: date) -> None:
    facts: dict[str, Value] = {**FINE["tech"], "applicant_type": "subdistrict_or_park", "legal_person": False}
    (change,) = judged("tech", facts, today).would_change
    assert change == Change("legal_person", True, Result.provisionally_eligible)


@pytest.mark.parametrize("fact", law.EVENTS)
def test_what_happened_is_never_offered_as_a_change(rulebook: Rulebook, fact: str) -> None:
    assert not rulebook.facts[fact].changeable
    today = date(2023, 8, 20)
    for programme in PROGRAMMES:
        verdict = judged(programme, {**FINE[programme], fact: (today - timedelta(days=9)).isoformat()}, today)
        assert verdict.would_change == ()
