"""The day on which a project is (or will be) done: of several acts the last one counts, and 还在试运行 is no end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from dialogs.choice_answers import denying
from dialogs.dates import parse_date
from dialogs.missing_years import following, likely_year
from dialogs.numerals import tidy
from dialogs.phrases import NO, YES, hits
from dialogs.readings import Answered, Problem, ProblemKind, Reading, Roughly, Unclear, unclear
from dialogs.spans import DateReading, Day, NoSuchDay, Span, Vague, Vagueness
from dialogs.wording import plain
from eligibility.facts import FactSpec, Value


def read_plan(spec: FactSpec, said: Sequence[str], today: date) -> Reading | None:
    """The day the last of the fact's acts is done; its cues name the acts in the order in which they happen."""
    going_on = any(_unfinished(spec, part) for part in said)
    dated = parse_date(",".join(said), today)
    if isinstance(dated, Vague) and (dated.why is Vagueness.several or going_on):
        dated = _last_act(spec, list(_by_act(spec, said)), today, ahead=going_on) or dated
    if dated is not None and not (going_on and _past(dated, today)):
        return taken(dated, ",".join(said), today, happened=False)
    value = instead_of_day(spec, said) if dated is None else None
    if value is not None:
        return Answered(value)
    if going_on:
        return unclear(ProblemKind.unfinished)
    bare = any(YES.fullmatch(plain(part)) or NO.fullmatch(plain(part)) for part in said)
    return unclear(ProblemKind.when) if bare or any(cue in part for part in said for cue in spec.cues) else None


def taken(dated: DateReading, text: str, today: date, *, happened: bool) -> Reading:
    """What ``dated``, read out of ``text``, comes to as an answer; a whole year is a span like any other."""
    if isinstance(dated, Day):
        return Answered(dated.on.isoformat())
    if isinstance(dated, Span):
        return Roughly(dated)
    if isinstance(dated, NoSuchDay):
        return Unclear(Problem(ProblemKind.no_such_day, said=dated.said))
    if dated.why is Vagueness.year_only and dated.span is not None:
        return Roughly(dated.span)
    likely = likely_year(text, today, happened=happened) if dated.why is Vagueness.no_year else None
    return Unclear(Problem(ProblemKind.vague, vagueness=dated.why, proposed=likely), likely or dated.span)


def instead_of_day(spec: FactSpec, said: Sequence[str]) -> Value | None:
    """A choice that is named in place of a day and is not the denial: 只有责令改正, 还没定."""
    never = denying(spec)
    values = {
        hit.spoken.value
        for part in said
        for hit in hits(spec.choices, part)
        if hit.negations == 0 and hit.spoken.value != never
    }
    return values.pop() if len(values) == 1 else None


def _unfinished(spec: FactSpec, part: str) -> bool:
    """还没建成, 还在试运行, 试运行还没完, 开始试运行: the last day of it is still to come."""
    act = _acts(spec)
    return any(
        re.search(pattern, part)
        for pattern in (
            r"(?<!现)在建(?!成)|在?施工(?:中|$)|正?在(?:施工|建设)|没(?:建|弄|搞|做|干)?(?:完|好)$",
            rf"(?:没有?|未)(?!定|确定).{{0,4}}(?:{act})",
            rf"(?:还|仍|正)在?.{{0,4}}(?:{act})(?!完|结束)",
            rf"(?:{act})(?:还|尚|仍|也|都|期)*(?:没有?|未)",
            rf"(?:{act})(?:当中|之中|过程|中$|阶段)",
            rf"(?:刚|才|开始|启动|进入|进行)(?:开始|进入)?(?:{act})(?!完|结束)",
        )
    )


def _past(dated: DateReading, today: date) -> bool:
    span = _days(dated)
    return span is not None and span.last <= today


def _by_act(spec: FactSpec, said: Sequence[str]) -> Iterator[str]:
    """The parts, each cut once more behind an act that another date follows: 去年6月投用今年3月试运行完."""
    for part in said:
        yield from re.sub(rf"({_acts(spec)})(?=[^,]*[\d一二三四五六七八九十]+[年月])", r"\1,", part).split(",")


def _acts(spec: FactSpec) -> str:
    return "|".join(re.escape(tidy(cue)) for cue in spec.cues) or r"(?!)"


def _last_act(spec: FactSpec, said: Sequence[str], today: date, *, ahead: bool) -> DateReading | None:
    """Of several dates that of the act which comes last, of those ``ahead`` if so; None where that is not clear."""
    dates: list[tuple[int, Span]] = []
    for part in said:
        span = _days(parse_date(part, today))
        if span is None and dates:
            span = following(part, dates[-1][1], today)
        if span is not None:
            acts = [place for place, cue in enumerate(spec.cues) if tidy(cue) in part]
            dates.append((max(acts, default=-1), span))
    if ahead:
        dates = [(0, span) for _, span in dates if span.last > today]
    latest = max((act for act, _ in dates), default=-1)
    found = [span for act, span in dates if act == latest]
    if len(found) != 1 or latest < 0:
        return None
    return Day(found[0].first) if found[0].first == found[0].last else found[0]


def _days(reading: DateReading | None) -> Span | None:
    if isinstance(reading, Day):
        return Span(reading.on, reading.on)
    return reading.span if isinstance(reading, Vague) else reading if isinstance(reading, Span) else None
