"""What the law makes of facts some of which are missing: every completion is gone through, with no code of ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from tests.eligibility.law import CLOSES, OPENS, RULES, Given, Rule, Value, feasible, possible, reads


def completions(facts: Given, wanted: tuple[str, ...], as_of: date) -> Iterator[dict[str, Value]]:
    """The facts with every feasible way to answer those of ``wanted`` that are missing."""
    missing = [fact for fact in wanted if fact not in facts]
    for values in product(*(possible(fact, as_of) for fact in missing)):
        complete = {**facts, **dict(zip(missing, values, strict=True))}
        if feasible(complete):
            yield complete


def status(one: Rule, facts: Given, as_of: date) -> str:
    """A criterion's status with some facts missing."""
    found = {one.complete(complete, as_of) for complete in completions(facts, one.reads, as_of)}
    if len(found) == 1:
        return found.pop()
    return "unknown" if "unknown" in (facts.get(fact) for fact in one.reads) else "unasked"


def statuses(programme: str, facts: Given, as_of: date) -> dict[str, str]:
    return {name: status(one, facts, as_of) for name, one in RULES[programme].items()}


RESULTS = ("provisionally_eligible", "verify", "not_in_principle", "ineligible")


def worst(rules: list[Rule], facts: Given, as_of: date) -> int:
    """What these criteria make of facts that leave none of them waiting: a place in ``RESULTS``."""
    found = 0
    for one in rules:
        state = one.complete(facts, as_of)
        if state == "unmet":
            found = max(found, 3 if one.kind == "hard" else 2)
        elif state in ("unknown", "ambiguous"):
            found = max(found, 1)
    return found


def result(programme: str, facts: Given, as_of: date) -> str:
    """The programme's result: that of every completion, or ``incomplete``.

    Criteria without a missing fact in common are gone through apart: all of them at once would be billions.
    """
    tied: list[tuple[set[str], list[Rule]]] = []
    for one in RULES[programme].values():
        missing = {fact for fact in one.reads if fact not in facts}
        together = [one]
        for others in [entry for entry in tied if entry[0] & missing]:
            tied.remove(others)
            missing |= others[0]
            together += others[1]
        tied.append((missing, together))
    reachable = {0}
    for _, rules in tied:
        wanted = tuple(dict.fromkeys(fact for one in rules for fact in one.reads))
        own = {worst(rules, complete, as_of) for complete in completions(facts, wanted, as_of)}
        reachable = {max(left, right) for left in reachable for right in own}
    return RESULTS[reachable.pop()] if len(reachable) == 1 else "incomplete"


def window(as_of: date) -> str:
    return "not_open" if as_of < OPENS else "open" if as_of <= CLOSES else "closed"


def tied_to(programme: str, facts: Given, fact: str) -> tuple[list[Rule], list[Rule]]:
    """The criteria bound to ``fact`` through missing facts, and all the others."""
    rules = list(RULES[programme].values())
    reached = {fact}
    bound: list[Rule] = []
    while more := [one for one in rules if one not in bound and reached & set(one.reads)]:
        bound += more
        reached |= {name for one in more for name in one.reads if name not in facts}
    return bound, [one for one in rules if one not in bound]


def hinges(programme: str, facts: Given, fact: str, as_of: date) -> bool:
    """Whether, for some way the other missing facts may turn out, two answers to ``fact`` give different results."""
    if fact in facts or fact not in reads(programme):
        return False
    bound, others = tied_to(programme, facts, fact)
    rest = max(
        (
            min(worst([one], complete, as_of) for complete in completions(facts, one.reads, as_of))
            for one in others
        ),
        default=0,
    )  # fmt: skip
    wanted = tuple(dict.fromkeys(name for one in bound for name in one.reads))
    found: dict[tuple[Value, ...], set[int]] = {}
    for complete in completions(facts, wanted, as_of):
        beside = tuple(complete[name] for name in wanted if name != fact)
        found.setdefault(beside, set()).add(max(rest, worst(bound, complete, as_of)))
    return any(len(results) > 1 for results in found.values())
