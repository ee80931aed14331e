"""Days: in the right order, and as the clause they are read from names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.checks.draft import Draft, Placed
from bot.content import Problem
from eligibility.bands import LookBack, Within
from eligibility.facts import FactSpec
from knowledge.citation import squeeze
from knowledge.clauses import Clauses
from knowledge.filling import chinese_day
from knowledge.particulars import DayOf, Particulars

_FROM_ISSUE = re.compile(r"即日起|(?:印发|发布|公布)之日起")
_NUMERALS = ("零", "一", "[二两]", "三", "四", "五", "六", "七", "八", "九", "十")


def day_problems(draft: Draft) -> Iterator[Problem]:
    if draft.particulars:
        yield from _particular_problems(draft.particulars, draft.clauses)
    for fact in draft.facts:
        yield from _band_problems(fact, draft)


def _particular_problems(particulars: Placed[Particulars], clauses: Clauses | None) -> Iterator[Problem]:
    opens, closes = particulars.value.opens.day, particulars.value.closes.day
    if opens > closes:
        yield particulars.problem(f"开始日 {opens} 晚于截止日 {closes}", "opens", "day")
    for name in ("issued", "opens", "closes"):
        told: DayOf = getattr(particulars.value, name)
        clause = clauses.get(told.cite.clause) if clauses else None
        if clause is None or names_day(f"{told.cite.quote}\n{clause.text}", told.day):
            continue
        issued = particulars.value.issued.day
        if name != "opens" or not _FROM_ISSUE.search(squeeze(told.cite.quote)):
            message = f"引文和条款 {clause.id} 里都没有{chinese_day(told.day)}"
            yield particulars.problem(message, name, "day")
        elif told.day != issued:
            yield particulars.problem(f"条文写的是从印发之日起，应与印发日 {issued} 相同", name, "day")


def names_day(text: str, day: date) -> bool:
    """Whether the text names the day: in full, or its month and day with the year somewhere else."""
    said = squeeze(text)
    month_day = re.search(rf"(?<!\d)0?{day.month}月0?{day.day}日", said)
    digits = re.search(rf"(?<!\d){day.year}[-.／/]0?{day.month}[-.／/]0?{day.day}(?!\d)", said)
    return bool(digits or (month_day and re.search(rf"(?<!\d){day.year}年", said)))


def _band_problems(fact: Placed[FactSpec], draft: Draft) -> Iterator[Problem]:
    bands = fact.value.bands
    if isinstance(bands, Within) and bands.first > bands.last:
        yield fact.problem(f"{fact.value.name} 的起始日 {bands.first} 晚于终止日 {bands.last}", "bands", "first")
    texts = _texts_read_for(fact.value.name, draft, draft.clauses) if draft.clauses else []
    if not texts:
        return
    if isinstance(bands, Within):
        for name, day in (("first", bands.first), ("last", bands.last)):
            if not any(names_day(text, day) for text in texts):
                message = f"用到 {fact.value.name} 的条件，其引文和条款里都没有{chinese_day(day)}"
                yield fact.problem(message, "bands", name)
    if isinstance(bands, LookBack) and not any(_names_years(text, bands.years) for text in texts):
        yield fact.problem(f"用到 {fact.value.name} 的条件，其条款里没有近 {bands.years} 年", "bands", "years")


def _texts_read_for(name: str, draft: Draft, clauses: Clauses) -> list[str]:
    """The clauses of the criteria that read the fact."""
    criteria = [criterion.value for programme in draft.programmes for criterion in programme.criteria]
    return [clauses[c.clause].text for c in criteria if name in c.reads and c.clause in clauses]


def _names_years(text: str, years: int) -> bool:
    numeral = _NUMERALS[years] if 0 <= years < len(_NUMERALS) else str(years)
    return bool(re.search(rf"近(?:{numeral}|{years})个?(?:完整)?(?:会计|自然)?年", squeeze(text)))
