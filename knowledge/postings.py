"""What is known of every term of a notice's entries: how much it tells, and where it stands.

Kept in rows of numbers, one behind the other: lists for each of fifty thousand terms would take five times the room.
"""

from __future__ import annotations

import base64
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any, TypeVar

Number = TypeVar("Number", int, float)


class Postings:
    """Terms with their weights, and the entries that hold each. Never changes once built."""

    __slots__ = ("_bounds", "_number", "_places", "_shares", "_weights")

    def __init__(
        self,
        terms: Iterable[str],
        weights: Iterable[float],
        counts: Iterable[int],
        places: Iterable[int],
        shares: Iterable[float],
    ) -> None:
        """``weights`` and ``counts`` by term: how much it tells, and how many of the ``places`` (and of the ``shares``,
        how much it belongs to each) are its own, ascending; none where it stands nearly everywhere.
        """
        self._number: Mapping[str, int] = {term: number for number, term in enumerate(terms)}
        self._weights = array("d", weights)
        self._bounds = array("I", accumulate(counts, initial=0))
        self._places = _shared(places)
        self._shares = _shared(shares)

    def __contains__(self, term: str) -> bool:
        return term in self._number

    def __iter__(self) -> Iterator[str]:
        return iter(self._number)

    def weight(self, term: str) -> float | None:
        """How much a term tells; None for one nobody wrote."""
        number = self._number.get(term)
        return None if number is None else self._weights[number]

    def add_up(self, weights: Mapping[str, float], scores: list[float]) -> None:
        """Add to each place's score what the terms that stand there belong to it, by their ``weights``.

        A question's terms stand in some 900 places: the inner loop of every answer, so nothing is called in it.
        """
        number, bounds, places, shares = self._number, self._bounds, self._places, self._shares
        for term, weight in weights.items():
            if (known := number.get(term)) is not None:
                start, end = bounds[known], bounds[known + 1]
                for place, share in zip(places[start:end], shares[start:end]):  # noqa: B905 - as long as each other
                    scores[place] += weight * share

    def is_common(self, term: str) -> bool:
        """Whether a known term stands in so many entries that it is not kept in which."""
        start, end = self._span(term)
        return start == end and term in self._number

    def holds(self, place: int, term: str) -> bool:
        """Whether the entry at ``place`` holds a term that is not common."""
        start, end = self._span(term)
        at = bisect_left(self._places, place, start, end)
        return at < end and self._places[at] == place

    def packed(self) -> dict[str, str]:
        """All of it as texts for JSON, which reads one long text fifty times faster than its numbers one by one."""
        rows: dict[str, array[Any]] = {
            "weights": self._weights,
            "bounds": self._bounds,
            "places": array("H", self._places),
            "shares": array("d", self._shares),
        }
        return {"terms": "\n".join(self._number)} | {
            name: base64.b64encode(row.tobytes()).decode("ascii") for name, row in rows.items()
        }

    @classmethod
    def unpacked(cls, packed: Mapping[str, str]) -> Postings:
        """The same again, on the same kind of machine."""
        found = cls((), (), (), (), ())
        found._number = {term: number for number, term in enumerate(packed["terms"].split("\n"))}
        found._weights, found._bounds = _row("d", packed["weights"]), _row("I", packed["bounds"])
        found._places, found._shares = _shared(_row("H", packed["places"])), _shared(_row("d", packed["shares"]))
        return found

    def _span(self, term: str) -> tuple[int, int]:
        number = self._number.get(term)
        return (0, 0) if number is None else (self._bounds[number], self._bounds[number + 1])


def _row(kind: str, packed: str) -> array[Any]:
    row: array[Any] = array(kind)
    row.frombytes(base64.b64decode(packed))
    return row


def _shared(numbers: Iterable[Number]) -> list[Number]:
    """The numbers, each different one made once: an array takes less room, yet makes them anew at each look."""
    made: dict[Number, Number] = {}
    return [made.setdefault(number, number) for number in numbers]
