"""What is still open: settled results, the facts that can still matter, and the same point reached by other ways."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.outcomes import CHAIN
from eligibility.position import after, known_at, mattering, position
from eligibility.rulebook import Rulebook
from tests.eligibility import law, oracle
from tests.eligibility.law import Value
from tests.eligibility.scenes import FINE, applicants, moments
from tests.rules import PROGRAMMES, load_rulebook

BOOK = load_rulebook()
FIRST_DAY_WITH_ALL_BANDS = date(2020, 8, 31)
"""Before it nothing that happened can have been recent, which would keep the law, but not us, from caring."""


@settings(deadline=None, max_examples=150)
@given(st.data(), st.sampled_from(PROGRAMMES), moments.filter(lambda day: day >= FIRST_DAY_WITH_ALL_BANDS))
def test_a_fact_matters_exactly_when_the_law_lets_a_result_hinge_on_it(
    data: st.DataObject, programme: str, as_of: date
) -> None:
    facts: dict[str, Value] = data.draw(applicants(programme, as_of))
    classes, late = BOOK.classify(BOOK.facts.validate(facts, as_of), as_of)
    (standing,) = at = position(BOOK, (programme,), classes, late)
    assert standing.result == oracle.result(programme, facts, as_of)
    follows = {"legal_person"} if facts.get("applicant_type") in law.LEGAL_PERSON else set()
    hinging = {f for f in law.reads(programme) if f not in follows and oracle.hinges(programme, facts, f, as_of)}
    assert set(mattering(BOOK, at, late)) == hinging


@settings(deadline=None)
@given(st.data(), moments)
def test_answering_one_by_one_comes_to_the_same_as_all_at_once(data: st.DataObject, as_of: date) -> None:
    facts: dict[str, Value] = data.draw(applicants("leader", as_of))
    classes, late = BOOK.classify(BOOK.facts.validate(facts, as_of), as_of)
    step_by_step = position(BOOK, PROGRAMMES, {}, late)
    for fact, value in classes.items():
        step_by_step = after(BOOK, step_by_step, fact, value, late)
    at_once = position(BOOK, PROGRAMMES, classes, late)
    assert [one.result for one in step_by_step] == [one.result for one in at_once]
    assert mattering(BOOK, step_by_step, late) == mattering(BOOK, at_once, late)


def test_talks_that_come_to_the_same_point_are_the_same_value(rulebook: Rulebook) -> None:
    sold: dict[str, Value] = {"project_role": "supplier"}
    abroad: dict[str, Value] = {"registered_in_beijing": False, "last_env_incident": "none"}
    first, second = (position(rulebook, ("tech",), classes, False) for classes in (sold, abroad))
    assert first == second
    assert mattering(rulebook, first, False) == ()


def test_what_was_answered_well_is_forgotten(rulebook: Rulebook) -> None:
    at = position(rulebook, ("region",), {"leading_body": "yes", "applicant_type": "village_committee"}, False)
    assert known_at(at) == {"applicant_type": "village_committee"}
    assert mattering(rulebook, at, False) == ("area_last_env_incident", "area_last_safety_accident",
                                              "area_safety_accident_level", "district")  # fmt: skip


def test_beside_an_unmet_soft_condition_an_unsure_one_matters_no_more(rulebook: Rulebook) -> None:
    facts = {k: v for k, v in FINE["tech"].items() if k != "applied_in_2022"} | {"commissioned_on": "2025-01-01"}
    classes, late = rulebook.classify(facts, date(2023, 8, 20))
    (standing,) = at = position(rulebook, ("tech",), classes, late)
    assert standing.result == CHAIN[standing.floor] == "not_in_principle"
    assert mattering(rulebook, at, late) == ()
