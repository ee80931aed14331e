"""A month or a day told without its year: 预计10月, 五月份. Which year is meant, for the person to confirm."""

from __future__ import annotations

import re
from datetime import date

from dialogs.dates import parse_date
from dialogs.numerals import CHINESE_DIGITS, tidy
from dialogs.spans import Day, Span

_WITHOUT_YEAR = re.compile(
    rf"(?<![\d{CHINESE_DIGITS}年])(?:\d{{1,2}}|[{CHINESE_DIGITS}]{{1,3}})月|年?年[底末初中]|[上下]半年|第?[1-4一二三四]季度"
)
_AHEAD = re.compile(r"预计|预期|计划|打算|准备|将|争取|要到|力争|等到|估计要")


def in_year(text: str, year: int, today: date) -> Span | None:
    """The days ``text`` speaks of when it was ``year``; None where it names no month without a year."""
    dated, changed = _WITHOUT_YEAR.subn(lambda match: f"{year}年{match[0]}", tidy(text), count=1)
    reading = parse_date(dated, today) if changed else None
    if isinstance(reading, Day):
        return Span(reading.on, reading.on)
    return reading if isinstance(reading, Span) else None


def likely_year(text: str, today: date, *, happened: bool) -> Span | None:
    """The same in the year most likely meant: the last one gone by of what has ``happened``, else the nearest.

    What is told as a plan lies ahead.
    """
    spans = [span for year in range(today.year - 1, today.year + 2) if (span := in_year(text, year, today))]
    if happened:
        spans = [span for span in spans if span.first <= today]
        return spans[-1] if spans else None
    if _AHEAD.search(text):
        spans = [span for span in spans if span.last >= today]
    return min(spans, key=lambda span: _distance(span, today), default=None)


def following(text: str, earlier: Span, today: date) -> Span | None:
    """The days meant when ``earlier`` was told before: 2022年6月投用，9月完成试运行 is September 2022."""
    for year in (earlier.first.year, earlier.first.year + 1):
        span = in_year(text, year, today)
        if span is not None and span.last >= earlier.first:
            return span
    return None


def _distance(span: Span, today: date) -> int:
    return max((span.first - today).days, (today - span.last).days, 0)
