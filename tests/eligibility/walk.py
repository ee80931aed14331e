"""Every talk there can be about some programmes, asked in the order of ``next_fact``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from eligibility.position import Position, position
from eligibility.questions import next_fact
from eligibility.rulebook import Rulebook
from tests.eligibility import law
from tests.eligibility.law import Value


class Point(NamedTuple):
    """What was said so far, in the order it was asked for, and the question that follows."""

    facts: dict[str, Value]
    asks: str | None


def walk(book: Rulebook, programmes: Sequence[str], as_of: date) -> Iterator[Point]:
    """A talk to each point that can be reached; every question is answered in every way, on both sides of each edge.

    Talks after which the same is still open are gone on with once; each way they can end is a point of its own.
    """
    seen: set[Position] = set()
    waiting: list[dict[str, Value]] = [{}]
    while waiting:
        facts = waiting.pop()
        classes, late = book.classify(book.facts.validate(facts, as_of), as_of)
        at = position(book, programmes, classes, late)
        asks = next_fact(book, programmes, facts, as_of)
        if asks is not None and at in seen:
            continue
        seen.add(at)
        yield Point(facts, asks)
        if asks is not None:
            waiting += [{**facts, asks: value} for value in law.possible(asks, as_of)]
