"""What a date somebody said can be read as, and the spans of days that 一月, 年底, 上旬 … stand for.

Parts of a year or month are cut generously (年底 is November and December), since a span must not miss the day meant.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONG_AGO = date(1949, 10, 1)
FAR_AHEAD = date(2099, 12, 31)
"""Ends of a span open on one side: 「2019年以前」, 「2024年以后」."""


@dataclass(frozen=True)
class Day:
    """Exactly this day."""

    on: date


@dataclass(frozen=True)
class Span:
    """Some day from ``first`` to ``last``, both included."""

    first: date
    last: date


class Vagueness(StrEnum):
    """Why a date cannot be taken as it stands."""

    year_only = "year_only"  # 2021年, 去年
    no_year = "no_year"  # 3月5日
    no_month = "no_month"  # 5号
    loose = "loose"  # 前几年, 最近, 大概去年
    several = "several"  # 2021年3月或者6月


@dataclass(frozen=True)
class Vague:
    """A date was spoken of, but not precisely enough; ``span`` where at least that much is sure."""

    why: Vagueness
    span: Span | None = None


@dataclass(frozen=True)
class NoSuchDay:
    """A date that no calendar has, such as 2月30日; ``said`` are the words."""

    said: str


DateReading = Day | Span | Vague | NoSuchDay

_MONTHS_OF = {
    "上半年": (1, 6), "下半年": (7, 12), "初": (1, 3), "中": (5, 8), "底": (11, 12), "末": (11, 12),
    "1季度": (1, 3), "2季度": (4, 6), "3季度": (7, 9), "4季度": (10, 12),
    "春": (2, 5), "夏": (6, 8), "秋": (8, 11),
}  # fmt: skip
_DAYS_OF = {"初": (1, 10), "上": (1, 10), "中": (10, 20), "下": (20, 31), "底": (21, 31), "末": (21, 31)}


def month_of(year: int, month: int) -> Span:
    """The whole month; raises ``ValueError`` for a month outside 1–12."""
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def year_of(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


def part_of_year(year: int, part: str) -> Span:
    """``part``: 上半年 下半年 初 中 底 末, 1季度 … 4季度, 春 夏 秋 冬."""
    if part == "冬":  # the winter of a year may be the one it began with or the one it ended with
        return Span(date(year, 1, 1), date(year + 1, 2, 28))
    first, last = _MONTHS_OF[part]
    return Span(date(year, first, 1), month_of(year, last).last)


def part_of_month(year: int, month: int, part: str) -> Span:
    """``part``: 初 中 底 末, or 上 中 下 for 上旬 中旬 下旬."""
    whole_month = month_of(year, month)
    first, last = _DAYS_OF[part]
    return Span(whole_month.first.replace(day=first), whole_month.last.replace(day=min(last, whole_month.last.day)))


def widened(reading: Day | Span) -> Span:
    """What 大概 or 左右 makes of it: half a month on either side of a day, a month on either side of a span."""
    if isinstance(reading, Day):
        return around(reading.on, 15)
    return Span(shifted(reading.first, -31), shifted(reading.last, 31))


def around(day: date, days: int) -> Span:
    return Span(shifted(day, -days), shifted(day, days))


def shifted(day: date, days: int) -> date:
    """``day`` moved by ``days``, kept between ``LONG_AGO`` and ``FAR_AHEAD`` so that no number can overflow."""
    if abs(days) > (FAR_AHEAD - LONG_AGO).days:
        return LONG_AGO if days < 0 else FAR_AHEAD
    return min(max(day + timedelta(days=days), LONG_AGO), FAR_AHEAD)


def month_from(today: date, months: int) -> tuple[int, int]:
    """Year and month ``months`` away from today's."""
    years, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return years, month + 1
