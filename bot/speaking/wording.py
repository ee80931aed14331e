"""The bot's own sentences, from their content file; a name in braces that nobody fills is an error at once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.content import load

_FILE = Path(__file__).with_name("wording.yaml")


@cache
def _sentences() -> dict[str, str]:
    return load(_FILE, dict[str, str], "speaking/wording.yaml")


def say(name: str, /, **values: object) -> str:
    """The sentence called ``name`` with its braces filled. KeyError for a name or a brace that does not exist."""
    return _sentences()[name].format(**values)
