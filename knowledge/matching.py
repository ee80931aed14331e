"""Which curated matter a question is about: nearness to the words people use for it.

An entry is known by all its wordings together: how much each of the question's terms belongs to it, weighted by idf
over entries. Where several come near, those step back whose single wordings are less like the question. (Measured on
1,500 held-out wordings: right 70 % of the time by terms alone, 73 % so, 57 % by the nearest single wordings alone. Of
1,350 questions whose own wordings were taken out, 42 wrong instead of 49.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from math import exp, log
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from knowledge.faq import FaqEntry
from knowledge.lexicon import Lexicon, kind_weight
from knowledge.postings import Scores
from knowledge.sounds import Sounds
from knowledge.vocabulary import LATIN, PAIR, Terms, bare

FAINT = 1e-3
NAMED_OWN, NAMED_OTHER = 1.2, 0.65
HINTED_OWN, HINTED_OTHER = 1.1, 0.82
# The very words of an entry beat everything; nothing else is ever quite as near.
VERY_WORDS, NEAREST = 2.0, 0.99

# An entry with this share of the best score is looked at again, by the ALIKE of its wordings that are most like the
# question; how much a difference of likeness then counts beside one of scores.
CLOSE = 0.5
ALIKE = 3
LIKING = 3.5

# How many entries a ranking holds at most; those below this share of the best score are not near at all.
NEARBY = 24
FAR = 0.25
# One message is looked at whole and in parts, the same part several times over.
RECENT = 128

# Logistic regression on questions written by people who had not seen the entries: was the first entry right?
# Weights of 1, log score, lead, held, strange, log length.
WEIGHTS = (0.83, 1.09, 2.12, 2.78, -1.81, 1.21)

Weights = Mapping[str, float]
"""Of a question's terms."""

Stance = tuple[frozenset[str], frozenset[str]]
"""The pilots an entry is for, and all it speaks of."""

_LETTERS = re.compile("[a-z]{4,}")


class Match(NamedTuple):
    """An entry, and how near its wordings are to the question: 0 nothing shared, 1 the very words of one."""

    entry: FaqEntry
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a ranking's first entry.

    ``score``: its nearness. ``lead``: by which share of it the second falls behind. ``held``: the share of the
    question's weight that stands in its wordings; ``strange``: in nobody's. ``length``: of the question, in letters.
    """

    score: float
    lead: float
    held: float
    strange: float
    length: int

    @property
    def told(self) -> tuple[float, ...]:
        """The values WEIGHTS are for, in their order."""
        return 1.0, log(max(self.score, FAINT)), self.lead, self.held, self.strange, log(max(self.length, 1))

    def sure(self, weights: Sequence[float] = WEIGHTS) -> float:
        """How likely the entry is the right one, 0 to 1; ``benchmarks/calibration.py`` shows how well that holds."""
        return 1 / (1 + exp(-sum(weight * value for weight, value in zip(weights, self.told, strict=True))))


@dataclass(frozen=True, slots=True)
class Ranking:
    """The nearest entries, best first, how likely the first is the right one, 0 to 1, and what that is judged by.

    No ``evidence`` where the question has an entry's very words, or no entry is near.
    """

    matches: tuple[Match, ...] = ()
    sure: float = 0.0
    evidence: Evidence | None = None

    def without_first(self) -> Ranking:
        """The rest, judged by what speaks for the second; how much of the question it holds is taken for the same."""
        rest = self.matches[1:]
        if not rest:
            return Ranking()
        if self.evidence is None:
            return Ranking(rest, self.sure)
        second, third = rest[0].score, rest[1].score if len(rest) > 1 else 0.0
        evidence = replace(self.evidence, score=second, lead=(second - third) / second)
        return Ranking(rest, evidence.sure(), evidence)


class Matcher:
    """Finds entries by their wordings. Never changes once built."""

    def __init__(self, entries: Sequence[FaqEntry], known: Lexicon, terms: Terms) -> None:
        """``known`` is the lexicon of these very entries."""
        self._recent = lru_cache(maxsize=RECENT)(self._rank)
        self._terms = terms
        self._entries = tuple(entries)
        self._sides = lru_cache(maxsize=None)(partial(_sides, [_stance(entry) for entry in entries]))
        self._exact = known.exact
        self._postings, self._unseen = known.postings, known.unseen
        self._missed = np.array(known.missed)

    @cached_property
    def _sounds(self) -> Sounds:
        """Needed once somebody writes what nobody wrote before."""
        return Sounds(term for term in self._postings if len(term) == PAIR)

    @cached_property
    def _wordings(self) -> list[list[str]]:
        """By place; needed once two entries come near."""
        wordings: list[list[str]] = [[] for _ in self._entries]
        for words, place in self._exact.items():
            wordings[place].append(words)
        return wordings

    def warm(self) -> None:
        """Have the sounds ready before somebody mistypes."""
        self._sounds.alike("试点")
        self._sounds.typed("shidian")

    def knows(self, text: str) -> bool:
        """Whether some entry has these very words."""
        return bare(text) in self._exact

    def weights(self, text: str) -> dict[str, float]:
        """A normalised text's terms, each with its weight: how telling it is."""
        return self._postings.weighed(self._heard(text), self._strangeness)

    def rank(self, text: str, named: str | None = None, hinted: str | None = None) -> Ranking:
        """The NEARBY nearest entries for a normalised text without pilots' names.

        ``named``: the pilot the person named; entries about other pilots step back. ``hinted``: the same, softer.
        """
        return self._recent(text, named, hinted)

    def _rank(self, text: str, named: str | None, hinted: str | None) -> Ranking:
        weights = self.weights(text)
        scores = self._scores(weights)
        pilot = named or hinted
        if pilot is not None:
            scores *= self._sides(pilot, outright=named is not None)
        exact = self._exact.get(bare(text))
        if exact is not None:
            scores[exact] = VERY_WORDS
        near = np.flatnonzero(scores > FAR * scores.max(initial=0.0))
        best = near[np.argsort(-scores[near], kind="stable")[:NEARBY]]
        ranked: Mapping[int, float] = dict(zip(best.tolist(), scores[best].tolist(), strict=True))
        if exact is None:
            ranked = self._looked_at_again(bare(text), ranked)
        matches = tuple(
            Match(self._entries[place], 1.0 if place == exact else min(score, NEAREST))
            for place, score in ranked.items()
        )
        if exact is not None or not matches:
            return Ranking(matches, float(bool(matches)))
        evidence = self._evidence(text, weights, matches, next(iter(ranked)))
        return Ranking(matches, evidence.sure(), evidence)

    def _looked_at_again(self, said: str, ranked: Mapping[int, float]) -> Mapping[int, float]:
        """The scores of ranked places, best first, once those of close entries less like what was said are lower."""
        bar = CLOSE * max(ranked.values(), default=0.0)
        close = [place for place, score in ranked.items() if score > bar]
        if len(close) < 2:
            return ranked
        likeness = [self._likeness(said, place) for place in close]
        most = max(likeness)
        lowered = {
            place: ranked[place] * exp(LIKING * (like - most)) for place, like in zip(close, likeness, strict=True)
        }
        return dict(sorted({**ranked, **lowered}.items(), key=itemgetter(1), reverse=True))

    def _likeness(self, said: str, place: int) -> float:
        """How like a text the wordings of an entry are that are most like it, 0 to 1."""
        found = process.extract(said, self._wordings[place], scorer=ratio, processor=None, limit=ALIKE)
        return sum(like for _, like, _ in found) / (100 * len(found)) if found else 0.0

    def _evidence(self, text: str, weights: Weights, matches: tuple[Match, ...], place: int) -> Evidence:
        first, second = matches[0].score, matches[1].score if len(matches) > 1 else 0.0
        held, strange = self._postings.held_and_strange(place, weights)
        total = sum(weights.values()) or 1.0
        return Evidence(first, (first - second) / first, held / total, strange / total, len(bare(text)))

    def _strangeness(self, term: str) -> float:
        """The weight of a term nobody wrote."""
        return self._unseen * kind_weight(term)

    def _scores(self, weights: Weights) -> Scores:
        """By place, how much of the question belongs to each entry.

        Raised to the power of 1½: every entry shares something with a question, and so the nearest stands out.
        """
        total = sum(weights.values())
        if not total:
            return np.zeros(len(self._entries))
        left = self._postings.add_up(weights, len(self._entries)) - self._missed
        scores: Scores = np.maximum(left, 0.0) / total
        return scores * np.sqrt(scores)

    def _heard(self, text: str) -> set[str]:
        """A question's terms; a pair nobody wrote becomes those that sound like it, typed pinyin what it may mean."""
        terms: set[str] = set()
        for term in self._terms(text):
            alike = self._sounds.alike(term) if len(term) == PAIR and term not in self._postings else ()
            terms.update(alike or (term,))
        for letters in _LETTERS.findall(text.replace(" ", "")):
            typed = self._sounds.typed(letters) if f"w:{letters}" not in self._postings else []
            if typed:
                terms = {term for term in terms if not LATIN.fullmatch(term)}
                terms.update(pair for pairs in typed for pair in pairs)
        return terms


def _sides(stances: Sequence[Stance], pilot: str, *, outright: bool) -> Scores:
    """By place: whether an entry steps forward or back where this pilot was named ``outright``, or hinted at."""
    own, other = (NAMED_OWN, NAMED_OTHER) if outright else (HINTED_OWN, HINTED_OTHER)
    sides = [
        own if pilot in owners else other if concerned and pilot not in concerned else 1.0
        for owners, concerned in stances
    ]
    return np.array(sides)


def _stance(entry: FaqEntry) -> Stance:
    """The pilots an entry is for, and all it speaks of: those with answers of their own, and the documents it cites.

    Both empty where it concerns all alike, or none. An entry that compares pilots is for none of them.
    """
    cited = {cite.clause.split(".")[0] for cite in (entry.answer.cites if entry.answer else ())}
    if "notice" in cited and not entry.answers:
        return frozenset(), frozenset()
    own = frozenset(entry.answers)
    concerned = own | (cited - {"notice"})
    return (concerned if len(concerned) == 1 else own), concerned
