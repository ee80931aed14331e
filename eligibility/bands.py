"""Dates become classes: where a day lies in a filing period, a look-back of N years, or a window of days.

Source: 近三年 as read in the notice's conditions (counted from the day of filing, which nobody knows yet, so from
both ends of the days on which filing is still possible), and 「至…截止」 with both days in.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict


class Window(StrEnum):
    """Whether applications are taken on the day the precheck is made for."""

    not_open = "not_open"
    open = "open"
    closed = "closed"


class Period(BaseModel):
    """The days on which applications are taken, ``opens`` and ``closes`` both included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opens: date
    closes: date

    def window(self, as_of: date) -> Window:
        if as_of < self.opens:
            return Window.not_open
        return Window.open if as_of <= self.closes else Window.closed

    def filing_days(self, as_of: date) -> FilingDays:
        """First and last day on which filing can still happen, seen from ``as_of``.

        Before the period the whole of it is ahead; once it is over its last day is the only one left to reckon with.
        """
        return FilingDays(min(max(as_of, self.opens), self.closes), self.closes, as_of)


class FilingDays(NamedTuple):
    """``first`` … ``last`` possible filing day, and the day the precheck is made for."""

    first: date
    last: date
    as_of: date

    @property
    def late(self) -> bool:
        """Whether something may have happened after the last filing day: the period is over."""
        return self.as_of > self.last


def years_before(day: date, years: int) -> date:
    """The same day ``years`` earlier; 29 February falls back to the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


class LookBack(BaseModel):
    """「近N年内未…」: classes ``clear``, ``between``, ``recent``, ``after_filing``.

    A date is ``clear`` only when every reading of the N years leaves it out, the calendar-year reading
    (``surely_before``) included; ``recent`` when every reading takes it in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["look_back"] = "look_back"
    years: int
    surely_before: date

    def classes(self, late: bool) -> tuple[str, ...]:
        return ("clear", "between", "recent", *(("after_filing",) if late else ()))

    def classify(self, day: date, filing: FilingDays) -> str:
        if day > filing.last:
            return "after_filing"
        if day >= years_before(filing.last, self.years):
            return "recent"
        if day < years_before(filing.first, self.years) and day < self.surely_before:
            return "clear"
        return "between"


class Within(BaseModel):
    """A window of days, both ends in: classes ``before``, ``within``, ``after``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["within"] = "within"
    first: date
    last: date

    def classes(self, _late: bool) -> tuple[str, ...]:
        return ("before", "within", "after")

    def classify(self, day: date, _filing: FilingDays) -> str:
        if day < self.first:
            return "before"
        return "within" if day <= self.last else "after"
