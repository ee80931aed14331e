"""The facts a notice asks about: what each may be, when it is asked, and the check of what came in.

Facts are an immutable mapping from a fact's name to a JSON value. A missing key means "not asked yet";
``UNKNOWN`` means "asked, and the applicant does not know". No class names a fact: the notice's folder declares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, model_validator

from eligibility.bands import FilingDays, LookBack, Within

UNKNOWN = "unknown"
Value = StrictBool | StrictInt | StrictStr
Facts = Mapping[str, bool | int | str]
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class FactError(ValueError):
    """A fact that cannot be taken: its ``field``, the ``value`` that came, and what is ``allowed``."""

    def __init__(self, field: str, value: object, allowed: tuple[object, ...]) -> None:
        super().__init__(f"{field}: {value!r} is not allowed; allowed: {', '.join(map(str, allowed))}")
        self.field = field
        self.value = value
        self.allowed = allowed


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(Frozen):
    """One value of a fact: its label on screen, the phrases people use for it, and a guess at its share."""

    value: Value
    label: str
    phrases: tuple[str, ...] = ()
    weight: float = 1.0

    def __hash__(self) -> int:
        """By what tells choices apart: what is kept by them is looked up in every part of every text."""
        return hash((self.value, self.label))


class Derived(Frozen):
    """The fact follows from another one: which value of ``fact`` settles it as what."""

    fact: str
    values: dict[str, Value]


class Condition(Frozen):
    """Holds when ``fact`` is known and its class (or ``unknown``) is one of ``among``."""

    fact: str
    among: tuple[Value, ...]


class FactSpec(Frozen):
    """One fact: its question and its values.

    ``event`` is something that happened (never after the day of the precheck), ``date`` may lie ahead; both take an
    ISO day besides their listed choices; ``bands`` says which classes of days there are, and ``band_weights`` guesses
    at their shares beside those of the choices; ``band_answers`` names the curated answer for days of a
    class, ``band_answers_for`` those besides that give way to it.
    """

    name: str
    short: str
    question: str
    kind: Literal["choice", "boolean", "number", "event", "date"]
    choices: tuple[Choice, ...] = ()
    why: str = ""
    example: str = ""
    bands: Annotated[LookBack | Within, Field(discriminator="kind")] | None = None
    band_weights: dict[str, float] = {}
    band_answers: dict[str, str] = {}
    band_answers_for: tuple[str, ...] = ()
    asked_when: Condition | None = None
    derived: Derived | None = None
    changeable: bool = False
    cues: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _bands_go_with_days(self) -> FactSpec:
        if (self.bands is not None) != self.dated:
            raise ValueError("bands 只用于 kind 为 event 或 date 的情况，这两种也都要有 bands")
        known = set(self.bands.classes(True) if self.bands else ())
        for name, given in (("band_weights", self.band_weights), ("band_answers", self.band_answers)):
            if strange := set(given) - known:
                raise ValueError(f"{name} 里没有这样的日期段：{'、'.join(sorted(strange))}")
        return self

    @property
    def dated(self) -> bool:
        return self.kind in ("event", "date")

    @cached_property
    def allowed(self) -> tuple[object, ...]:
        """Every value the fact takes, for an error message."""
        days = ("YYYY-MM-DD",) if self.dated else ()
        return (*(choice.value for choice in self.choices), *days, UNKNOWN)

    def classes(self, late: bool) -> tuple[bool | int | str, ...]:
        """All classes of value but ``unknown``; ``late`` once the filing period is over."""
        bands = self.bands.classes(late) if self.bands else ()
        return (*(choice.value for choice in self.choices), *bands)

    def classify(self, value: bool | int | str, filing: FilingDays) -> bool | int | str:
        """The class of a checked value: a day's band, anything else itself."""
        if self.bands and isinstance(value, str) and _ISO_DAY.fullmatch(value):
            return self.bands.classify(date.fromisoformat(value), filing)
        return value

    def check(self, value: object, as_of: date) -> bool | int | str:
        """The value if the fact may have it on ``as_of``; raises ``FactError`` otherwise."""
        if value == UNKNOWN:
            return UNKNOWN
        for choice in self.choices:
            # True == 1 in Python; a JSON true is not the number one.
            if choice.value == value and type(choice.value) is type(value):
                return choice.value
        if self.dated and isinstance(value, str) and _ISO_DAY.fullmatch(value):
            try:
                day = date.fromisoformat(value)
            except ValueError:
                raise FactError(self.name, value, self.allowed) from None
            if self.kind == "event" and day > as_of:
                raise FactError(self.name, value, (f"a day up to {as_of.isoformat()}", *self.allowed))
            return value
        raise FactError(self.name, value, self.allowed)

    def label(self, value: bool | int | str) -> str:
        """The value in the words of the screen; a day in Chinese form."""
        for choice in self.choices:
            if choice.value == value and type(choice.value) is type(value):
                return choice.label
        if value == UNKNOWN:
            return "不清楚"
        day = date.fromisoformat(str(value))
        return f"{day.year}年{day.month}月{day.day}日"


class FactSheet(Mapping[str, FactSpec]):
    """All facts of one notice, by name, in the order of its folder."""

    def __init__(self, specs: tuple[FactSpec, ...]) -> None:
        self._specs = {spec.name: spec for spec in specs}
        self._derived = tuple(spec.name for spec in specs if spec.derived)

    def __getitem__(self, name: str) -> FactSpec:
        return self._specs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)

    # One sheet a notice, read anew only with its folder: what is worked out of it may be kept by it.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def validate(self, facts: Mapping[str, object], as_of: date) -> Facts:
        """Checked facts, as a new mapping; raises ``FactError`` for the first that cannot be taken."""
        checked: dict[str, bool | int | str] = {}
        for name, value in facts.items():
            if name not in self._specs:
                raise FactError(name, value, tuple(self._specs))
            checked[name] = self._specs[name].check(value, as_of)
        for name, value in checked.items():
            settled = self.settled_by_source(name, checked)
            if settled is not None and value not in (settled, UNKNOWN):
                raise FactError(name, value, (settled, UNKNOWN))
        return checked

    def settled_by_source(self, name: str, facts: Facts) -> bool | int | str | None:
        """What a derived fact must be, given the fact it follows from; None where that leaves it open."""
        derived = self._specs[name].derived
        if derived is None or derived.fact not in facts:
            return None
        return derived.values.get(str(facts[derived.fact]))

    def classify(self, facts: Facts, filing: FilingDays) -> dict[str, bool | int | str]:
        """Each known fact's class, derived facts filled in."""
        classes = {name: self._specs[name].classify(value, filing) for name, value in facts.items()}
        return self.complete(classes)

    def complete(self, classes: dict[str, bool | int | str]) -> dict[str, bool | int | str]:
        """The same classes with every derived fact that follows from them."""
        for name in self._derived:
            settled = self.settled_by_source(name, classes)
            if settled is not None:
                classes[name] = settled
        return classes

    def askable(self, name: str, classes: Mapping[str, bool | int | str]) -> bool:
        """Whether the fact's question makes sense now, given the classes known so far."""
        condition = self._specs[name].asked_when
        return condition is None or classes.get(condition.fact) in condition.among
