"""The precheck itself: one programme's criteria held against an applicant's facts. Advice, never a decision."""

from __future__ import annotations

from datetime import date, timedelta

from eligibility.bands import FilingDays, Within
from eligibility.facts import UNKNOWN, FactError, Facts, FactSpec
from eligibility.outcomes import status
from eligibility.position import position
from eligibility.questions import next_fact
from eligibility.rulebook import Rulebook
from eligibility.verdict import Change, CriterionLine, Result, Verdict


def precheck(book: Rulebook, programme: str, facts: Facts, as_of: date) -> Verdict:
    """The verdict on ``programme`` (a key of the rulebook) for checked ``facts`` on the day ``as_of``."""
    rules = book.programmes[programme]
    filing = book.period.filing_days(as_of)
    classes, late = book.classify(facts, as_of)
    result = _result(book, programme, facts, as_of)
    return Verdict(
        programme=programme,
        facts=facts,
        result=result,
        window=book.period.window(as_of),
        as_of=as_of,
        criteria=tuple(CriterionLine(c, status(book, c, classes, late)) for c in rules.criteria),
        not_judged=tuple(row.id for row in rules.evaluative),
        would_change=_changes(book, programme, facts, filing, result),
        checklist=tuple(row for row in rules.checklist if row.stands(book.facts.classify(facts, filing))),
        next_fact=next_fact(book, (programme,), facts, as_of) if result is Result.incomplete else None,
        rules=book.fingerprint(programme),
    )


def _result(book: Rulebook, programme: str, facts: Facts, as_of: date) -> Result:
    classes, late = book.classify(facts, as_of)
    (standing,) = position(book, (programme,), classes, late)
    return standing.result


def _changes(book: Rulebook, programme: str, facts: Facts, filing: FilingDays, result: Result) -> tuple[Change, ...]:
    """For each changeable fact the value with the best result, where that is better than ``result``."""
    if result is Result.incomplete:
        return ()
    found = []
    for name, value in facts.items():
        spec = book.facts[name]
        if not spec.changeable or value == UNKNOWN or name not in book.reads(programme):
            continue
        best: Change | None = None
        for other in _others(spec, value, filing):
            try:
                changed = book.facts.validate({**facts, name: other}, filing.as_of)
            except FactError:  # contradicts another answer, so it is no change of a single fact
                continue
            replayed = _result(book, programme, changed, filing.as_of)
            if replayed.rank > (best.result if best else result).rank:
                best = Change(name, other, replayed)
        if best:
            found.append(best)
    return tuple(found)


def _others(spec: FactSpec, value: bool | int | str, filing: FilingDays) -> list[bool | int | str]:
    """The other values a person could still bring about; what has happened cannot be undone."""
    if not spec.dated:
        return [choice.value for choice in spec.choices if choice.value != value]
    tomorrow = filing.as_of + timedelta(days=1)
    past = value not in {choice.value for choice in spec.choices} and str(value) < tomorrow.isoformat()
    if past or not isinstance(spec.bands, Within) or spec.bands.last < tomorrow:
        return []
    return [spec.bands.last.isoformat()]
