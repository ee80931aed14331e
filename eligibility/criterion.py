"""One condition of a programme as a decision table over classes of facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Literal

from eligibility.facts import Frozen, Value


class Status(StrEnum):
    """Where a criterion stands for one applicant."""

    met = "met"
    unmet = "unmet"
    unknown = "unknown"
    unasked = "unasked"
    not_applicable = "not_applicable"
    ambiguous = "ambiguous"


Settled = Literal["met", "unmet", "ambiguous", "not_applicable"]


class Case(Frozen):
    """One row: when every named fact's class is among those listed, the criterion is ``then``.

    A row without ``when`` is the rest.
    """

    when: dict[str, tuple[Value, ...]] = {}
    then: Settled

    def fits(self, classes: Mapping[str, bool | int | str]) -> bool:
        return all(classes[fact] in among for fact, among in self.when.items())


class Criterion(Frozen):
    """A condition checked by the precheck: its clause, the words it rests on, and its table (first row that fits).

    ``hard`` settles the programme when unmet (应、须, definitions); ``soft`` does not (原则上、鼓励).
    ``title`` is a short name for the screen; ``advice`` what a careful officer adds, by status.
    """

    id: str
    title: str
    kind: Literal["hard", "soft"]
    clause: str
    quote: str
    cases: tuple[Case, ...]
    advice: dict[Literal["met", "unmet", "unknown", "ambiguous"], str] = {}

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The facts its table looks at, in the table's order."""
        return tuple(dict.fromkeys(fact for case in self.cases for fact in case.when))

    def decide(self, classes: Mapping[str, bool | int | str]) -> Status:
        """The status once every fact it reads has a class; a table with a hole raises ``LookupError``."""
        for case in self.cases:
            if case.fits(classes):
                return Status(case.then)
        raise LookupError(f"{self.id}: no row of the table fits {dict(classes)}")


def combinations(
    names: tuple[str, ...], values: Mapping[str, tuple[bool | int | str, ...]]
) -> Iterator[dict[str, bool | int | str]]:
    """Every way to give each name one of its values."""
    if not names:
        yield {}
        return
    for rest in combinations(names[1:], values):
        for value in values[names[0]]:
            yield {names[0]: value, **rest}
