"""The precheck's verdict as a value: what it found, clause by clause, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eligibility.bands import Window
from eligibility.criterion import Criterion, Status
from eligibility.facts import Facts
from eligibility.programme import ChecklistItem


class Result(StrEnum):
    """A programme's result, worst first but for ``incomplete``, which ranks between a "no" and a known answer."""

    ineligible = "ineligible"
    incomplete = "incomplete"
    not_in_principle = "not_in_principle"
    verify = "verify"
    provisionally_eligible = "provisionally_eligible"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Result).index(self)


@dataclass(frozen=True)
class CriterionLine:
    """One criterion and where it stands for this applicant."""

    criterion: Criterion
    status: Status


@dataclass(frozen=True)
class Change:
    """A single fact whose other value would give a better result, as replayed."""

    fact: str
    to: bool | int | str
    result: Result


@dataclass(frozen=True)
class Verdict:
    """What the precheck of one programme gives for ``facts`` on the day ``as_of``.

    ``next_fact`` names the fact to ask next, and is set exactly when ``result`` is ``incomplete``.
    ``rules`` is the rulebook's fingerprint, so that an old verdict can be told from one by today's rules.
    """

    programme: str
    facts: Facts
    result: Result
    window: Window
    as_of: date
    criteria: tuple[CriterionLine, ...]
    not_judged: tuple[str, ...]
    would_change: tuple[Change, ...]
    checklist: tuple[ChecklistItem, ...]
    next_fact: str | None
    rules: str

    def deciding(self) -> tuple[CriterionLine, ...]:
        """The lines the result rests on: unmet hard ones, else unmet soft ones, else the unsure ones."""
        for kind in ("hard", "soft"):
            unmet = tuple(line for line in self.criteria if line.criterion.kind == kind and line.status is Status.unmet)
            if unmet:
                return unmet
        return tuple(line for line in self.criteria if line.status in (Status.unknown, Status.ambiguous))
