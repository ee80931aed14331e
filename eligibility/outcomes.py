"""Where a criterion stands with some facts missing, and what that does to its programme's result."""

from __future__ import annotations

from functools import lru_cache

from eligibility.criterion import Criterion, Status, combinations
from eligibility.facts import UNKNOWN, Value
from eligibility.rulebook import Classes, Rulebook
from eligibility.verdict import Result

Known = frozenset[tuple[str, Value]]

# A programme's result is the worst of what its criteria do to it. So an effect is a place in this chain, from best
# to worst, and effects join by max().
CHAIN = (Result.provisionally_eligible, Result.verify, Result.not_in_principle, Result.ineligible)
_FINE, _UNSURE, _SOFT_UNMET, _HARD_UNMET = range(len(CHAIN))


def status(book: Rulebook, criterion: Criterion, classes: Classes, late: bool) -> Status:
    """The one status all completions agree on; else ``unknown`` if a fact it reads was asked in vain; else ``unasked``.

    ``late``: the filing period is over, so that an event may also lie after its last day.
    """
    read = frozenset((fact, classes[fact]) for fact in book.reads_of(criterion) if fact in classes)
    return _status(book, criterion.id, read, late)


def effect(book: Rulebook, criterion: Criterion, classes: Classes, late: bool) -> int:
    """What a criterion all of whose facts were asked does to the result, as a place in ``CHAIN``."""
    state = status(book, criterion, classes, late)
    if state is Status.unmet:
        return _HARD_UNMET if criterion.kind == "hard" else _SOFT_UNMET
    return _UNSURE if state in (Status.unknown, Status.ambiguous) else _FINE


@lru_cache(maxsize=5_000)
def _status(book: Rulebook, name: str, classes: Known, late: bool) -> Status:
    criterion = book.criterion(name)
    known = {fact: value for fact, value in classes if fact in criterion.reads and value != UNKNOWN}
    open_facts = tuple(fact for fact in criterion.reads if fact not in known)
    values = {fact: book.distinct(fact, late) for fact in open_facts}
    possible = {criterion.decide({**known, **guess}) for guess in combinations(open_facts, values)}
    # Where nothing is known nothing is settled, not even a condition which every answer meets.
    if known and len(possible) == 1:
        return possible.pop()
    return Status.unknown if any(value == UNKNOWN for _, value in classes) else Status.unasked
