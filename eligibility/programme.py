"""A programme is data: its criteria, what only the review can judge, and its checklist."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from eligibility.criterion import Criterion
from eligibility.facts import Frozen, Value


class Evaluative(Frozen):
    """A condition only the review can judge; listed, never judged, with a hint on what to put in the materials."""

    id: str
    title: str
    clause: str
    quote: str
    hint: str = ""


class ChecklistItem(Frozen):
    """A row of the checklist.

    It stands when every fact of ``only_when`` is known with one of the classes listed, and no fact of ``unless``
    is. ``copies`` counts paper copies, None where the notice asks for none.
    """

    item: str
    form: str
    copies: int | None
    clause: str
    quote: str
    note: str = ""
    only_when: dict[str, tuple[Value, ...]] = {}
    unless: dict[str, tuple[Value, ...]] = {}

    def stands(self, classes: Mapping[str, bool | int | str]) -> bool:
        wanted = all(classes.get(fact) in among for fact, among in self.only_when.items())
        return wanted and not any(classes.get(fact) in among for fact, among in self.unless.items())


class Claim(Frozen):
    """A clause of conditions that no criterion computes, and the reason (information, route, evaluative, …).

    ``quote`` narrows it to these words of the clause; without one the whole clause is meant.
    """

    clause: str
    why: str
    quote: str | None = None


class Programme(Frozen):
    """One programme of a notice, as its folder declares it; ``sending`` says where the checklist's papers go."""

    key: str
    name: str
    short: str
    criteria: tuple[Criterion, ...]
    evaluative: tuple[Evaluative, ...]
    checklist: tuple[ChecklistItem, ...]
    sending: str
    offered_after: tuple[str, ...] = ()
    not_a_condition: tuple[Claim, ...] = ()

    @cached_property
    def checklist_facts(self) -> tuple[str, ...]:
        """The facts that add or drop a row of the checklist."""
        return tuple(dict.fromkeys(fact for row in self.checklist for fact in (*row.only_when, *row.unless)))
