"""Where each condition stands, for every combination of values, of unknown and of missing, beside the law."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from eligibility.facts import UNKNOWN
from eligibility.outcomes import CHAIN, effect, status
from eligibility.rulebook import Rulebook
from tests.eligibility import law, oracle
from tests.eligibility.law import Value
from tests.eligibility.scenes import MOMENTS

EVERY = [(programme, name) for programme, rules in law.RULES.items() for name in rules]
MISSING = object()


def told(wanted: tuple[str, ...], as_of: date) -> list[dict[str, Value]]:
    """Every feasible way to have said, not to know, or not to have been asked for these facts."""
    every = product(*((*law.possible(fact, as_of), MISSING) for fact in wanted))
    spoken = ({f: v for f, v in zip(wanted, values, strict=True) if v is not MISSING} for values in every)
    return [facts for facts in spoken if law.feasible(facts)]  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(("programme", "name"), EVERY)
@pytest.mark.parametrize("as_of", MOMENTS, ids=str)
def test_every_combination_stands_where_the_law_puts_it(
    rulebook: Rulebook, programme: str, name: str, as_of: date
) -> None:
    rule = law.RULES[programme][name]
    criterion = rulebook.criterion(name)
    assert criterion.kind == rule.kind
    for facts in told(rule.reads, as_of):
        checked = rulebook.facts.validate(facts, as_of)
        classes, late = rulebook.classify(checked, as_of)
        assert status(rulebook, criterion, classes, late) == oracle.status(rule, facts, as_of), facts


def test_the_programmes_check_exactly_the_conditions_of_the_law(rulebook: Rulebook) -> None:
    declared = {key: [c.id for c in programme.criteria] for key, programme in rulebook.programmes.items()}
    assert declared == {key: list(rules) for key, rules in law.RULES.items()}


def test_what_every_answer_meets_is_still_not_met_unasked(rulebook: Rulebook) -> None:
    l1b = rulebook.criterion("L1b")
    assert status(rulebook, l1b, {}, False) == "unasked"
    assert status(rulebook, l1b, {"carbon_market_role": UNKNOWN}, False) == "unknown"
    assert status(rulebook, l1b, {"carbon_market_role": "none"}, False) == "met"


@pytest.mark.parametrize(
    ("name", "fact", "value", "result"),
    [
        ("T2a", "project_location", "beijing", "provisionally_eligible"),
        ("T2a", "project_location", "partly", "verify"),
        ("T2a", "project_location", UNKNOWN, "verify"),
        ("T2a", "project_location", "outside", "ineligible"),
        ("L1a", "registered_in_beijing", False, "not_in_principle"),
        ("L5a", "carbon_market_role", "none", "provisionally_eligible"),
    ],
)
def test_what_a_status_does_to_the_result(
    rulebook: Rulebook, name: str, fact: str, value: bool | str, result: str
) -> None:
    assert CHAIN[effect(rulebook, rulebook.criterion(name), {fact: value}, False)] == result
