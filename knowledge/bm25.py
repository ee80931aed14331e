"""BM25 over terms, in memory and pure Python, with a bounded amount of work for each question."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log
from operator import itemgetter

K1 = 0.9
B = 0.4
# A question's commonest terms stand in most texts and tell little, but would take most of the time. Rarest terms
# first, so many entries are read for all texts; what is left of the question only counts for the leaders.
ENTRIES_READ = 2_000
LEADERS = 30
# A term of every eighth text or more is also kept as a row over all texts, to be looked up without a search.
COMMON = 8

Wanted = str | tuple[str, ...]


class Index:
    """An index over texts given as terms; a text is known by its position, from 0. Never changes once built.

    The formula is Lucene's: idf = ln(1 + (N - n + ½) / (n + ½)), times tf / (tf + k1 (1 - b + b length / mean length)).
    A question is a sequence of terms; a tuple among them holds stand-ins that count together as one term.
    """

    def __init__(self, texts: Sequence[Sequence[str]], k1: float = K1, b: float = B) -> None:
        self._size = len(texts)
        entries: dict[str, tuple[array[int], array[float]]] = {}
        mean = sum(map(len, texts)) / self._size if texts else 0.0
        for position, terms in enumerate(texts):
            slack = k1 * (1 - b + b * len(terms) / mean) if mean else k1
            for term, count in Counter(terms).items():
                if term not in entries:
                    entries[term] = array("I"), array("f")
                positions, shares = entries[term]
                positions.append(position)
                shares.append(count / (count + slack))
        self._idfs = [log(1 + (self._size - n + 0.5) / (n + 0.5)) for n in range(self._size + 1)]
        # Two long arrays rather than two small ones for each of a hundred thousand terms: a tenth of the memory.
        self._positions, self._shares = array("I"), array("f")
        self._spans: dict[str, tuple[int, int]] = {}
        self._rows: dict[str, array[float]] = {}
        for term, (positions, shares) in entries.items():
            self._spans[term] = len(self._positions), len(self._positions) + len(positions)
            self._positions += positions
            self._shares += shares
            if len(positions) * COMMON > self._size:
                self._rows[term] = row = array("f", bytes(4 * self._size))
                for position, share in zip(positions, shares, strict=True):
                    row[position] = share

    def __len__(self) -> int:
        return self._size

    def __contains__(self, term: object) -> bool:
        return term in self._spans

    def __iter__(self) -> Iterator[str]:
        """Every term some text holds."""
        return iter(self._spans)

    def idf(self, wanted: Wanted) -> float:
        """How telling a term is; largest for a term no text holds."""
        if isinstance(wanted, str):
            start, end = self._spans.get(wanted, (0, 0))
            return self._idfs[end - start]
        spans = (self._spans.get(term, (0, 0)) for term in wanted)
        # Stand-ins may share texts, so their holders may outnumber the texts.
        return self._idfs[min(sum(end - start for start, end in spans), self._size)]

    def search(self, question: Sequence[Wanted], k: int = 10) -> list[tuple[int, float]]:
        """At most k (position, score) pairs, best first, equal scores in the order of the texts; scores above 0 only.

        Exact while the question's terms have no more than ENTRIES_READ entries together. Beyond, a text may be left
        out if its score without the question's commonest terms is not among the LEADERS best.
        """
        if k <= 0:
            return []
        scores = [0.0] * self._size
        terms = self._by_rarity(question)
        rarest = self._positions[slice(*self._spans[terms[-1][1]])] if terms else ()
        budget = max(ENTRIES_READ, self._size)
        while terms and terms[-1][0] <= budget:
            holders, term, weight = terms.pop()
            budget -= holders
            start, end = self._spans[term]
            for position, share in zip(self._positions[start:end], self._shares[start:end], strict=True):
                scores[position] += weight * share
        # Most scores are far below the best: those under a low bar are dropped before anything is ranked.
        bar = max((scores[position] for position in rarest), default=0.0) / 4
        leaders = _best(scores, max(LEADERS, k) if terms else k, bar)
        for _, term, weight in terms:
            if row := self._rows.get(term):
                leaders = [(position, score + weight * row[position]) for position, score in leaders]
            else:
                leaders = [(position, score + weight * self._share(term, position)) for position, score in leaders]
        return _ranked(leaders)[:k]

    def score(self, question: Sequence[Wanted], position: int) -> float:
        """One text's score."""
        return sum(weight * self._share(term, position) for _, term, weight in self._by_rarity(question))

    def best_score(self, question: Sequence[Wanted]) -> float:
        """What no text can exceed: the idf of all terms, unknown ones too. Divide by it to compare questions."""
        return sum(map(self.idf, question))

    def coverage(self, question: Sequence[Wanted], position: int) -> float:
        """The share of the question's idf that the text holds, 0 to 1."""
        best = self.best_score(question)
        held = 0.0
        for wanted in question:
            terms = (wanted,) if isinstance(wanted, str) else wanted
            if any(self._share(term, position) for term in terms):
                held += self.idf(wanted)
        return held / best if best else 0.0

    def _by_rarity(self, question: Sequence[Wanted]) -> list[tuple[int, str, float]]:
        """(number of texts that hold it, term, weight) of every term some text holds, the rarest last."""
        found = []
        for wanted, count in Counter(question).items():
            weight = count * self.idf(wanted)
            for term in (wanted,) if isinstance(wanted, str) else wanted:
                if term in self._spans:
                    start, end = self._spans[term]
                    found.append((end - start, term, weight))
        return sorted(found, reverse=True)

    def _share(self, term: str, position: int) -> float:
        start, end = self._spans.get(term, (0, 0))
        at = bisect_left(self._positions, position, start, end)
        return self._shares[at] if at < end and self._positions[at] == position else 0.0


def _best(scores: Sequence[float], k: int, bar: float) -> list[tuple[int, float]]:
    """The k highest scores above 0 with their positions, best first; ``bar`` is a guess that k scores are above."""
    passing = [(position, score) for position, score in enumerate(scores) if score > bar]
    if len(passing) < k:
        passing = [(position, score) for position, score in enumerate(scores) if score > 0]
    return _ranked(passing)[:k]


def _ranked(scores: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    return sorted(sorted(scores), key=itemgetter(1), reverse=True)
