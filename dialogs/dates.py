"""Which day a person means: exact, a span of days, too vague, impossible, or no date at all.

Pure: ``today`` is an argument. Only the reading is done here. Whether a span is good enough, whether a day may lie
ahead, and what to ask again, is for the caller to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dialogs.calendar_dates import calendar_dates
from dialogs.numerals import in_digits, tidy
from dialogs.relative_dates import relative_dates
from dialogs.spans import FAR_AHEAD, LONG_AGO, DateReading, Day, NoSuchDay, Span, Vague, Vagueness, shifted, widened

_PLAIN = (
    (re.compile(r"(?<![\d.\-/])((?:19|20)\d\d)([-/. ])(\d{1,2})\2(\d{1,2})(?!\d)"), r"\1年\3月\4日"),
    (re.compile(r"(?<![\d.\-/])((?:19|20)\d\d)[-/. ](\d{1,2})(?![\d.\-/])"), r"\1年\2月"),
    (re.compile(r"(?<![\d.\-/])(\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d.\-/])"), r"\1年\3月\4日"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"), r"\1年\2月\3日"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(?!\d)"), r"\1年\2月"),
    (re.compile(r"^((?:19|20)\d\d)(?=(?:左右|前后|以前|之前|以后|之后|吧|的)*$)"), r"\1年"),
    (re.compile(r"(?<=[在是于到约概])((?:19|20)\d\d)(?=(?:左右|前后|以前|之前|以后|之后|吧|的|建|投)|$)"), r"\1年"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(?=[底末初][^\d]|[底末初]$|[上下]半年)"), r"\1年"),
    (re.compile(r"q([1-4])(?!\d)"), r"第\1季度"),
)
_UNITS = r"(?:年|月|日|号|天|周|个|季度|星期|礼拜)"
_LOOSE_ZERO = re.compile(r"(?<=[一二〇零])[0o○零](?=[〇零0o○一二三四五六七八九])")
_ONLY_DAY = re.compile(r"(?:就?是|在)?\d{1,2}[日号](?:吧|的|左右)*")
_YEARS_AGO = re.compile(r"(?<!\d)(?P<count>\d{1,2})年(?:以|之)?前")
# 两三年前 counts nothing exactly; the look-behind keeps it apart from the end of 二〇二三年.
_APPROXIMATE = re.compile(
    r"(?<![〇零○一二三四五六七八九十])(?:两三(?=[年个天周])|(?:二三|三四|三五|四五|五六|六七|七八|八九)个?[年月天周](?:[以之多]?前))"
)
_LOOSE = re.compile(
    r"[前早近头这好]几年|前[两二三]年|早些?年|几[年月天]|几个月|[多半]年[多以之]?前|多个?月前|年多|个半月前|很久|早就|最近(?!一次)|近期|不久|"
    r"刚刚|刚[才建投完受被]|前阵子?|前段时间|前些[天日年]|那[年时]|疫情|春节|过年|年前后|国庆|五一(?!月)|中秋|正月|腊月|近.年"
)
_IMPRECISE = re.compile(r"大概|大约|大致|约(?!定)|左右|前后|上下|差不多")
_BEFORE = re.compile(r"(?:以前|之前|前(?!后|期|年|天))")
_AFTER = re.compile(r"(?:以后|之后|后(?!来|期|天|年)|以来)")


def parse_date(text: str, today: date) -> DateReading | None:
    """Read the one date ``text`` speaks of, None where it speaks of none. Never raises.

    A month without a day, a half year, 年底, 2019年以前 are a ``Span``; a year alone, a day of no year, 前几年 or two
    dates that differ are ``Vague``. 大概 and 左右 widen what they stand beside.
    """
    text = tidy(text)
    approximate = _APPROXIMATE.search(text) is not None
    loose = approximate or _LOOSE.search(text) is not None
    found = [] if approximate else list(dict.fromkeys(_found(_written_alike(text), today)))
    if not found:
        return Vague(Vagueness.loose) if loose else None
    reading = _reconciled(found) if len(found) > 1 else found[0]
    if loose and all(isinstance(other, Vague) for other in found):
        return Vague(Vagueness.loose)
    return _imprecise(reading) if _IMPRECISE.search(text) else reading


def _written_alike(text: str) -> str:
    """2021-03-05, 20210305, 二〇二一年三月五: all as 2021年3月5日."""
    for pattern, written in _PLAIN:
        text = pattern.sub(written, text)
    text = _LOOSE_ZERO.sub("〇", text)
    text = in_digits(in_digits(text, _UNITS), r"(?:[，,。吧的建投]|$)", after="月")
    return in_digits(text, "", after="[周期拜]")


def _found(text: str, today: date) -> Iterator[DateReading]:
    spent = list(text)
    for start, end, told in relative_dates(text, today):
        spent[start:end] = "\0" * (end - start)
        yield told
    for match in _YEARS_AGO.finditer(text):
        spent[match.start() : match.end()] = "\0" * (match.end() - match.start())
        yield _years_ago(int(match["count"]), today)
    rest = "".join(spent)
    if _ONLY_DAY.fullmatch(rest):
        yield Vague(Vagueness.no_month)
    for end, reading in calendar_dates(rest, today):
        yield _open_ended(reading, rest[end:], today)


def _years_ago(count: int, today: date) -> Vague:
    """三年前 may be two and a half or four: a year and more of doubt on either side."""
    doubt = max(366, count * 110)
    day = shifted(today, -365 * count)
    return Vague(Vagueness.loose, Span(shifted(day, -doubt), shifted(day, doubt)))


def _open_ended(reading: DateReading, after: str, today: date) -> DateReading:
    """2019年以前: anything up to its end; 年底前, of what lies ahead: from today on; 2024年以后: from its beginning."""
    bounds = _as_span(reading)
    if bounds is None:
        return reading
    if _BEFORE.match(after):
        return Span(today if bounds.first > today else LONG_AGO, bounds.last)
    return Span(bounds.first, FAR_AHEAD) if _AFTER.match(after) else reading


def _reconciled(found: list[DateReading]) -> DateReading:
    """One reading when the others only say it less precisely, else ``several``."""
    for reading in found:
        if isinstance(reading, NoSuchDay):
            return reading
    spans = [_as_span(reading) for reading in found]
    for reading, span in zip(found, spans, strict=True):
        if span and all(other and other.first <= span.first and span.last <= other.last for other in spans):
            return reading
    if all(spans):
        return Vague(Vagueness.several, Span(min(s.first for s in spans if s), max(s.last for s in spans if s)))
    return Vague(Vagueness.several)


def _as_span(reading: DateReading) -> Span | None:
    if isinstance(reading, Day):
        return Span(reading.on, reading.on)
    if isinstance(reading, Vague):
        return reading.span
    return reading if isinstance(reading, Span) else None


def _imprecise(reading: DateReading) -> DateReading:
    if isinstance(reading, Day | Span):
        return widened(reading)
    return Vague(Vagueness.loose) if isinstance(reading, Vague) else reading
