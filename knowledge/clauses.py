"""The clauses of a notice: its smallest parts that can be cited, each with an id, a label and its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

HEADING_JOIN = " · "

_YEAR_AND_PLACE = re.compile(r"^\d{4}年(?:\w{2,8}?[省市区县])?")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a notice.

    ``id`` is the document's key and the numbers of the outline, ``leader.4.1.2``; two clauses have a name
    instead of a number, ``notice.sign`` and ``notice.contact``, and ``.0`` is what stands before the first heading.
    ``text`` begins with the clause's own marker; lines are joined again, paragraphs are parted by a line break.
    ``first_line`` and ``last_line`` count from 1 in the notice's file, both included.
    """

    id: str
    document: str
    title: str
    headings: tuple[str, ...]
    text: str
    first_line: int
    last_line: int
    short: str = ""

    @property
    def label(self) -> str:
        """The headings above and at this clause: ``二、申报条件 · 5``."""
        return HEADING_JOIN.join(self.headings)

    @property
    def path(self) -> str:
        """The label with the document in front, as said to a person: ``低碳领跑者试点工作方案 · 三、申报条件 · 2``."""
        name = self.short or _YEAR_AND_PLACE.sub("", self.title) or self.title
        return HEADING_JOIN.join((name, *self.headings))

    @property
    def parent(self) -> str | None:
        """The id of the clause this one belongs to; None for a document's title."""
        above, dot, _ = self.id.rpartition(".")
        return above if dot else None

    @property
    def depth(self) -> int:
        """0 for a document's title, 1 for its headings and preamble, and so on."""
        return self.id.count(".")


class Clauses(Mapping[str, Clause]):
    """All clauses of a notice by id, in the order of the text. Never changes once built."""

    def __init__(self, clauses: Iterable[Clause]) -> None:
        """Raises ValueError for an id given twice."""
        self._by_id: dict[str, Clause] = {}
        for clause in clauses:
            if clause.id in self._by_id:
                raise ValueError(f"clause id {clause.id} is given twice")
            self._by_id[clause.id] = clause
        self._in_order = tuple(self._by_id.values())
        self._starts = [clause.first_line for clause in self._in_order]

    def __getitem__(self, clause_id: str) -> Clause:
        return self._by_id[clause_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def children(self, clause_id: str) -> tuple[Clause, ...]:
        """The clauses directly below, in order. Raises KeyError for an id the notice does not have."""
        above = self._by_id[clause_id].id
        return tuple(clause for clause in self._in_order if clause.parent == above)

    def descendants(self, clause_id: str) -> tuple[Clause, ...]:
        """All clauses below, at any depth, in order. Raises KeyError for an id the notice does not have."""
        stem = self._by_id[clause_id].id + "."
        return tuple(clause for clause in self._in_order if clause.id.startswith(stem))

    def document(self, key: str) -> tuple[Clause, ...]:
        """A document's clauses, its title first. Raises KeyError for a key the notice does not have."""
        return (self._by_id[key], *self.descendants(key))

    def at_line(self, line: int) -> Clause | None:
        """The clause a line of the file belongs to; a blank line goes with what stands above it.

        None before the first clause.
        """
        place = bisect_right(self._starts, line)
        return self._in_order[place - 1] if place else None
