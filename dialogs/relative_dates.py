"""Days told from today: 昨天, 三天前, 两个月前, 上周三, 本周."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from dialogs.spans import Day, Span, around, month_from, shifted

_NAMED = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "昨儿": -1,
    "今儿": 0,
    "今天": 0,
    "今日": 0,
    "当天": 0,
    "明天": 1,
    "后天": 2,
}
_WEEK = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_WEEKDAY = {"1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "日": 6, "天": 6, "末": 5}
_AGO = r"(?P<way>以前|之前|前|以后|之后|后)(?!后)"


def _named(match: re.Match[str], today: date) -> Day:
    return Day(shifted(today, _NAMED[match[0]]))


def _days(match: re.Match[str], today: date) -> Day:
    return Day(shifted(today, _signed(match)))


def _weeks(match: re.Match[str], today: date) -> Span:
    return around(shifted(today, 7 * _signed(match)), 3)


def _months(match: re.Match[str], today: date) -> Span:
    """A month of sixteen days either side: nobody counts 两个月前 by the day."""
    year, month = month_from(today, min(max(_signed(match), -900), 900))
    year = min(max(year, 1950), 2099)
    return around(date(year, month, min(today.day, 28)), 16)


def _half_month(match: re.Match[str], today: date) -> Span:
    return around(shifted(today, 15 if "后" in match["way"] else -15), 5)


def _week(match: re.Match[str], today: date) -> Day | Span:
    monday = shifted(today, 7 * _WEEK[match["week"]] - today.weekday())
    if match["weekday"]:
        return Day(shifted(monday, _WEEKDAY[match["weekday"]]))
    return Span(monday, shifted(monday, 6))


def _signed(match: re.Match[str]) -> int:
    return int(match["count"]) * (1 if "后" in match["way"] else -1)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Day | Span]], ...] = (
    (re.compile("|".join(_NAMED)), _named),
    (re.compile(rf"(?<![\d月])(?P<count>\d{{1,4}})[天日]{_AGO}"), _days),
    (re.compile(rf"(?<!\d)(?P<count>\d{{1,3}})个?(?:周|星期|礼拜){_AGO}"), _weeks),
    (re.compile(rf"(?<![\d半])(?P<count>\d{{1,3}})个月{_AGO}"), _months),
    (re.compile(rf"(?<!个)半个月{_AGO}"), _half_month),
    (re.compile(r"(?P<week>上上|下下|上|这|本|下)个?(?:周|星期|礼拜)(?P<weekday>[1-6日天末])?"), _week),
)


def relative_dates(text: str, today: date) -> Iterator[tuple[int, int, Day | Span]]:
    """Each one in ``text`` (tidied, numerals in digits) with where it starts and ends."""
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), read(match, today)
