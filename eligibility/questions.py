"""Which fact to ask next: the one after which the fewest questions are expected.

A fact whose answer cannot change any result is never asked. The expectation is over the fact's classes, weighted by
the folder's guess at real applicants; one question serves several programmes at once. The exact optimum takes
minutes over three programmes, so the choice looks two questions ahead and estimates what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from math import prod

from eligibility.criterion import Status
from eligibility.facts import UNKNOWN, Facts, Value
from eligibility.outcomes import CHAIN, Known, status
from eligibility.position import Group, Position, Standing, after, group_after, known_at, mattering, outlook, position
from eligibility.rulebook import Rulebook

UNKNOWN_SHARE = 0.05
NO = len(CHAIN) - 1
SHORTLIST = 4
"""How many questions, the best one question ahead, are looked at two ahead; more would choose hardly better."""


def needed(book: Rulebook, programmes: Sequence[str], facts: Facts, as_of: date) -> tuple[str, ...]:
    """The missing facts that can still change the result of one of the programmes, in the folder's order."""
    classes, late = book.classify(facts, as_of)
    return mattering(book, position(book, programmes, classes, late), late)


def next_fact(book: Rulebook, programmes: Sequence[str], facts: Facts, as_of: date) -> str | None:
    """The fact to ask now, or None when every programme's result is settled."""
    classes, late = book.classify(facts, as_of)
    return best_question(book, position(book, programmes, classes, late), late)


def expected_left(book: Rulebook, programmes: Sequence[str], facts: Facts, as_of: date) -> int:
    """About how many more questions follow, the next one included: as many as when each gets its likeliest answer."""
    classes, late = book.classify(facts, as_of)
    return _left_from(book, position(book, programmes, classes, late), late)


@lru_cache(maxsize=1_000)
def _left_from(book: Rulebook, at: Position, late: bool) -> int:
    """How many questions follow from here, each getting its likeliest answer."""
    count = 0
    while askable := _askable(book, at, late):
        likely = likely_classes(book, askable[0], late)
        at = after(book, at, askable[0], max(likely, key=lambda value: likely[value]), late)
        count += 1
    return count


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
        weights |= {band: spec.band_weights.get(band, 1.0) for band in spec.bands.classes(late)}
    total = sum(weights.values())
    shares: dict[Value, float] = dict.fromkeys(book.distinct(fact, late), 0.0)
    for value, weight in weights.items():
        shares[book.representative(fact, value)] += (1 - UNKNOWN_SHARE) * weight / total
    return {**shares, UNKNOWN: UNKNOWN_SHARE}


@lru_cache(maxsize=10_000)
def best_question(book: Rulebook, at: Position, late: bool) -> str | None:
    """The askable fact after which, looking one more question ahead, the fewest are expected to follow."""
    shortlist = [fact for _, fact in _ranked(book, at, late)][:SHORTLIST]
    if len(shortlist) < 2:
        return next(iter(shortlist), None)

    def left(fact: str) -> float:
        return sum(share * _left_one_ahead(book, then, late) for share, then in _branches(book, at, fact, late))

    return min(shortlist, key=left)


def expected_questions(book: Rulebook, at: Position, late: bool) -> float:
    """The exact expected number of questions from here on in this order of asking; for tests and benchmarks."""
    reckoned: dict[Position, float] = {}

    def expected(at: Position) -> float:
        if at not in reckoned:
            fact = best_question(book, at, late)
            branches = _branches(book, at, fact, late) if fact else ()
            reckoned[at] = (1.0 if fact else 0.0) + sum(share * expected(then) for share, then in branches)
        return reckoned[at]

    return expected(at)


def _askable(book: Rulebook, at: Position, late: bool) -> list[str]:
    classes = known_at(at)
    return [fact for fact in mattering(book, at, late) if book.facts.askable(fact, classes)]


def _branches(book: Rulebook, at: Position, fact: str, late: bool) -> list[tuple[float, Position]]:
    """The positions the answers lead to, each with its share."""
    shares = likely_classes(book, fact, late)
    return [(share, after(book, at, fact, value, late)) for value, share in shares.items()]


@lru_cache(maxsize=10_000)
def _ranked(book: Rulebook, at: Position, late: bool) -> tuple[tuple[float, str], ...]:
    """The askable facts, the best first, with how many questions are estimated to follow each."""
    return tuple(
        sorted(
            (sum(share * _estimate(book, then, late) for share, then in _branches(book, at, fact, late)), fact)
            for fact in _askable(book, at, late)
        )
    )


def _left_one_ahead(book: Rulebook, at: Position, late: bool) -> float:
    ranked = _ranked(book, at, late)
    return 1 + ranked[0][0] if ranked else 0.0


@lru_cache(maxsize=10_000)
def _estimate(book: Rulebook, at: Position, late: bool) -> float:
    """About how many questions follow if those that most often end a programme with a "no" are asked first."""
    known = frozenset(known_at(at).items())
    ends = [_ends(book, standing, late) for standing in at]
    going = [1.0] * len(at)
    total = 0.0
    for fact in sorted(mattering(book, at, late), key=lambda fact: -sum(end.get(fact, 0.0) for end in ends)):
        asked = _asked_share(book, fact, known, late)
        total += asked * (1 - prod(1 - still for still, end in zip(going, ends, strict=True) if fact in end))
        going = [still * (1 - asked * end.get(fact, 0.0)) for still, end in zip(going, ends, strict=True)]
    return total


def _ends(book: Rulebook, standing: Standing, late: bool) -> dict[str, float]:
    """For each fact that matters to a programme, the share of its answers that end it with a "no"."""
    return {
        fact: _ending_share(book, group, fact, late)
        for group in standing.open
        for fact, stake in outlook(book, group, late).stakes
        if stake > standing.floor
    }


@lru_cache(maxsize=10_000)
def _ending_share(book: Rulebook, group: Group, fact: str, late: bool) -> float:
    shares = likely_classes(book, fact, late)
    return sum(share for value, share in shares.items() if group_after(book, group, fact, value, late).floor == NO)


@lru_cache(maxsize=10_000)
def _asked_share(book: Rulebook, fact: str, known: Known, late: bool) -> float:
    """The chance that a fact gets asked at all, where that hangs on the answer to another one."""
    condition = book.facts[fact].asked_when
    if condition is None or condition.fact in dict(known):
        return 1.0
    shares = likely_classes(book, condition.fact, late)
    return sum(share for value, share in shares.items() if value in condition.among)
