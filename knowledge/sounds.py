"""Characters by their sound: 申抱 and shenbao are meant to be 申报.

Toneless Mandarin syllables; of a character with several readings, the commonest.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

_LONGEST_SYLLABLE = 6  # zhuang, shuang, chuang
_TYPED = re.compile(r"[a-zü]+")
_VOWEL = re.compile("[aeiouü]")
_TONES = dict.fromkeys(map(ord, "\u0304\u0301\u030c\u0300"))  # macron, acute, caron, grave: the four tones


class Sounds:
    """Knows a vocabulary of pairs of characters by sound. A pair may carry a mark between its two characters."""

    def __init__(self, pairs: Iterable[str]) -> None:
        """``pairs`` of which a character has no sound are left out."""
        by_sound: dict[str, list[str]] = {}
        for pair in pairs:
            if (first := syllable(pair[0])) and (second := syllable(pair[-1])):
                by_sound.setdefault(f"{first} {second}", []).append(pair)
        self._by_sound = {sound: tuple(alike) for sound, alike in by_sound.items()}

    def alike(self, pair: str) -> tuple[str, ...]:
        """The vocabulary's pairs that sound like this one, in the order they were given."""
        return self._by_sound.get(f"{syllable(pair[0])} {syllable(pair[-1])}", ())

    def typed(self, letters: str) -> list[tuple[str, ...]]:
        """For pinyin typed in letters, without tones or spaces: the vocabulary's pairs behind each two syllables.

        Empty for letters that are not pinyin, or of one syllable, and for pairs nobody wrote.
        """
        heard = syllables(letters)
        pairs = (self._by_sound.get(f"{first} {second}", ()) for first, second in pairwise(heard))
        return [pair for pair in pairs if pair]


@lru_cache(maxsize=10_000)
def syllable(character: str) -> str:
    """A character's toneless syllable, ``lü`` with its dots; empty if it has none."""
    return _toneless(_readings().get(ord(character), "").partition(",")[0])


@lru_cache(maxsize=1_000)
def syllables(letters: str) -> tuple[str, ...]:
    """Cut typed pinyin into as few syllables as possible; empty if it is not all pinyin."""
    letters = letters.replace("v", "ü")  # keyboards have no ü
    if not _TYPED.fullmatch(letters):
        return ()
    known = _syllables()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before, part = best[start], letters[start:end]
            if before is not None and part in known:
                found = (*before, part)
                current = best[end]
                if current is None or len(found) < len(current):
                    best[end] = found
    return best[-1] or ()


def _toneless(reading: str) -> str:
    letters = unicodedata.normalize("NFD", reading).translate(_TONES)
    return unicodedata.normalize("NFC", letters)


@cache
def _syllables() -> frozenset[str]:
    readings = {reading for several in _readings().values() for reading in several.split(",")}
    return frozenset(sound for sound in map(_toneless, readings) if _VOWEL.search(sound))


@cache
def _readings() -> dict[int, str]:
    """pypinyin's readings by character code: its table alone, for the package takes half a second to import."""
    package = importlib.util.find_spec("pypinyin")
    assert package is not None
    assert package.origin is not None
    spec = importlib.util.spec_from_file_location("_pinyin_readings", Path(package.origin).with_name("pinyin_dict.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    readings: dict[int, str] = module.pinyin_dict
    return readings
