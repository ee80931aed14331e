"""The next question: few of them, none in vain, and the ones that can be asked now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.outcomes import status
from eligibility.position import position
from eligibility.questions import (
    expected_left,
    expected_questions,
    likely_classes,
    needed,
    next_fact,
    next_open_fact,
)
from eligibility.rulebook import Rulebook
from tests.eligibility import law
from tests.eligibility.law import Value
from tests.eligibility.optimum import Optimum
from tests.eligibility.scenes import FINE, applicants, moments, values
from tests.rules import PROGRAMMES, load_rulebook

BOOK = load_rulebook()
EVERY_TALK = (*((programme,) for programme in PROGRAMMES), PROGRAMMES)
LIKELIEST: dict[str, Value] = FINE["leader"] | FINE["region"] | FINE["tech"] | {"sector": "power_generation"}
"""What most applicants say: companies in order."""


@pytest.mark.parametrize("programmes", EVERY_TALK, ids="+".join)
def test_no_order_of_asking_is_expected_to_be_much_shorter(rulebook: Rulebook, programmes: Sequence[str]) -> None:
    """Of 9, 9 and 5 questions and more, 6.16, 4.96 and 1.79 are expected, 9.50 for all; the least are 6.15, 4.96,
    1.79 and 9.47.
    """
    ours = expected_questions(rulebook, position(rulebook, programmes, {}, False), False)
    least = Optimum(rulebook, programmes).questions()
    assert least - 1e-9 <= ours <= least + 0.05


@pytest.mark.parametrize("programmes", EVERY_TALK, ids="+".join)
def test_the_estimate_counts_the_questions_of_a_usual_talk_down(
    rulebook: Rulebook, today: date, programmes: Sequence[str]
) -> None:
    facts: dict[str, Value] = {}
    left = [expected_left(rulebook, programmes, facts, today)]
    while (fact := next_fact(rulebook, programmes, facts, today)) is not None:
        facts[fact] = LIKELIEST[fact]
        left.append(expected_left(rulebook, programmes, facts, today))
    assert left == list(range(len(facts), -1, -1))


@settings(deadline=None)
@given(st.data(), st.sampled_from(EVERY_TALK), moments)
def test_the_next_fact_is_one_of_those_needed(data: st.DataObject, programmes: Sequence[str], as_of: date) -> None:
    facts: dict[str, Value] = data.draw(applicants(programmes[0], as_of))
    wanted = needed(BOOK, programmes, facts, as_of)
    fact = next_fact(BOOK, programmes, facts, as_of)
    assert (fact in wanted) if wanted else (fact is None)
    assert not set(wanted) & set(facts)
    assert (expected_left(BOOK, programmes, facts, as_of) > 0) == bool(wanted)


@pytest.mark.parametrize(("kind", "asked"), [("enterprise", False), ("subdistrict_or_park", True), ("unknown", True)])
def test_legal_personality_is_asked_only_where_the_type_leaves_it_open(
    rulebook: Rulebook, today: date, kind: str, asked: bool
) -> None:
    assert ("legal_person" in asked_of(rulebook, {**FINE["tech"], "applicant_type": kind}, "tech", today)) == asked


@pytest.mark.parametrize(
    ("changed", "fact", "asked"),
    [
        ({"last_safety_accident": "none"}, "safety_accident_level", False),
        ({"last_safety_accident": "2019-05-01"}, "safety_accident_level", False),
        ({"last_safety_accident": "2020-05-01"}, "safety_accident_level", False),
        ({"last_safety_accident": "2022-05-01"}, "safety_accident_level", True),
        ({"last_safety_accident": "unknown"}, "safety_accident_level", False),
        ({"carbon_market_role": "reporting_unit"}, "always_surrendered_on_time", False),
        ({"carbon_market_role": "national_key"}, "always_surrendered_on_time", True),
        ({"carbon_market_role": "unknown"}, "always_surrendered_on_time", False),
    ],
)
def test_a_follow_up_is_asked_only_after_the_answer_that_calls_for_it(
    rulebook: Rulebook, today: date, changed: dict[str, Value], fact: str, asked: bool
) -> None:
    assert (fact in asked_of(rulebook, {**FINE["leader"], **changed}, "leader", today)) == asked


@pytest.mark.parametrize(("kind", "asked"), [("community_committee", True), ("village_committee", False)])
def test_only_a_community_committee_is_asked_whether_it_lies_in_the_city(
    rulebook: Rulebook, today: date, kind: str, asked: bool
) -> None:
    said = asked_of(rulebook, {**FINE["region"], "applicant_type": kind}, "region", today)
    assert ("committee_in_urban_area" in said) == asked


def asked_of(book: Rulebook, truth: dict[str, Value], programme: str, today: date) -> list[str]:
    """The questions put to an applicant, in order, who knows what ``truth`` says and nothing else."""
    facts: dict[str, Value] = {}
    while (fact := next_fact(book, (programme,), facts, today)) is not None:
        facts[fact] = truth.get(fact, "unknown")
    return list(facts)


@settings(deadline=None)
@given(st.data(), st.sampled_from(PROGRAMMES), moments)
def test_the_whole_picture_leaves_no_condition_unasked(data: st.DataObject, programme: str, as_of: date) -> None:
    facts: dict[str, Value] = data.draw(applicants(programme, as_of))
    while (fact := next_open_fact(BOOK, (programme,), facts, as_of)) is not None:
        assert fact not in facts
        answer = data.draw(values(fact, as_of))
        facts[fact] = answer if law.feasible({**facts, fact: answer}) else "unknown"
    classes, late = BOOK.classify(facts, as_of)
    assert "unasked" not in {status(BOOK, c, classes, late) for c in BOOK.programmes[programme].criteria}


@pytest.mark.parametrize("late", [False, True])
def test_the_shares_of_a_facts_classes_add_up(rulebook: Rulebook, late: bool) -> None:
    for fact in rulebook.facts:
        shares = likely_classes(rulebook, fact, late)
        assert sum(shares.values()) == pytest.approx(1.0)
        assert set(shares) == {*rulebook.distinct(fact, late), "unknown"}
        assert min(shares.values()) > 0
