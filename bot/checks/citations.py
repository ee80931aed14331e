"""Every citation of the folder: its clause exists and holds its quote word for word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.checks.draft import Draft
from bot.content import ContentFile, Problem
from bot.content_wording import shorten
from knowledge.citation import quoted_in
from knowledge.clauses import Clause, Clauses


@dataclass(frozen=True)
class CitedRow:
    """Any part of a file that names a clause; ``quote`` is None where it quotes nothing."""

    file: ContentFile
    place: tuple[str | int, ...]
    clause: str
    quote: str | None


def cited_rows(file: ContentFile) -> Iterator[CitedRow]:
    """Read from the plain data, so that a fault elsewhere in the file hides none."""
    yield from _rows(file, (), file.data)


def citation_problems(draft: Draft) -> Iterator[Problem]:
    if draft.clauses is None:
        return
    for file in draft.files:
        for row in cited_rows(file):
            yield from _row_problems(row, draft.clauses)
    yield from _foreign_clauses(draft, draft.clauses)


def _rows(file: ContentFile, place: tuple[str | int, ...], data: object) -> Iterator[CitedRow]:
    if isinstance(data, dict):
        clause, quote = data.get("clause"), data.get("quote")
        if isinstance(clause, str):
            yield CitedRow(file, place, clause, quote if isinstance(quote, str) else None)
        for key, value in data.items():
            yield from _rows(file, (*place, str(key)), value)
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from _rows(file, (*place, position), value)


def _row_problems(row: CitedRow, clauses: Clauses) -> Iterator[Problem]:
    clause = clauses.get(row.clause)
    if clause and (row.quote is None or quoted_in(row.quote, clause)):
        return
    holders = [other for other in clauses.values() if row.quote and quoted_in(row.quote, other)]
    if clause is None:
        message = f"没有条款「{row.clause}」" if row.clause.strip() else "没有写条款"
        hint = _stands_in(holders) if holders else _neighbours(row.clause, clauses)
        yield row.file.problem(f"{message}；{hint}", *row.place, "clause")
    elif row.quote is None or not row.quote.strip():
        yield row.file.problem("引文是空的，要逐字摘自条款", *row.place, "quote")
    else:
        quote = f"引文「{shorten(row.quote)}」不在条款 {_named(clause)}里"
        hint = _stands_in(holders) if holders else f"通知里没有这句话{_parting(row.quote, clause)}"
        yield row.file.problem(f"{quote}；{hint}", *row.place, "quote")


def _foreign_clauses(draft: Draft, clauses: Clauses) -> Iterator[Problem]:
    """A programme rests on its own scheme or on what holds for all, never on another programme's scheme."""
    owners = {document.value.key: document.value.programme for document in draft.documents}
    for programme in draft.programmes:
        for row in cited_rows(programme.file):
            clause = clauses.get(row.clause)
            owner = owners.get(clause.document) if clause else None
            if clause and owner and owner != programme.key:
                message = f"条款 {_named(clause)} 属于试点 {owner} 的方案，不是 {programme.key} 的"
                yield row.file.problem(message, *row.place, "clause")


def _named(clause: Clause) -> str:
    return f"{clause.id}（{clause.path}）"


def _stands_in(holders: list[Clause]) -> str:
    return f"这句话在 {'、'.join(_named(clause) for clause in holders)}"


def _parting(quote: str, clause: Clause) -> str:
    """From where on the quote leaves the clause, when it begins as the clause does somewhere."""
    matching = quote
    while matching and not quoted_in(matching, clause):
        matching = matching[:-1]
    return f"，从「{shorten(quote[len(matching) :])}」起与原文不同" if len(matching) > 3 else ""


def _neighbours(name: str, clauses: Clauses) -> str:
    """The clauses that do exist below the nearest part of the id that does."""
    above = name.rpartition(".")[0]
    while above and above not in clauses:
        above = above.rpartition(".")[0]
    if above:
        return f"{above} 之下有：{'、'.join(c.id for c in clauses.children(above)) or '（没有）'}"
    return f"文件代号有：{'、'.join(c.id for c in clauses.values() if c.depth == 0)}"
