"""The words of a notice's entries, counted: what a question is compared with.

Counting cuts some ten thousand wordings, which takes seconds; see ``lexicon`` for what is kept of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.faq import FaqEntry
from knowledge.normalise import normalise
from knowledge.tokens import Tokenizer
from knowledge.words import Words

PAIR = 2
LATIN = re.compile("(?:w:)?[a-z]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``counts``: for each entry, in how many of its wordings a term stands; ``exact``: which entry has these words."""

    counts: tuple[Mapping[str, int], ...]
    sizes: tuple[int, ...]
    exact: dict[str, int]


class Terms:
    """Cuts normalised text into the terms entries are compared by."""

    def __init__(self, words: Words, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._groups = _groups(words.synonyms)
        self._lengths = _lengths(self._groups)

    def __call__(self, text: str) -> set[str]:
        """Words and groups of synonyms, both marked as such, characters, and pairs of characters."""
        words = self._tokenizer.words(text)
        compact = "".join(word for word in words if not LATIN.fullmatch(word))
        terms = {f"w:{word}" for word in words}
        terms.update(compact)
        terms.update(compact[i : i + PAIR] for i in range(len(compact) - 1))
        for start, character in enumerate(text):
            for length in self._lengths.get(character, ()):
                terms.update(self._groups.get(text[start : start + length], ()))
        return terms


def count(entries: Sequence[FaqEntry], counted: Callable[[FaqEntry], Mapping[str, int]]) -> Vocabulary:
    """The vocabulary of these entries; ``counted`` gives each one's terms, see ``count_entry``."""
    exact: dict[str, int] = {}
    for place, entry in enumerate(entries):
        for wording in (entry.matter, *entry.wordings):
            exact.setdefault(bare(normalise(wording)), place)
    sizes = tuple(1 + len(entry.wordings) for entry in entries)
    return Vocabulary(counts=tuple(map(counted, entries)), sizes=sizes, exact=exact)


def count_entry(entry: FaqEntry, terms: Terms) -> dict[str, int]:
    """In how many of an entry's wordings each term stands."""
    counted: Counter[str] = Counter()
    for wording in (entry.matter, *entry.wordings):
        counted.update(terms(normalise(wording)))
    return dict(counted)


def bare(text: str) -> str:
    """Letters and figures only."""
    return "".join(filter(str.isalnum, text))


def _groups(synonyms: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The terms of the groups each word belongs to."""
    found: dict[str, tuple[str, ...]] = {}
    for group in synonyms:
        for word in map(normalise, group):
            found[word] = (*found.get(word, ()), f"c:{group[0]}")
    return found


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the words are that begin with a character."""
    found: dict[str, set[int]] = {}
    for word in filter(None, words):
        found.setdefault(word[0], set()).add(len(word))
    return {character: tuple(lengths) for character, lengths in found.items()}
