"""Which fact to ask next: the one whose answer is expected to leave the fewest still needed.

A fact whose answer cannot change any result is never asked. The expectation is over the fact's classes, weighted by
the folder's guess at real applicants; one question serves several programmes at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from eligibility.criterion import Status
from eligibility.facts import UNKNOWN, Facts, Value
from eligibility.outcomes import status
from eligibility.position import Position, after, mattering, position
from eligibility.rulebook import Rulebook

UNKNOWN_SHARE = 0.05


def needed(book: Rulebook, programmes: Sequence[str], facts: Facts, as_of: date) -> tuple[str, ...]:
    """The missing facts that can still change the result of one of the programmes, in the folder's order."""
    classes, late = book.classify(facts, as_of)
    return mattering(book, position(book, programmes, classes, late), late)


def next_fact(book: Rulebook, programmes: Sequence[str], facts: Facts, as_of: date) -> str | None:
    """The fact to ask now, or None when every programme's result is settled."""
    classes, late = book.classify(facts, as_of)
    return best_question(book, position(book, programmes, classes, late), late)


def expected_left(book: Rulebook, programmes: Sequence[str], facts: Facts, as_of: date) -> float:
    """About how many more questions follow, the next one included: the expectation under this order of asking."""
    classes, late = book.classify(facts, as_of)
    return expected_questions(book, position(book, programmes, classes, late), late)


def next_open_fact(book: Rulebook, programmes: Sequence[str], facts: Facts, as_of: date) -> str | None:
    """For the whole picture after a settled result: a fact some criterion is still ``unasked`` for, or None."""
    classes, late = book.classify(facts, as_of)
    for programme in programmes:
        for criterion in book.programmes[programme].criteria:
            if status(book, criterion, classes, late) is Status.unasked:
                for fact in book.reads_of(criterion):
                    if fact not in classes and book.facts.askable(fact, classes):
                        return fact
    return None


@lru_cache(maxsize=1000)
def likely_classes(book: Rulebook, fact: str, late: bool) -> dict[Value, float]:
    """Each distinct class of a fact with its share; the shares add up to 1."""
    spec = book.facts[fact]
    weights: dict[Value, float] = {choice.value: choice.weight for choice in spec.choices}
    if spec.bands:
        bands = spec.bands.classes(late)
        weights |= {band: spec.dated_weight / len(bands) for band in bands}
    total = sum(weights.values())
    shares: dict[Value, float] = dict.fromkeys(book.distinct(fact, late), 0.0)
    for value, weight in weights.items():
        shares[book.representative(fact, value)] += (1 - UNKNOWN_SHARE) * weight / total
    return {**shares, UNKNOWN: UNKNOWN_SHARE}


@lru_cache(maxsize=50_000)
def best_question(book: Rulebook, at: Position, late: bool) -> str | None:
    """The askable fact that is expected to leave the fewest facts that can still matter."""
    classes = dict(at.known)
    candidates = [fact for fact in mattering(book, at, late) if book.facts.askable(fact, classes)]

    def left(fact: str) -> float:
        return sum(
            share * len(mattering(book, after(book, at, fact, value, late), late))
            for value, share in likely_classes(book, fact, late).items()
        )

    return min(candidates, key=left, default=None)


@lru_cache(maxsize=50_000)
def expected_questions(book: Rulebook, at: Position, late: bool) -> float:
    """The expected number of questions from here on."""
    fact = best_question(book, at, late)
    if fact is None:
        return 0.0
    return 1.0 + sum(
        share * expected_questions(book, after(book, at, fact, value, late), late)
        for value, share in likely_classes(book, fact, late).items()
    )
