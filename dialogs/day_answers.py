"""Answers to a fact that is a day: when something last happened (or that it never did), when a project is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dialogs.choice_answers import denying
from dialogs.dates import parse_date
from dialogs.phrases import NO, YES, hits, named
from dialogs.plan_answers import instead_of_day, read_plan, taken
from dialogs.readings import Answered, Problem, ProblemKind, Reading, Roughly, Unclear, unclear
from dialogs.spans import DateReading, Span
from dialogs.wording import NEGATOR, denies, hedged, of_other_matters, of_others, plain
from eligibility.facts import FactSpec

# A denial that holds for a while only, or for the worse kinds only, does not say "never".
_LIMITED = re.compile(
    r"近[一二三两四五几\d]|[一二三两四五几\d]年(?:来|里|间|(?=都?[没未无不]))|[一二三两几\d]年(?:之|以)?内|这[几两一]年|最近|今年|去年|前年|期间|任内|上任|接手|以来|之后|以后|重大|较大|严重|特大|大的"
)
_NEVER = re.compile(r"从来|从没|从未|一直|历来|历年|(?:成立|建厂|开业|投产|建校)(?:至今|以来)|至今")
_DOUBLE = re.compile(r"(?:不是|并非|不会|非)(?:没|无)")
_NOTHING_ELSE = re.compile(r"别的|其他|其它|再也?没|再无|另外|以外|之外|就这")
_LIGHT = (
    r"(?:被|受到?|收到|接到|遭到?|挨|吃|发生|出现?|过|有关|因为?|任何|什么|啥|相关|环保|环境|生态|行政|方面|的|此类|这类|这种|类似|一次|问题|"
    r"产生|存在|我们|单位|公司|企业|突发|污染|生产|安全|责任|重大|较大|特别|严重|大|也)"
)
_LISTED = rf"(?:(?:处罚|罚款|罚单|事件|事故|记录)(?:和|或者?|及|与|、|以及){_LIGHT}*)*"
_NOTHING_SUCH = re.compile(rf"(?:从来?|一直|都|也|还|真|确实)*{NEGATOR}{_LIGHT}*罚?(?:过|的|了)*")
_ONCE = re.compile(r"(?:曾经?|以前|之前|确实)?(?:有|发生|出|受|被罚)过?(?:[一两二三四五几\d]+[次回起个]|事)?(?:的|了)?")
_CONTRARY = re.compile(r"^(?:不是|不对|并非)")


def read_day(spec: FactSpec, said: Sequence[str], today: date) -> Reading | None:
    """The day, or the choice in its place, that the parts of an answer tell."""
    if len(said) > 1:
        said = [part for part in said if not _CONTRARY.match(part)] or said
    about = [part for part in said if not (of_others(part, spec.question) or of_other_matters(part))]
    reading = (_event if spec.kind == "event" else read_plan)(spec, about, today)
    if isinstance(reading, Answered):
        return Answered(reading.value, any(map(hedged, about)))
    if isinstance(reading, Roughly):
        return Roughly(reading.span, any(map(hedged, about)))
    return reading


def _event(spec: FactSpec, said: Sequence[str], today: date) -> Reading | None:
    if any(_DOUBLE.search(part) for part in said):
        return unclear(ProblemKind.double_negation)
    denied = [part for part in said if _denies(spec, part)]
    others = [part for part in said if part not in denied]
    dated = parse_date(",".join(others), today)
    happened = _cued(spec, others)
    instead = instead_of_day(spec, others)
    if instead is not None and not (happened and dated):
        return Answered(instead)
    if denied:
        return _denial(spec, denied, dated, today)
    if dated is not None:
        return _not_ahead(taken(dated, ",".join(others), today, happened=True), today)
    bare = any(YES.fullmatch(plain(part)) or _ONCE.fullmatch(plain(part)) for part in said)
    return unclear(ProblemKind.when) if bare or happened else None


def _denial(spec: FactSpec, denied: Sequence[str], dated: DateReading | None, today: date) -> Reading:
    never = denying(spec)
    if dated is not None:
        if all(_NOTHING_ELSE.search(part) for part in denied):
            return _not_ahead(taken(dated, "", today, happened=True), today)
        return unclear(ProblemKind.several)
    limited = any(_LIMITED.search(part) and not _NEVER.search(part) for part in denied)
    if limited or never is None:
        return unclear(ProblemKind.limited)
    return Answered(never)


def _not_ahead(reading: Reading, today: date) -> Reading:
    """What has happened did not happen after today; a span is cut there."""
    if isinstance(reading, Answered):
        day = date.fromisoformat(str(reading.value))
        return Unclear(Problem(ProblemKind.future, day=day)) if day > today else reading
    span = reading.span
    if span is None:
        return reading
    if span.first > today:
        return Unclear(Problem(ProblemKind.future, day=span.first))
    cut = Span(span.first, min(span.last, today))
    return Roughly(cut) if isinstance(reading, Roughly) else Unclear(reading.problem, cut)


def _topics(spec: FactSpec) -> tuple[str, ...]:
    """The fact's cues and their last words (安全事故: 事故), which are enough while the fact is what is asked."""
    return tuple(dict.fromkeys((*spec.cues, *(cue[-2:] for cue in spec.cues if len(cue) > 3))))


def _cued(spec: FactSpec, said: Sequence[str]) -> bool:
    return any(topic in part for part in said for topic in _topics(spec))


def _denies(spec: FactSpec, part: str) -> bool:
    """Whether a part says that it never happened: 没有, 没有被罚过, 处罚没有."""
    never = denying(spec)
    text = plain(part)
    if never is not None and never in (named(spec.choices, part), named(spec.choices, text)):
        return True
    if (NO.fullmatch(text) and not text.endswith("是")) or _NOTHING_SUCH.fullmatch(text):
        return True
    topic = "|".join(map(re.escape, sorted(_topics(spec), key=len, reverse=True))) or r"(?!)"
    if re.search(rf"(?:{NEGATOR}|零){_LIGHT}*{_LISTED}(?:{topic})", text):
        return True
    if re.search(rf"(?:{topic})(?:记录|情况|决定)?[^,]{{0,3}}(?:没有|没|无)(?:有|受|发生|出|收到|过|的)*$", text):
        return True
    told = [hit for hit in hits(spec.choices, part) if hit.spoken.value == never and hit.negations == 0]
    return any(not hit.spoken.general or _nothing_but_light(part[hit.end :]) for hit in told) and denies(part) > 0


def _nothing_but_light(rest: str) -> bool:
    return re.fullmatch(rf"{_LIGHT}*", plain(rest)) is not None
