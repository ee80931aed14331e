"""How alike two questions are: by their words, by the entries they are near, and letter by letter.

Words alone know few rewordings of questions this short. The entries a question is near, whether or not one answers it,
tell what it is about in the words of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from sys import intern

from rapidfuzz.distance import Indel

WORDS, ENTRIES, LETTERS = 0.4, 0.4, 0.2
# Entries a question is near that are compared; the weight of those after them is next to nothing.
NEAREST = 8


@dataclass(frozen=True, slots=True)
class Traits:
    """A question as it is compared. ``words`` and ``entries`` are of length 1, or empty; the heaviest stand first."""

    letters: str
    words: Mapping[str, float]
    entries: Mapping[str, float]


def traits(letters: str, weights: Mapping[str, float], near: Mapping[str, float]) -> Traits:
    """``letters``: the text without marks; ``weights`` of its terms; ``near``: entries by how near they are, 0 to 1.

    A hundred thousand of them may be kept, and the same few terms stand in all: each is kept once.
    """
    # Squared: an entry half as near says far less than half as much of what is asked.
    nearest = sorted(((name, score * score) for name, score in near.items()), key=_heaviest)[:NEAREST]
    return Traits(letters, _of_length_one(sorted(weights.items(), key=_heaviest)), _of_length_one(nearest))


def likeness(one: Traits, other: Traits, least: float = 0.0) -> float:
    """From 0 to 1; 0 where it is below ``least``, which is soon seen."""
    if one.letters == other.letters:
        return 1.0
    beside_words = ENTRIES * _cosine(one.entries, other.entries) + LETTERS * Indel.normalized_similarity(
        one.letters, other.letters
    )
    if beside_words + WORDS < least:
        return 0.0
    found = beside_words + WORDS * _cosine(one.words, other.words)
    return found if found >= least else 0.0


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum([share * other[name] for name, share in one.items() if name in other])


def _of_length_one(weights: list[tuple[str, float]]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for _, weight in weights)) or 1.0
    return {intern(name): weight / length for name, weight in weights}


def _heaviest(weighed: tuple[str, float]) -> tuple[float, str]:
    return -weighed[1], weighed[0]
