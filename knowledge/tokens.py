"""Text becomes the terms it is searched by: jieba's words, and every character and pair of characters.

Words carry meaning, characters survive typing errors and words the dictionary does not know.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import sys
import warnings
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # jieba's source has stale escapes; they are not our user's concern
    # jieba opens its files through pkg_resources where there is one, which is old and takes a tenth of a second to
    # import; without it jieba opens them itself.
    installed = sys.modules.setdefault("pkg_resources", None)  # type: ignore[arg-type]
    import jieba

    if installed is None:
        del sys.modules["pkg_resources"]

jieba.setLogLevel(logging.CRITICAL)

# The sum of all frequencies in jieba's dictionary. Counting them would double the time to load; a test counts them.
DICTIONARY_TOTAL = 60_101_967

# Beginnings of words kept at hand; a server meets some twenty thousand.
BEGINNINGS = 1 << 15

_RUN = re.compile(r"[\w]+")
# One character of UTF-8 and the lines that begin with it. Over bytes: the text would take the double, and the time.
_LINES_OF_ONE_CHARACTER = re.compile(
    rb"^([\xe0-\xef]..|[\xc0-\xdf].|[\xf0-\xf7]...|[\x00-\x09\x0b-\x7f])[^\n]*\n(?:\1[^\n]*\n)*",
    re.MULTILINE | re.DOTALL,
)


class Tokenizer:
    """Cuts normalised text into terms. Safe to share between threads; jieba's global tokenizer is never touched."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """``words``: what jieba's dictionary lacks and must stay whole (低碳领跑者). Takes about 0.15 s."""
        self._jieba = _Jieba()
        for word in words:
            self._jieba.add(word)

    def words(self, text: str) -> list[str]:
        """jieba's words, punctuation and spaces left out."""
        return [word for word in self._jieba.lcut(text) if _RUN.match(word)]

    def knows(self, word: str) -> bool:
        """Whether the dictionary has this word; jieba also makes up some."""
        return self._jieba.has(word)

    def terms(self, text: str) -> list[str]:
        """jieba's words as they are, every single character as ``_低``, every two neighbours as ``低_碳``.

        The marks keep a pair of characters apart from a word of the same two: each has its own idf.
        """
        terms = self.words(text)
        for run in _RUN.findall(text):
            terms += ["_" + character for character in run]
            terms += map("_".join, pairwise(run))
        return terms


def is_pair(term: str) -> bool:
    """Whether a term is two neighbouring characters rather than a word or one character."""
    return len(term) == 3 and term[1] == "_"


class _Jieba(jieba.Tokenizer):  # type: ignore[misc]
    """jieba with its dictionary read as far as it is needed.

    jieba unpacks half a million entries at each start, which takes a second, or unmarshals them from a cache file
    that anybody could have put there. We look where the lines of each first character stand, and unpack only the words
    that begin with two neighbours somebody writes: all words of one character are thousands, and take milliseconds
    and room. Nor do we keep the beginnings of words as entries of their own, a third of all: how long the words are
    that begin so tells as well where to look. The words come out the same.
    """

    def __init__(self) -> None:
        super().__init__()
        self._dictionary = _dictionary()
        self._places = _places(self._dictionary)
        self.FREQ: dict[str, int] = {}
        self._added: dict[str, tuple[int, ...]] = {}  # lengths of the words added, by their beginning
        self._beginning_with = lru_cache(maxsize=BEGINNINGS)(self._unpack)
        self.total = DICTIONARY_TOTAL
        self.initialized = True

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:
        """For each place of the sentence, where the words that begin there end."""
        beginning_with, size = self._beginning_with, len(sentence)
        frequency = self.FREQ.get
        found: dict[int, list[int]] = {}
        for start, character in enumerate(sentence):
            lengths = beginning_with(character)
            if start + 1 < size:
                lengths += beginning_with(sentence[start : start + 2])
            ends = [
                start + length - 1
                for length in lengths
                if start + length <= size and frequency(sentence[start : start + length])
            ]
            found[start] = ends or [start]
        return found

    def add(self, word: str) -> None:
        """Keep a word whole, wherever it stands. All words are added before anything is cut."""
        for character in word:
            if character in self._places and not self._beginning_with(character):
                self.FREQ.setdefault(character, 0)  # jieba weighs a new word by whether its characters begin others
        self.add_word(word)
        beginning = word[:2]
        self._added[beginning] = tuple(sorted({*self._added.get(beginning, ()), len(word)}))
        self._beginning_with.cache_clear()

    def has(self, word: str) -> bool:
        self._beginning_with(word[:2])
        return self.FREQ.get(word, 0) > 0

    def _unpack(self, beginning: str) -> tuple[int, ...]:
        """The lengths, ascending, of the words that begin with these two characters, or are this one.

        Their frequencies are in FREQ from then on.
        """
        sought = f"\n{beginning}{' ' if len(beginning) == 1 else ''}".encode()
        lengths = set(self._added.get(beginning, ()))
        for start, end in self._places.get(beginning[:1], ()):
            place = self._dictionary.find(sought, start - 1, end)
            while place >= 0:
                until = self._dictionary.index(b"\n", place + 1)
                word, frequency, _ = self._dictionary[place + 1 : until].decode().split(" ")
                self.FREQ.setdefault(word, int(frequency))  # what was added has a frequency of its own
                lengths.add(len(word))
                place = self._dictionary.find(sought, until, end)
        return tuple(sorted(lengths))


def _dictionary() -> bytes:
    """jieba's own dictionary: a line a word, with its frequency and kind, each with a line's end on both sides."""
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    return b"\n" + Path(spec.origin).with_name("dict.txt").read_bytes()


def _places(dictionary: bytes) -> dict[str, list[tuple[int, int]]]:
    """Where the lines of each first character stand: from, to."""
    places: dict[str, list[tuple[int, int]]] = {}
    for run in _LINES_OF_ONE_CHARACTER.finditer(dictionary):
        places.setdefault(run[1].decode(), []).append(run.span())
    return places
