"""A clause cut into pieces one can quote by: what stands between two marks, each with its mark."""

from __future__ import annotations

import re

_MARKS = r"[。；;，,：:\n]"
# What stands in brackets is a piece of its own; a mark goes with what it ends.
_PIECE = re.compile(rf"（[^（）]*）?{_MARKS}*|[^。；;，,：:\n（]+{_MARKS}*|{_MARKS}+")
_EDGE = "。；;，,：: \n\t"


def pieces(text: str) -> tuple[str, ...]:
    """Together they are the text.

    >>> pieces("一式五份，盖章。")
    ('一式五份，', '盖章。')
    """
    return tuple(_PIECE.findall(text))


def quote_of(chosen: str) -> str:
    """Neighbouring pieces as a quote: without the mark at its end, and without line breaks, which are layout."""
    return "".join(chosen.split()).strip(_EDGE)
