"""Phrases looked for in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

_Tree = dict[str, "_Tree"]
_END = ""


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of these phrases, at each place the longest that stands there; of none it never matches.

    Beginnings that phrases share are written once, so that a place costs the length of what stands there and not the
    number of phrases.
    """
    tree: _Tree = {}
    for phrase in filter(None, phrases):
        branch = tree
        for character in phrase:
            branch = branch.setdefault(character, {})
        branch[_END] = {}
    return re.compile(_written(tree) or r"(?!)")


def _written(tree: _Tree) -> str:
    """The pattern of what follows in a tree, longer phrases before those they begin with."""
    ways: list[str] = []
    ends = [character for character, rest in tree.items() if rest.keys() == {_END}]
    if ends:
        ways.append(re.escape(ends[0]) if len(ends) == 1 else f"[{''.join(map(re.escape, ends))}]")
    for character, rest in tree.items():
        if character != _END and rest.keys() != {_END}:
            then = _written(rest)
            ways.append(f"{re.escape(character)}(?:{then}){'?' if _END in rest else ''}")
    return "|".join(ways)
