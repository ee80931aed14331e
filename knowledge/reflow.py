"""Hard-wrapped Chinese text, as copied out of a PDF, joined back into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"[。：；！？!?:;][”’」』）)\]】]*$")
_SPACE = re.compile(r"\s+")
_ASCII_WORD = re.compile(r"[!-~]")
_NARROWEST_PAGE = 40  # columns; a text whose lines are all shorter is a list, not a wrapped page
_FULL_LINE = 0.75  # of the page's width: kinsoku and digits leave a wrapped line a little short, never this much


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line: its number in the file from 1, its text, whether it is too short to have been wrapped."""

    number: int
    text: str
    is_short: bool


def read_lines(text: str) -> list[Line]:
    """The non-blank lines of a text, with the stray spaces between Chinese characters taken out."""
    rows = [(number, _tidy(row)) for number, row in enumerate(text.split("\n"), start=1)]
    rows = [(number, row) for number, row in rows if row]
    widths = sorted(_width(row) for _, row in rows)
    page = max(_NARROWEST_PAGE, widths[len(widths) * 3 // 4] if widths else 0)
    return [Line(number, row, _width(row) < _FULL_LINE * page) for number, row in rows]


def ends_paragraph(line: Line, following: Line | None) -> bool:
    """Whether a paragraph ends with this line: at the end of a sentence, or where the line was left short.

    A next line of one or two characters is the tail of a broken word (局, 日), never a paragraph,
    and a bracket left open (（联系人…；邮箱：) goes on.
    """
    if following is None:
        return True
    if _SENTENCE_END.search(line.text):
        return line.text.count("（") <= line.text.count("）")
    return line.is_short and len(following.text) > 2


def join_lines(lines: Sequence[Line]) -> str:
    """The lines of one paragraph as running text."""
    return _tidy(" ".join(line.text for line in lines))


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _tidy(text: str) -> str:
    """Keep a space only between two ASCII characters, where it parts words."""
    text = text.strip()

    def between(space: re.Match[str]) -> str:
        before, after = text[space.start() - 1], text[space.end()]
        return " " if _ASCII_WORD.match(before) and _ASCII_WORD.match(after) else ""

    return _SPACE.sub(between, text)
