"""What is known of every term of a notice's entries: how much it tells, and where it stands.

Kept in rows of numbers, one behind the other: lists for each of seventy thousand terms would take five times the room.
"""

from __future__ import annotations

import base64
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
"""A number for each place."""


class Postings:
    """Terms with their weights, and the entries that hold each. Never changes once built."""

    __slots__ = ("_bounds", "_number", "_places", "_row", "_shares", "_weights")

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
        number = {term: number for number, term in enumerate(terms)}
        self._keep(number, array("d", weights), array("I", accumulate(counts, initial=0)), array("H", places), shares)

    def _keep(
        self,
        number: Mapping[str, int],
        weights: array[float],
        bounds: array[int],
        places: array[int],
        shares: Iterable[float],
    ) -> None:
        self._number, self._weights, self._bounds, self._places = number, weights, bounds, places
        self._row = np.frombuffer(places, np.uint16)
        self._shares = np.frombuffer(array("f", shares), np.float32)

    def __contains__(self, term: str) -> bool:
        return term in self._number

    def __iter__(self) -> Iterator[str]:
        return iter(self._number)

    def weight(self, term: str) -> float | None:
        """How much a term tells; None for one nobody wrote."""
        number = self._number.get(term)
        return None if number is None else self._weights[number]

    def weighed(self, terms: Iterable[str], unseen: Callable[[str], float]) -> dict[str, float]:
        """How much each of ``terms`` tells; ``unseen`` says it of those nobody wrote."""
        number, weights = self._number.get, self._weights
        return {term: unseen(term) if (known := number(term)) is None else weights[known] for term in terms}

    def add_up(self, weights: Mapping[str, float], size: int) -> Scores:
        """For each of ``size`` places, what the terms that stand there belong to it, by their ``weights``.

        A question's terms stand in some 900 places: the innermost sum of every answer.
        """
        number, bounds, row, shares = self._number, self._bounds, self._row, self._shares
        telling, many, places, added = [], [], [], []
        for term, weight in weights.items():
            if (known := number.get(term)) is not None:
                start, end = bounds[known], bounds[known + 1]
                telling.append(weight)
                many.append(end - start)
                places.append(row[start:end])
                added.append(shares[start:end])
        if not telling:
            return np.zeros(size)
        told = np.array(telling).repeat(many) * np.concatenate(added)
        return np.bincount(np.concatenate(places), told, size).astype(np.float64, copy=False)

    def is_common(self, term: str) -> bool:
        """Whether a known term stands in so many entries that it is not kept in which."""
        number = self._number.get(term)
        return number is not None and self._bounds[number] == self._bounds[number + 1]

    def held_and_strange(self, place: int, weights: Mapping[str, float]) -> tuple[float, float]:
        """Of terms with ``weights``: the sum of those that are common or stand at ``place``, and of those nobody wrote.

        Common terms stand nearly everywhere, and it is not kept where.
        """
        number, bounds, places = self._number, self._bounds, self._places
        held = strange = 0.0
        for term, weight in weights.items():
            if (known := number.get(term)) is None:
                strange += weight
                continue
            start, end = bounds[known], bounds[known + 1]
            at = bisect_left(places, place, start, end)
            if start == end or (at < end and places[at] == place):
                held += weight
        return held, strange

    def packed(self) -> dict[str, str]:
        """All of it as texts for JSON, which reads one long text fifty times faster than its numbers one by one."""
        rows: dict[str, array[Any]] = {
            "weights": self._weights,
            "bounds": self._bounds,
            "places": self._places,
            "shares": array("f", self._shares),
        }
        return {"terms": "\n".join(self._number)} | {
            name: base64.b64encode(row.tobytes()).decode("ascii") for name, row in rows.items()
        }

    @classmethod
    def unpacked(cls, packed: Mapping[str, str]) -> Postings:
        """The same again, on the same kind of machine."""
        found = cls((), (), (), (), ())
        number = {term: number for number, term in enumerate(packed["terms"].split("\n"))}
        weights, bounds = _row("d", packed["weights"]), _row("I", packed["bounds"])
        found._keep(number, weights, bounds, _row("H", packed["places"]), _row("f", packed["shares"]))
        return found


def _row(kind: str, packed: str) -> array[Any]:
    row: array[Any] = array(kind)
    row.frombytes(base64.b64decode(packed))
    return row
