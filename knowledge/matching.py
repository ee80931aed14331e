"""Which curated matter a question is about: nearness to the words people use for it.

An entry is known by all its wordings together: the cosine between the question's terms and theirs, weighted by idf
over entries. (Comparing with single wordings as well was measured to add nothing and to cost four times as much.)
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from math import exp, log, sqrt

from knowledge.faq import FaqEntry
from knowledge.sounds import Sounds
from knowledge.vocabulary import LATIN, PAIR, Terms, Vocabulary, bare

CHARACTER_WEIGHT = 0.5
GROUP_WEIGHT = 1.3
NAMED_OWN, NAMED_OTHER = 1.2, 0.65
HINTED_OWN, HINTED_OTHER = 1.1, 0.82
# The very words of an entry beat everything; nothing else is ever quite as near.
VERY_WORDS, NEAREST = 2.0, 0.99
# Terms with a smaller idf stand in more than half of the entries: they take a third of the time and tell nothing.
TELLING = 0.69

NEARBY = 40
# One message is looked at whole and in parts, the same part several times over.
RECENT = 128

# Logistic regression on questions written by people who had not seen the entries: was the first entry right?
BIAS, PER_SCORE, PER_LEAD = -0.85, 13.2, 2.6

_LETTERS = re.compile("[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, and how near its wordings are to the question: 0 nothing shared, 1 the very words of one."""

    entry: FaqEntry
    score: float


def confidence(matches: Sequence[Match]) -> float:
    """How likely the first match is the right one, 0 to 1: by its nearness and its lead over the second."""
    if not matches:
        return 0.0
    first, second = matches[0].score, matches[1].score if len(matches) > 1 else 0.0
    if first == 1.0:
        return 1.0
    return 1 / (1 + exp(-(BIAS + PER_SCORE * first + PER_LEAD * (first - second) / first)))


class Matcher:
    """Finds entries by their wordings. Never changes once built."""

    def __init__(self, entries: Sequence[FaqEntry], vocabulary: Vocabulary, terms: Terms) -> None:
        """``vocabulary`` is that of these very entries, as ``vocabulary.count`` gives it."""
        self._recent = lru_cache(maxsize=RECENT)(self._rank)
        self._terms = terms
        self._entries = tuple(entries)
        self._concerns = [_concerned(entry) for entry in entries]
        self._exact = vocabulary.exact
        self._idf, self._unseen = _idf(vocabulary.counts)
        self._sounds = Sounds(term for term in self._idf if len(term) == PAIR)
        too_common = {term for term, weight in self._idf.items() if weight < TELLING * _weight(term)}
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, count in enumerate(vocabulary.counts):
            weights = {term: (1 + log(n)) * self._idf[term] for term, n in count.items()}
            length = sqrt(sum(weight * weight for weight in weights.values()))
            for term, weight in weights.items():
                if term not in too_common:
                    self._postings[term].append((place, weight / length))

    def knows(self, text: str) -> bool:
        """Whether some entry has these very words."""
        return bare(text) in self._exact

    def rank(self, text: str, named: str | None = None, hinted: str | None = None) -> tuple[Match, ...]:
        """The NEARBY nearest entries, best first, for a normalised text without pilots' names.

        ``named``: the pilot the person named; entries about other pilots step back. ``hinted``: the same, softer.
        """
        return self._recent(text, named, hinted)

    def _rank(self, text: str, named: str | None, hinted: str | None) -> tuple[Match, ...]:
        scores = self._scores(self._heard(text))
        pilot = named or hinted
        if pilot is not None:
            own, other = (NAMED_OWN, NAMED_OTHER) if named else (HINTED_OWN, HINTED_OTHER)
            for place, concerned in enumerate(self._concerns):
                if concerned:
                    scores[place] *= own if pilot in concerned else other
        exact = self._exact.get(bare(text))
        if exact is not None:
            scores[exact] = VERY_WORDS
        best = nlargest(NEARBY, range(len(scores)), key=scores.__getitem__)
        return tuple(
            Match(self._entries[place], 1.0 if place == exact else min(scores[place], NEAREST))
            for place in best
            if scores[place] > 0
        )

    def _scores(self, terms: Iterable[str]) -> list[float]:
        """Every entry's cosine, by place."""
        scores = [0.0] * len(self._entries)
        square = 0.0
        for term in terms:
            weight = self._idf.get(term, self._unseen * _weight(term))
            square += weight * weight
            for place, share in self._postings.get(term, ()):
                scores[place] += weight * share
        length = sqrt(square) or 1.0
        return [score / length for score in scores]

    def _heard(self, text: str) -> set[str]:
        """A question's terms; a pair nobody wrote becomes those that sound like it, typed pinyin what it may mean."""
        terms: set[str] = set()
        for term in self._terms(text):
            alike = self._sounds.alike(term) if len(term) == PAIR and term not in self._idf else ()
            terms.update(alike or (term,))
        for letters in _LETTERS.findall(text.replace(" ", "")):
            typed = self._sounds.typed(letters) if f"w:{letters}" not in self._idf else []
            if typed:
                terms = {term for term in terms if not LATIN.fullmatch(term)}
                terms.update(pair for pairs in typed for pair in pairs)
        return terms


def _idf(counts: Sequence[Mapping[str, int]]) -> tuple[dict[str, float], float]:
    """Each term's weight (a term is telling when few entries use it), and that of a term none uses."""
    size = len(counts)
    holders = Counter(term for count in counts for term in count)
    weights = {term: log(1 + (size - n + 0.5) / (n + 0.5)) * _weight(term) for term, n in holders.items()}
    return weights, log(1 + (size + 0.5) / 0.5)


def _concerned(entry: FaqEntry) -> frozenset[str]:
    """The pilots an entry speaks of: those with answers of their own, and the documents its answer cites.

    Empty where it concerns all alike, or none.
    """
    cited = {cite.clause.split(".")[0] for cite in (entry.answer.cites if entry.answer else ())}
    return frozenset() if "notice" in cited and not entry.answers else frozenset(entry.answers) | (cited - {"notice"})


def _weight(term: str) -> float:
    if len(term) == 1:
        return CHARACTER_WEIGHT
    return GROUP_WEIGHT if term.startswith("c:") else 1.0
