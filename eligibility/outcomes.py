"""Where a criterion stands with some facts missing, and what criteria do to a programme's result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from eligibility.criterion import Criterion, Status, combinations
from eligibility.facts import UNKNOWN
from eligibility.rulebook import Classes, Rulebook
from eligibility.verdict import Result


class Flags(NamedTuple):
    """What some criteria do to the result: is a hard one unmet, a soft one unmet, one of them unsure?"""

    hard_unmet: bool = False
    soft_unmet: bool = False
    unsure: bool = False

    def joined(self, other: Flags) -> Flags:
        return Flags(
            self.hard_unmet or other.hard_unmet,
            self.soft_unmet or other.soft_unmet,
            self.unsure or other.unsure,
        )

    @property
    def result(self) -> Result:
        if self.hard_unmet:
            return Result.ineligible
        if self.soft_unmet:
            return Result.not_in_principle
        return Result.verify if self.unsure else Result.provisionally_eligible


def status(book: Rulebook, criterion: Criterion, classes: Classes, late: bool) -> Status:
    """The one status all completions agree on; else ``unknown`` if a fact it reads was asked in vain; else ``unasked``.

    ``late``: the filing period is over, so that an event may also lie after its last day.
    """
    known = {fact: classes[fact] for fact in criterion.reads if classes.get(fact, UNKNOWN) != UNKNOWN}
    open_facts = tuple(fact for fact in criterion.reads if fact not in known)
    values = {fact: book.distinct(fact, late) for fact in open_facts}
    possible = {criterion.decide({**known, **guess}) for guess in combinations(open_facts, values)}
    if len(possible) == 1:
        return possible.pop()
    asked_in_vain = any(classes.get(fact) == UNKNOWN for fact in book.reads_of(criterion))
    return Status.unknown if asked_in_vain else Status.unasked


def flags_of(book: Rulebook, criteria: Iterable[Criterion], classes: Classes, late: bool) -> Flags:
    """The joint effect of these criteria; one that still waits for a fact has none yet."""
    flags = Flags()
    for criterion in criteria:
        state = status(book, criterion, classes, late)
        if state is Status.unmet:
            hard = criterion.kind == "hard"
            flags = flags.joined(Flags(hard_unmet=hard, soft_unmet=not hard))
        elif state in (Status.unknown, Status.ambiguous):
            flags = flags.joined(Flags(unsure=True))
    return flags
