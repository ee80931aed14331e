"""A question that tells a day gets the answer for the side of a window on which the day lies.

「项目2022年7月1日投产」 is worded like 「项目2022年6月30日投产」, and what holds for the one does not for the other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.notices import Notice
from dialogs.day_answers import read_day
from dialogs.readings import Answered
from dialogs.topics import named_facts
from dialogs.wording import parts, supposes
from eligibility.facts import FactSpec
from knowledge.faq import FaqEntry
from knowledge.response import Answer, Part, Response


def by_day(found: Response, text: str, notice: Notice, today: date) -> Response:
    """``found`` with every answer exchanged that is for days on another side than the one ``text`` tells."""
    if not any(isinstance(part, Answer) and part.entry.id in notice.answers_by_day for part in found.parts):
        return found
    for spec in notice.rulebook.facts.values():
        sides = {*spec.band_answers.values(), *spec.band_answers_for}
        if not any(isinstance(part, Answer) and part.entry.id in sides for part in found.parts):
            continue
        band = _band(spec, text, notice, today)
        entry = notice.answerer.entry(spec.band_answers[band]) if band in spec.band_answers else None
        if entry is not None:
            found = _exchanged(found, sides, entry, notice)
    return found


def _exchanged(found: Response, sides: set[str], entry: FaqEntry, notice: Notice) -> Response:
    exchanged: list[Part] = []
    for part in found.parts:
        told: tuple[Part, ...] = (part,)
        if isinstance(part, Answer) and part.entry.id in sides:
            told = notice.answerer.for_entry(entry, (part.pilot,) if part.pilot else ())
        exchanged += (one for one in told if one not in exchanged)
    matter = entry.id if found.context.matter in sides else found.context.matter
    return replace(found, parts=tuple(exchanged), context=replace(found.context, matter=matter))


def _band(spec: FactSpec, text: str, notice: Notice, today: date) -> str | None:
    """The class of the day told; None where none is, or a vague one (2022年) lies in several."""
    sheet = notice.rulebook.facts
    said = [part for part in parts(text) if not supposes(part) and spec.name in named_facts(sheet, part)]
    reading = read_day(spec, said, today) if said else None
    if reading is None or spec.bands is None:
        return None
    filing = notice.rulebook.period.filing_days(today)
    if isinstance(reading, Answered):
        return str(spec.classify(reading.value, filing))
    if reading.span is None:
        return None
    first, last = (spec.bands.classify(day, filing) for day in (reading.span.first, reading.span.last))
    return first if first == last else None
