"""A citation: which clause, and which words of it. A quote that is not in its clause is never shown."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.clauses import Clause


@dataclass(frozen=True, slots=True)
class Citation:
    """``clause`` is a clause's id; ``quote`` stands in that clause word for word, white space aside."""

    clause: str
    quote: str


def squeeze(text: str) -> str:
    """The text without any white space: line breaks and spaces of the file are layout, not wording."""
    return "".join(text.split())


def quoted_in(quote: str, clause: Clause) -> bool:
    """Whether the clause holds the quote word for word, white space aside. An empty quote quotes nothing."""
    wanted = squeeze(quote)
    return bool(wanted) and wanted in squeeze(clause.text)
