"""Dates of the calendar as Chinese writers put them: 2021年3月5日, 去年3月, 上个月底, 2019年上半年, 月初."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dialogs.spans import (
    DateReading,
    Day,
    NoSuchDay,
    Vague,
    Vagueness,
    month_from,
    month_of,
    part_of_month,
    part_of_year,
    year_of,
)

_YEAR_WORDS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_MONTH_WORDS = {"上上个月": -2, "上上月": -2, "上个月": -1, "上月": -1, "本月": 0, "这个月": 0, "这月": 0, "当月": 0,
                "下个月": 1, "下月": 1}  # fmt: skip
_CALENDAR = re.compile(
    r"(?:(?P<year>(?<!\d)(?:19|20)\d\d|(?<!\d)\d\d)年度?的?|(?P<year_word>" + "|".join(_YEAR_WORDS) + r")度?的?)?"
    r"(?:(?:(?P<month>(?<!\d)\d{1,2})月份?|(?P<month_word>" + "|".join(_MONTH_WORDS) + r"))的?"
    r"(?:(?P<day>\d{1,2})(?:[日号]|(?![\d年月个天周]))|(?P<month_part>[上中下])旬|月?(?P<month_end>[初底末]|中(?!旬)))?"
    r"|(?P<half>[上下]半年)|第?(?P<quarter>[1-4])季度|年?(?P<year_end>[底末]|初(?!\d)|中(?!秋|旬|标))|(?P<season>[春夏秋冬])[天季]"
    r"|(?P<this_month>月)(?P<this_end>[初底末]))?"
)
# Words in which a bare 中, 初, 底 says nothing of time: taken as a part of a year only behind one, or after 年 or 月.
_BARE_END = re.compile(r"^[初底末中]")
_PAST = re.compile(r"[了过的]$")


def calendar_dates(text: str, today: date) -> Iterator[tuple[int, DateReading]]:
    """Each one in ``text`` (tidied, numerals in digits) with where it ends."""
    for match in _CALENDAR.finditer(text):
        if match[0] and not _BARE_END.match(match[0]):
            yield match.end(), _read(match, today)


def _read(match: re.Match[str], today: date) -> DateReading:
    year = _year(match, today)
    parts = match.groupdict()
    try:
        if parts["month"] or parts["month_word"] or parts["this_month"]:
            return _in_month(match, year, today)
        if year is None:
            return _this_year(match, today)
        part = _part(match)
        return part_of_year(year, part) if part else Vague(Vagueness.year_only, year_of(year))
    except ValueError:
        return NoSuchDay(match[0])


def _year(match: re.Match[str], today: date) -> int | None:
    if match["year_word"]:
        return today.year + _YEAR_WORDS[match["year_word"]]
    if not match["year"]:
        return None
    year = int(match["year"])
    if year >= 100:
        return year
    # 98年 was in the last century, 21年 in this one.
    return 2000 + year if 2000 + year <= today.year + 20 else 1900 + year


def _part(match: re.Match[str]) -> str | None:
    if match["quarter"]:
        return f"{match['quarter']}季度"
    return match["half"] or match["year_end"] or match["season"]


def _this_year(match: re.Match[str], today: date) -> DateReading:
    """下半年, 年底 without a year: this year's, unless what is told of as past would then lie ahead."""
    part = _part(match)
    span = part_of_year(today.year, part or "")
    told_as_past = _PAST.search(match.string) is not None
    return Vague(Vagueness.no_year) if told_as_past and span.first > today else span


def _in_month(match: re.Match[str], year: int | None, today: date) -> DateReading:
    if match["this_month"] or match["month_word"]:
        year, month = month_from(today, _MONTH_WORDS.get(match["month_word"], 0))
    else:
        month = int(match["month"])
    part = match["month_part"] or match["month_end"] or match["this_end"]
    if year is None:
        # A leap year, so that 2月29日 is only a day without a year.
        date(2024, month, int(match["day"] or 1))
        return Vague(Vagueness.no_year)
    if match["day"]:
        return Day(date(year, month, int(match["day"])))
    return part_of_month(year, month, part) if part else month_of(year, month)
