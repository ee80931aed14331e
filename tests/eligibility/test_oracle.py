"""The oracle itself: what it takes for granted to be quick, held against going through everything at once."""

from __future__ import annotations

from datetime import date
from math import prod

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.eligibility import law, oracle
from tests.eligibility.law import Value
from tests.eligibility.scenes import applicants, moments


@settings(deadline=None, max_examples=60)
@given(st.data(), moments, st.sampled_from(tuple(law.RULES)))
def test_going_through_groups_apart_comes_to_the_same_as_all_at_once(
    data: st.DataObject, as_of: date, programme: str
) -> None:
    facts: dict[str, Value] = data.draw(applicants(programme, as_of))
    wanted = tuple(law.reads(programme))
    assume(prod(len(law.possible(fact, as_of)) for fact in wanted if fact not in facts) <= 1_000)
    rules = list(law.RULES[programme].values())
    results = {oracle.worst(rules, complete, as_of) for complete in oracle.completions(facts, wanted, as_of)}
    at_once = oracle.RESULTS[results.pop()] if len(results) == 1 else "incomplete"
    assert oracle.result(programme, facts, as_of) == at_once


def test_the_bands_of_the_law_on_the_first_notice() -> None:
    inside = date(2023, 8, 20)
    days = ("2019-12-31", "2020-01-01", "2020-08-30", "2020-08-31", "2023-08-20")
    assert [law.band(day, inside) for day in days] == ["met", "ambiguous", "ambiguous", "unmet", "unmet"]
    assert law.band("2023-09-01", date(2026, 11, 22)) == "ambiguous"
