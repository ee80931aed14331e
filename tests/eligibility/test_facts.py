"""What comes in is checked: names, values, days, contradictions; every refusal says what would be taken."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from eligibility.facts import UNKNOWN, Choice, FactError, FactSheet, FactSpec
from tests.eligibility import law
from tests.eligibility.scenes import MOMENTS, moments, values
from tests.rules import load_rulebook

SHEET = load_rulebook().facts


def refused(sheet: FactSheet, facts: dict[str, Any], as_of: date) -> FactError:
    with pytest.raises(FactError) as caught:
        sheet.validate(facts, as_of)
    return caught.value


def test_the_public_names_and_values_are_those_of_the_law(sheet: FactSheet) -> None:
    declared = {name: {(type(c.value), c.value) for c in spec.choices} for name, spec in sheet.items()}
    assert declared == {name: {(type(v), v) for v in words} for name, words in law.WORDS.items()}
    assert {name for name, spec in sheet.items() if spec.kind == "event"} == set(law.EVENTS)
    assert [name for name, spec in sheet.items() if spec.kind == "date"] == ["commissioned_on"]


@settings(deadline=None)
@given(st.data(), st.sampled_from(tuple(law.WORDS)), moments)
def test_every_value_of_the_law_is_taken_as_it_is(data: st.DataObject, fact: str, as_of: date) -> None:
    value = data.draw(values(fact, as_of))
    checked = SHEET.validate({fact: value}, as_of)
    assert dict(checked) == {fact: value}
    assert type(checked[fact]) is type(value)


@settings(deadline=None)
@given(st.sampled_from(tuple(law.WORDS)), st.sampled_from(MOMENTS), st.data())
def test_anything_else_is_refused_with_what_is_allowed(fact: str, as_of: date, data: st.DataObject) -> None:
    strange: Any = data.draw(
        st.one_of(
            st.none(), st.floats(), st.text(max_size=12), st.integers(9), st.lists(st.booleans()),
            st.sampled_from(["true", "True", "Enterprise", "1", "yes ", "null", "2023-02-29", "2023-2-3", "20230203",
                             "２０２３-０１-０２", "2023-01-01T00:00", "0000-00-00", "2023-13-01"]),
            st.dictionaries(st.text(max_size=2), st.text(max_size=2)),
        )
    )  # fmt: skip
    if isinstance(strange, str) and (strange in law.WORDS[fact] or strange == UNKNOWN):
        return
    fault = refused(SHEET, {fact: strange}, as_of)
    assert fault.field == fact
    assert fault.value is strange
    assert set(map(str, fault.allowed)) >= {*map(str, law.WORDS[fact]), UNKNOWN}
    assert ("YYYY-MM-DD" in fault.allowed) == (fact in law.EVENTS or fact == "commissioned_on")


@pytest.mark.parametrize(
    ("fact", "value"),
    [("registered_in_beijing", 1), ("registered_in_beijing", "true"), ("technology_field", True),
     ("technology_field", "1"), ("technology_field", 1.0), ("leading_body", True), ("applied_in_2022", False)],
)  # fmt: skip
def test_json_types_are_not_mixed_up(sheet: FactSheet, today: date, fact: str, value: object) -> None:
    assert refused(sheet, {fact: value}, today).field == fact


def test_a_name_nobody_declared_is_refused_with_all_names(sheet: FactSheet, today: date) -> None:
    fault = refused(sheet, {"company_name": "某某公司"}, today)
    assert (fault.field, fault.allowed) == ("company_name", tuple(law.WORDS))


@pytest.mark.parametrize("fact", law.EVENTS)
def test_what_happened_cannot_lie_ahead(sheet: FactSheet, today: date, fact: str) -> None:
    assert dict(sheet.validate({fact: "2023-08-20"}, today)) == {fact: "2023-08-20"}
    fault = refused(sheet, {fact: "2023-08-21"}, today)
    assert fault.field == fact
    assert "a day up to 2023-08-20" in fault.allowed


def test_a_completion_date_may_lie_ahead(sheet: FactSheet, today: date) -> None:
    assert sheet.validate({"commissioned_on": "2031-01-01"}, today)


@pytest.mark.parametrize("kind", [value for value in law.WORDS["applicant_type"] if value in law.LEGAL_PERSON])
def test_legal_personality_follows_from_the_type(sheet: FactSheet, today: date, kind: str) -> None:
    follows = law.LEGAL_PERSON[kind]
    for said in (follows, UNKNOWN):
        assert sheet.validate({"applicant_type": kind, "legal_person": said}, today)
    fault = refused(sheet, {"legal_person": not follows, "applicant_type": kind}, today)
    assert (fault.field, fault.value, fault.allowed) == ("legal_person", not follows, (follows, UNKNOWN))


@pytest.mark.parametrize("kind", ["subdistrict_or_park", UNKNOWN])
@pytest.mark.parametrize("said", [True, False, UNKNOWN])
def test_where_the_type_leaves_it_open_either_is_taken(
    sheet: FactSheet, today: date, kind: str, said: bool | str
) -> None:
    assert sheet.validate({"applicant_type": kind, "legal_person": said}, today)


def test_values_are_named_in_the_words_of_the_screen(sheet: FactSheet) -> None:
    assert sheet["applicant_type"].label("branch") == "企业分支机构（分公司、办事处）"
    assert sheet["last_env_penalty"].label("2021-03-05") == "2021年3月5日"
    assert sheet["last_env_penalty"].label(UNKNOWN) == "不清楚"


def test_bands_and_days_go_together() -> None:
    with pytest.raises(ValidationError, match="bands"):
        FactSpec(name="x", short="x", question="x", kind="event")
    with pytest.raises(ValidationError, match="band_weights"):
        FactSpec(
            name="x", short="x", question="x", kind="choice", choices=(Choice(value="a", label="a"),),
            band_weights={"recent": 1.0},
        )  # fmt: skip
