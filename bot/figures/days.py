"""Stretches of days in Beijing: written as a week or as two days, told in words, and cut into days or weeks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.clock import parse_day

By = Literal["day", "week"]

LONGEST = 3 * 366  # days at once
_DAYS_IN_SIGHT = 45  # more columns than these are drawn by week
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True)
class Days:
    """From ``first`` to ``last``, both included. Raises ValueError (in Chinese) for a stretch that is none."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"截止日期 {self.last} 早于起始日期 {self.first}")
        if len(self) > LONGEST:
            raise ValueError("一次最多三年")

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(len(self)))

    def __str__(self) -> str:
        return told(self.first) if len(self) == 1 else f"{told(self.first)}至{told(self.last)}"

    @property
    def before(self) -> Days:
        """As many days, right before these."""
        return Days(self.first - timedelta(days=len(self)), self.first - timedelta(days=1))

    @property
    def week(self) -> str:
        """``2023-W34`` where it is one whole week, else empty."""
        whole = len(self) == 7 and self.first.weekday() == 0
        return _week_name(self.first) if whole else ""

    @property
    def by(self) -> By:
        """How to cut it so that the pieces stay legible."""
        return "day" if len(self) <= _DAYS_IN_SIGHT else "week"


def parse_week(text: str) -> Days:
    """The days, Monday to Sunday, of a week written as ``YYYY-Www`` (ISO 8601); raises ValueError (in Chinese)."""
    found = _WEEK.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return Days(monday, monday + timedelta(days=6))
    except (ValueError, OverflowError):
        raise ValueError(f"周应写成 YYYY-Www，如 2023-W34（2023年第34周）；收到的是 {text!r}") from None


def parse_days(first: str, last: str) -> Days:
    """Two days written as ``YYYY-MM-DD``; raises ValueError (in Chinese)."""
    return Days(parse_day(first), parse_day(last))


def last_week(today: date) -> Days:
    """The last week that is over."""
    monday = today - timedelta(days=today.weekday() + 7)
    return Days(monday, monday + timedelta(days=6))


def told(day: date) -> str:
    """``2023年8月20日``."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Piece:
    """A day or a week of a stretch: ``label`` for a chart, ``name`` for a table."""

    days: Days
    label: str
    name: str


def pieces(days: Days, by: By) -> tuple[Piece, ...]:
    """The stretch cut by day or by week; the weeks at its ends may be parts of one."""
    if by == "day":
        return tuple(Piece(Days(day, day), f"{day.month}/{day.day}", _day_name(day)) for day in days)
    cut: list[Piece] = []
    first = days.first
    while first <= days.last:
        last = min(first + timedelta(days=6 - first.weekday()), days.last)
        part = "" if (last - first).days == 6 else "（不满一周）"
        name = f"{_week_name(first)}　{first.month}月{first.day}日—{last.month}月{last.day}日{part}"
        cut.append(Piece(Days(first, last), f"{first.month}/{first.day}", name))
        first = last + timedelta(days=1)
    return tuple(cut)


def _day_name(day: date) -> str:
    return f"{day.isoformat()}　周{'一二三四五六日'[day.weekday()]}"


def _week_name(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
