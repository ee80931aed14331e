"""The whole notice as nested sections for its page: every clause once, under the one it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.channels.web.site import ShownNotice
from knowledge.clauses import Clause, Clauses

_SENTENCE_END = re.compile(r"[。；：）]$")


@dataclass(frozen=True)
class Section:
    """A clause with those under it. ``heading`` is its first line where it heads others, ``paragraphs`` the rest."""

    clause: Clause
    heading: str
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...]


def outline(notice: ShownNotice) -> tuple[Section, ...]:
    """One section per document, in the notice's order."""
    return tuple(_section(clause, notice.clauses) for clause in notice.clauses.values() if clause.parent is None)


def _section(clause: Clause, clauses: Clauses) -> Section:
    below = tuple(_section(child, clauses) for child in clauses.children(clause.id))
    paragraphs = tuple(clause.text.split("\n"))
    heads = (bool(below) or len(paragraphs) > 1) and not _SENTENCE_END.search(paragraphs[0])
    return Section(clause, paragraphs[0] if heads else "", paragraphs[1:] if heads else paragraphs, below)
