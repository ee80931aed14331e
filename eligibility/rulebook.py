"""The rules of one notice: its facts, its programmes and the days on which applications are taken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from eligibility.bands import Period
from eligibility.criterion import Criterion, combinations
from eligibility.facts import Facts, FactSheet, Value
from eligibility.programme import Programme

Classes = Mapping[str, bool | int | str]


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Hashed by identity: a changed folder makes a new rulebook, so what was computed can be kept by it."""

    facts: FactSheet
    programmes: Mapping[str, Programme]
    period: Period

    @cached_property
    def _criteria(self) -> dict[str, Criterion]:
        return {c.id: c for programme in self.programmes.values() for c in programme.criteria}

    def criterion(self, name: str) -> Criterion:
        """The criterion with this id, whichever programme it stands in."""
        return self._criteria[name]

    def reads(self, programme: str) -> tuple[str, ...]:
        """The facts a programme's result depends on, the sources of derived ones included."""
        criteria = self.programmes[programme].criteria
        return tuple(dict.fromkeys(fact for criterion in criteria for fact in self.reads_of(criterion)))

    def reads_of(self, criterion: Criterion) -> tuple[str, ...]:
        """The facts one criterion depends on; before a derived fact comes the one it follows from."""
        return self._reads[criterion.id]

    def looked_at(self, criterion: Criterion) -> tuple[str, ...]:
        """What it reads, what follows from that, and what decides whether one of these facts is asked."""
        return self._looked_at[criterion.id]

    @cached_property
    def _reads(self) -> dict[str, tuple[str, ...]]:
        found = {}
        for criterion in self._criteria.values():
            names: dict[str, None] = {}
            for fact in criterion.reads:
                derived = self.facts[fact].derived
                if derived is not None:
                    names[derived.fact] = None
                names[fact] = None
            found[criterion.id] = tuple(names)
        return found

    @cached_property
    def _looked_at(self) -> dict[str, tuple[str, ...]]:
        found = {}
        for criterion, reads in self._reads.items():
            follow = (name for name, spec in self.facts.items() if spec.derived and spec.derived.fact in reads)
            conditions = (self.facts[fact].asked_when for fact in reads)
            found[criterion] = (*reads, *follow, *(condition.fact for condition in conditions if condition))
        return found

    def classify(self, facts: Facts, as_of: date) -> tuple[dict[str, bool | int | str], bool]:
        """Each known fact's class, one standing for all that no rule tells apart; and whether the period is over."""
        filing = self.period.filing_days(as_of)
        classes = self.facts.classify(facts, filing)
        return {fact: self.representative(fact, value) for fact, value in classes.items()}, filing.late

    def representative(self, fact: str, value: bool | int | str) -> bool | int | str:
        """The class that stands for ``value`` among those which no rule tells apart from it."""
        return self._representatives[fact].get((type(value), value), value)

    def distinct(self, fact: str, late: bool) -> tuple[bool | int | str, ...]:
        """The classes of a fact, one for all that no rule tells apart, ``unknown`` left out."""
        return tuple(dict.fromkeys(self.representative(fact, value) for value in self.facts[fact].classes(late)))

    @cached_property
    def _representatives(self) -> dict[str, dict[tuple[type, Value], Value]]:
        found: dict[str, dict[tuple[type, Value], Value]] = {}
        for fact, spec in self.facts.items():
            first_alike: dict[tuple[object, ...], Value] = {}
            found[fact] = {}
            for value in spec.classes(late=True):
                first = first_alike.setdefault(self._treatment(fact, value), value)
                found[fact][(type(value), value)] = first
        return found

    def _treatment(self, fact: str, value: bool | int | str) -> tuple[object, ...]:
        """Everything the rules make of one class of a fact; equal treatment means no rule tells two apart."""
        in_tables = tuple(
            value in case.when[fact]
            for criterion in self._criteria.values()
            for case in criterion.cases
            if fact in case.when
        )
        follows = tuple(
            s.derived.values.get(str(value)) for s in self.facts.values() if s.derived and s.derived.fact == fact
        )
        asks = tuple(
            value in s.asked_when.among for s in self.facts.values() if s.asked_when and s.asked_when.fact == fact
        )
        return (in_tables, follows, asks)

    def fingerprint(self, programme: str) -> str:
        """A hash of everything the programme's verdict depends on; wording of questions left out."""
        return self._fingerprints[programme]

    @cached_property
    def _fingerprints(self) -> dict[str, str]:
        return {programme: self._fingerprint(programme) for programme in self.programmes}

    def _fingerprint(self, programme: str) -> str:
        relevant = set(self.reads(programme)) | set(self.programmes[programme].checklist_facts)
        decisive = {"kind", "bands", "derived", "asked_when", "changeable"}
        facts = {
            name: self.facts[name].model_dump(mode="json", include=decisive)
            | {"values": [choice.value for choice in self.facts[name].choices]}
            for name in sorted(relevant)
        }
        rules = {
            "programme": self.programmes[programme].model_dump(mode="json", exclude={"not_a_condition"}),
            "facts": facts,
            "period": self.period.model_dump(mode="json"),
        }
        canonical = json.dumps(rules, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]

    def holes(self) -> list[str]:
        """Tables that do not cover every class, or name a class or fact that does not exist: one line each."""
        found = []
        for programme in self.programmes.values():
            for criterion in programme.criteria:
                found += [f"{criterion.id}: {line}" for line in self._holes_of(criterion)]
        return found

    def _holes_of(self, criterion: Criterion) -> list[str]:
        strange = [f"unknown fact {fact}" for fact in criterion.reads if fact not in self.facts]
        if strange:
            return strange
        # Late classes exist only once the period is over, so the widest set is asked for.
        values = {fact: self.facts[fact].classes(late=True) for fact in criterion.reads}
        for case in criterion.cases:
            for fact, among in case.when.items():
                strange += [f"{fact} is never {value}" for value in among if value not in values[fact]]
        used = set()
        for classes in combinations(criterion.reads, values):
            row = next((n for n, case in enumerate(criterion.cases) if case.fits(classes)), None)
            if row is None:
                return [*strange, f"no row fits {classes}"]
            used.add(row)
        idle = [f"row {n + 1} can never be reached" for n in range(len(criterion.cases)) if n not in used]
        return strange + idle
