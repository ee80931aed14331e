"""Phrases looked for in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of these phrases, the longest first; of none it never matches."""
    longest_first = sorted(filter(None, phrases), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
