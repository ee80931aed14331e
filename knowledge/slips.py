"""Words and characters by their sound, with how often people write them: what a slip of typing may have meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.sounds import syllable
from knowledge.vocabulary import PAIR

LONGEST_WORD = 4
# A word is put in the place of another only when people write it so often.
FREQUENT = 8
_CHINESE = re.compile(r"[一-鿿]+")
_FLAT = re.compile("^([zcs])h")

Written = Sequence[int | str]
"""How often, and what: [12, "申报"]."""


@dataclass(frozen=True, slots=True)
class Slips:
    """All of it could be JSON: syllables joined by spaces, to the word most written of those that sound so.

    ``blurred``: by syllables as many say them, only FREQUENT words. ``characters``: by one syllable.
    """

    words: Mapping[str, Written]
    blurred: Mapping[str, Written]
    characters: Mapping[str, Written]


def slips(counts: Sequence[Mapping[str, int]]) -> Slips:
    """Of counted words; terms are those of ``vocabulary.Terms``."""
    total: Counter[str] = Counter()
    for counted in counts:
        total.update(counted)
    words: dict[str, tuple[int, str]] = {}
    flat: dict[str, tuple[int, str]] = {}
    characters: dict[str, tuple[int, str]] = {}
    for term, times in total.items():
        word = term[2:] if term.startswith("w:") else term
        if len(term) == 1 and (sound := syllable(term)):
            characters[sound] = max(characters.get(sound, (0, "")), (times, term))
        elif word is not term and PAIR <= len(word) <= LONGEST_WORD and _CHINESE.fullmatch(word):
            for known, heard in ((words, sounding(word)), (flat, sounding(word, blurred))):
                known[heard] = max(known.get(heard, (0, "")), (times, word))
    return Slips(words, {heard: word for heard, word in flat.items() if word[0] >= FREQUENT}, characters)


def blurred(sound: str) -> str:
    """A syllable as many say it: zh, ch, sh without the h, ng without the g."""
    return _FLAT.sub(r"\1", sound).removesuffix("g")


def sounding(word: str, said: Callable[[str], str] = str) -> str:
    """A word's syllables, each as ``said``, joined by spaces."""
    return " ".join(said(syllable(character)) for character in word)
