"""A long text in pages: none beyond the limit, none lost, cut at sentence ends.

The platform names 2048 bytes for a text, others saw passive replies fail past 1884: the page stays below with room
to spare. What goes beyond shows the person an error of the platform's, and us nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from bot.channels.wechat.links import LINK

LIMIT = 1800
"""UTF-8 bytes."""

_JOINED = (
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
# What is never cut: a link, an address, a flag of two letters, a character with what is joined to it.
_ATOM = re.compile(
    rf"{LINK}|https?://[!-;=?-~]{{1,400}}|[A-Za-z0-9._+-]{{1,64}}@(?:(?!https?:)[A-Za-z0-9.-]){{1,128}}"
    rf"|[\U0001f1e6-\U0001f1ff]{{2}}|\r\n|.[{_JOINED}]*(?:\u200d.[{_JOINED}]*)*",
    re.DOTALL,
)
_PARAGRAPH = re.compile(r"\n\n+")
_LINE = re.compile(r"\n+(?! )")  # an indented line goes on with the one above
_SENTENCE = re.compile(r"[。！？!?；;…]+[」』”’）)】》\"]*\n*|\n+")
_PHRASE = re.compile(r"[，、,：:\s]+")


def size(text: str) -> int:
    """UTF-8 bytes."""
    return len(text.encode())


def cut(text: str, limit: int = LIMIT) -> tuple[str, ...]:
    """The text in pieces of at most ``limit`` bytes (8 or more) that make the text again when joined.

    A piece ends with a paragraph or a line where that leaves it at least half full, else with its last sentence,
    else with a phrase, else where it is full. Text of valid Unicode; linear in its length.
    """
    if limit < 8:
        raise ValueError(f"a page of {limit} bytes holds no character for sure; 8 and more do")
    if size(text) <= limit:
        return (text,) if text else ()
    breaks = _Breaks(text, limit)
    pieces, start = [], 0
    while start < len(text):
        end = breaks.end(start)
        pieces.append(text[start:end])
        start = end
    return tuple(pieces)


class _Breaks:
    """Where a text may be cut, and where best."""

    def __init__(self, text: str, limit: int) -> None:
        self._limit = limit
        self._ends: list[int] = []
        self._bytes: list[int] = []
        self._bytes_before = {0: 0}
        total = 0
        for end, length in _atoms(text, limit):
            total += length
            self._ends.append(end)
            self._bytes.append(total)
            self._bytes_before[end] = total
        self._kinds = [
            (self._at(_PARAGRAPH, text), True),
            (self._at(_LINE, text), True),
            (self._at(_SENTENCE, text), False),
            (self._at(_PHRASE, text), True),
        ]

    def end(self, start: int) -> int:
        """Where the piece that begins at ``start`` best ends."""
        before = self._bytes_before[start]
        last = bisect_right(self._bytes, before + self._limit) - 1
        furthest = self._ends[last]
        if last == len(self._ends) - 1:
            return furthest
        for places, half_full in self._kinds:
            found = bisect_right(places, furthest) - 1
            if found < 0 or places[found] <= start:
                continue
            if not half_full or self._bytes_before[places[found]] - before >= self._limit // 2:
                return places[found]
        return furthest

    def _at(self, pattern: re.Pattern[str], text: str) -> list[int]:
        return [match.end() for match in pattern.finditer(text) if match.end() in self._bytes_before]


def _atoms(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """The end and the bytes of each part that stays whole; what alone is beyond a page goes character by character."""
    for match in _ATOM.finditer(text):
        length = size(match[0])
        if length <= limit:
            yield match.end(), length
        else:
            for place, character in enumerate(match[0], match.start() + 1):
                yield place, size(character)
