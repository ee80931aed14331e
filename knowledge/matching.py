"""Which curated matter a question is about: nearness to the words people use for it.

Two looks. First each entry as a whole: the cosine between the question's terms and those of all the entry's wordings,
weighted by idf over entries. Then, for the nearest entries, the single nearest wording: the idf weight the two texts
share over the weight of both (Dice). The first knows the subject, the second the sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp, log, sqrt

from knowledge.faq import FaqEntry
from knowledge.reading import Reader
from knowledge.sounds import Sounds
from knowledge.tokens import Tokenizer
from knowledge.words import Words

PROFILE_SHARE = 0.7
LOOKED_AT = 12
CHARACTER_WEIGHT = 0.5
NAMED_OWN, NAMED_OTHER = 1.2, 0.65
HINTED_OWN, HINTED_OTHER = 1.1, 0.82

# Logistic regression on 560 questions written by people who had not seen the entries: was the first entry right?
BIAS, PER_SCORE, PER_LEAD, PER_LENGTH = -1.06, 10.6, 1.44, -0.58
LONG = 40

_LETTERS = re.compile("[a-z]{4,}")
_LATIN = re.compile("(?:w:)?[a-z]+")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, the wording nearest to the question, and how near: 0 nothing shared, 1 the same words."""

    entry: FaqEntry
    wording: str
    score: float


def confidence(matches: Sequence[Match], text: str) -> float:
    """How likely the first match is the right one, 0 to 1: by its nearness, its lead, and the text's length."""
    if not matches:
        return 0.0
    first, second = matches[0].score, matches[1].score if len(matches) > 1 else 0.0
    if first == 1.0:
        return 1.0
    lead = (first - second) / first
    return 1 / (1 + exp(-(BIAS + PER_SCORE * first + PER_LEAD * lead + PER_LENGTH * min(len(text), LONG) / LONG)))


class Matcher:
    """Finds entries by their wordings. Never changes once built."""

    def __init__(self, entries: Sequence[FaqEntry], words: Words, tokenizer: Tokenizer, reader: Reader) -> None:
        self._tokenizer = tokenizer
        self._canonical = {word: group[0] for group in words.synonyms for word in group}
        self._entries = tuple(entries)
        self._concerns = [_concerned(entry) for entry in entries]
        term_sets: list[list[tuple[str, frozenset[str]]]] = []
        self._exact: dict[str, int] = {}
        for place, entry in enumerate(entries):
            own = []
            for wording in (entry.matter, *entry.wordings):
                read = reader.read(wording)
                text = read.matter or read.text
                self._exact.setdefault(_bare(text), place)
                if terms := self._terms(text):
                    own.append((wording, terms))
            term_sets.append(own)
        counts = [Counter(term for _, terms in own for term in terms) for own in term_sets]
        holders = Counter(term for count in counts for term in count)
        size = len(entries)
        self._idf = {term: log(1 + (size - n + 0.5) / (n + 0.5)) * _weight(term) for term, n in holders.items()}
        self._unseen = log(1 + (size + 0.5) / 0.5)
        self._sounds = Sounds(term for term in self._idf if len(term) == 2)
        self._wordings = [[(said, terms, self._mass(terms)) for said, terms in own] for own in term_sets]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, count in enumerate(counts):
            weights = {term: (1 + log(n)) * self._idf[term] for term, n in count.items()}
            length = sqrt(sum(weight * weight for weight in weights.values()))
            for term, weight in weights.items():
                self._postings[term].append((place, weight / length))

    def rank(self, text: str, k: int = 5, named: str | None = None, hinted: str | None = None) -> list[Match]:
        """The k nearest entries, best first.

        ``named``: the pilot the person named; entries about other pilots step back. ``hinted``: the same, softer.
        """
        exact = self._exact.get(_bare(text))
        terms = self._heard(text)
        profile = self._profile(terms)
        for place in profile:
            profile[place] *= self._bias(place, named, hinted)
        near = nlargest(LOOKED_AT, profile, key=profile.__getitem__)
        if exact is not None and exact not in near:
            near.append(exact)
        mass = self._mass(terms)
        matches = []
        for place in near:
            dice, wording = max(
                (self._shared(terms & own) * 2 / (mass + weight), said) for said, own, weight in self._wordings[place]
            )
            score = PROFILE_SHARE * profile.get(place, 0.0) + (1 - PROFILE_SHARE) * dice * self._bias(
                place, named, hinted
            )
            matches.append(Match(self._entries[place], wording, 1.0 if place == exact else min(score, 0.99)))
        return nlargest(k, matches, key=lambda match: match.score)

    def _terms(self, text: str) -> frozenset[str]:
        """Words marked as such (a synonym as its group's first), characters, and pairs of characters."""
        words = self._tokenizer.words(text)
        compact = "".join(word for word in words if not _LATIN.fullmatch(word))
        pairs = (compact[i : i + 2] for i in range(len(compact) - 1))
        return frozenset((*(f"w:{self._canonical.get(word, word)}" for word in words), *compact, *pairs))

    def _heard(self, text: str) -> frozenset[str]:
        """A question's terms; a pair nobody wrote becomes those that sound like it, typed pinyin what it may mean."""
        terms: set[str] = set()
        for term in self._terms(text):
            alike = self._sounds.alike(term) if len(term) == 2 and term not in self._idf else ()
            terms.update(alike or (term,))
        for letters in _LETTERS.findall(text.replace(" ", "")):
            typed = self._sounds.typed(letters) if f"w:{letters}" not in self._idf else []
            if typed:
                terms = {term for term in terms if not _LATIN.fullmatch(term)}
                terms.update(pair for pairs in typed for pair in pairs)
        return frozenset(terms)

    def _profile(self, terms: frozenset[str]) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        square = 0.0
        for term in terms:
            weight = self._idf.get(term, self._unseen * _weight(term))
            square += weight * weight
            for place, share in self._postings.get(term, ()):
                scores[place] += weight * share
        length = sqrt(square) or 1.0
        return {place: score / length for place, score in scores.items()}

    def _mass(self, terms: frozenset[str]) -> float:
        return sum(self._idf.get(term, self._unseen * _weight(term)) for term in terms)

    def _shared(self, terms: frozenset[str]) -> float:
        return sum(map(self._idf.__getitem__, terms))

    def _bias(self, place: int, named: str | None, hinted: str | None) -> float:
        concerned = self._concerns[place]
        pilot = named or hinted
        if pilot is None or not concerned:
            return 1.0
        if pilot in concerned:
            return NAMED_OWN if named else HINTED_OWN
        return NAMED_OTHER if named else HINTED_OTHER


def _concerned(entry: FaqEntry) -> frozenset[str]:
    """The pilots an entry speaks of: those with answers of their own, and the documents its answer cites.

    Empty where it concerns all alike, or none.
    """
    cited = {cite.clause.split(".")[0] for cite in (entry.answer.cites if entry.answer else ())}
    return frozenset() if "notice" in cited and not entry.answers else frozenset(entry.answers) | (cited - {"notice"})


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _weight(term: str) -> float:
    return CHARACTER_WEIGHT if len(term) == 1 else 1.0
