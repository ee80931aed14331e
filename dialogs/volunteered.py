"""Facts told unasked, and which parts of an utterance are left as the answer to the pending question.

Conservative: a fact is taken only where a part of the text names it (one of the fact's cues) or where the speaker says
what they are (我们是…). An office in a district is no registration; what 母公司 did, 如果 and 打算 tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dialogs.choice_answers import denying, named_by_phrase
from dialogs.day_answers import read_day
from dialogs.numerals import tidy
from dialogs.phrases import hits
from dialogs.places import INSIDE, is_place, pure_place
from dialogs.reading import exact_answer, read_answer, told
from dialogs.readings import Answered, Reading, Roughly
from dialogs.wording import hedged, of_others, parts, plain, supposes, unknown
from eligibility.facts import FactSheet, FactSpec

Volunteered = Mapping[str, Answered | Roughly]

_SELF = (
    r"^(?:那|其实|嗯|对|你好)*(?:我们?|咱们?|本单位|我司|我单位|我公司|申报单位)"
    r"(?:单位|公司|这边|这里|这儿|社区|村)?(?:就|也|都)?"
)
_WHAT_WE_ARE = re.compile(_SELF + r"(?:是|属于|算是?)(?P<what>.{2,30})$")
_WHERE_WE_ARE = re.compile(_SELF + r"(?:是|属于|在|位于)")
_TAIL = re.compile(r"(?:公司|企业|单位|厂|院校|性质|的|了|制造商|吧|啊|呢)*$")
_COMMITTEE = re.compile(r"社区|居委|村委|村民委员会|我们村|本村|小区")
_BUSINESS = re.compile(r"公司|企业|集团|工厂")


@dataclass(frozen=True)
class Told:
    """``answer`` to the pending question, if any, and the ``others`` by name."""

    answer: Reading | None = None
    others: Volunteered = field(default_factory=dict)


def read_facts(sheet: FactSheet, text: str, today: date) -> Volunteered:
    """The facts ``text`` volunteers, by name; an empty mapping for most texts. Never raises."""
    return listen(sheet, text, today, None).others


def listen(sheet: FactSheet, text: str, today: date, pending: str | None) -> Told:
    """Share out an utterance between the pending fact and the others. Never raises."""
    asked = sheet[pending] if pending is not None else None
    if asked is not None:
        exact = exact_answer(asked, text)
        if exact is not None:
            return Told(exact)
    said = [part for part in parts(text) if not supposes(part)]
    telling = set(told([part for part in said if not unknown(part)]))
    others: dict[str, Answered | Roughly] = {}
    left: list[str] = []
    for part in said:
        if part not in telling:
            left.append(part)
            continue
        foreign = _cued(sheet, part, asked)
        found = {spec.name: reading for spec in foreign if (reading := _about(spec, part, today))}
        ourselves = _ourselves(sheet, part, asked) | _our_district(sheet, part, asked)
        others |= {**ourselves, **found}
        if asked is None or not (_elsewhere(asked, part, foreign, found) or (ourselves and _place_only(asked, part))):
            left.append(part)
    # The parts are put together again as they stood, questions included: they decide what counts as told.
    answer = read_answer(asked, ",".join(left), today) if asked is not None and left else None
    return Told(answer, others)


def _cued(sheet: FactSheet, part: str, asked: FactSpec | None) -> list[FactSpec]:
    """The facts other than the asked one that ``part`` names; a cue within another's longer cue does not count."""
    spans: dict[str, tuple[int, int]] = {}
    for spec in sheet.values():
        found = [span for cue in spec.cues if (span := _cue_in(tidy(cue), part))]
        if found:
            spans[spec.name] = max(found, key=lambda span: span[1] - span[0])
    topic = tidy(asked.question + asked.short) if asked else ""
    return [
        sheet[name]
        for name, (start, end) in spans.items()
        if (asked is None or name != asked.name)
        and part[start:end] not in topic
        and not any(s <= start and end <= e and (s, e) != (start, end) for s, e in spans.values())
    ]


def _cue_in(cue: str, part: str) -> tuple[int, int] | None:
    """Where a cue stands, a long one also with a few words in its midst (辖区没有环境事件)."""
    pattern = re.escape(cue)
    if len(cue) >= 4:
        pattern += f"|{re.escape(cue[:2])}.{{1,6}}{re.escape(cue[2:])}"
    match = re.search(pattern, part)
    return match.span() if match else None


def _about(spec: FactSpec, part: str, today: date) -> Answered | Roughly | None:
    """What a part that names a fact says of it, bare yes and no left aside."""
    if spec.dated:
        reading = read_day(spec, [part], today)
        return reading if isinstance(reading, Answered | Roughly) else None
    values = named_by_phrase(spec, part)
    return Answered(values[0], hedged(part)) if len(values) == 1 else None


def _ourselves(sheet: FactSheet, part: str, asked: FactSpec | None) -> dict[str, Answered | Roughly]:
    """「我们是一家芯片公司」: every fact one choice of which the sentence ends with."""
    match = _WHAT_WE_ARE.match(part)
    if match is None:
        return {}
    what = plain(match["what"])
    found: dict[str, Answered | Roughly] = {}
    for spec in sheet.values():
        if spec is asked or spec.kind != "choice" or spec.asked_when or denying(spec) is not None or _of_places(spec):
            continue
        last = [hit for hit in hits(spec.choices, what) if not hit.negations][-1:]
        for hit in last:
            named = not hit.spoken.general and "其" not in hit.spoken.phrase
            if named and _TAIL.match(what, hit.end) and not of_others(part, hit.spoken.phrase):
                found[spec.name] = Answered(hit.spoken.value, hedged(part))
    return found


def _our_district(sheet: FactSheet, part: str, asked: FactSpec | None) -> dict[str, Answered | Roughly]:
    """「我们是海淀区的社区」: where a committee is. Where a company has its office says nothing."""
    if not _WHERE_WE_ARE.match(part) or not _COMMITTEE.search(part) or _BUSINESS.search(part):
        return {}
    found: dict[str, Answered | Roughly] = {}
    for spec in sheet.values():
        if spec is not asked and _of_places(spec) and _many_inside(spec):
            values = {hit.spoken.value for hit in hits(spec.choices, part) if not hit.negations}
            if len(values) == 1:
                found[spec.name] = Answered(values.pop(), hedged(part))
    return found


def _of_places(spec: FactSpec) -> bool:
    return any(is_place(phrase) for choice in spec.choices for phrase in choice.phrases)


def _many_inside(spec: FactSpec) -> bool:
    """Whether the choices are parts of the city: its districts."""
    return sum(pure_place(choice.label) == INSIDE for choice in spec.choices) > 2


def _elsewhere(asked: FactSpec, part: str, foreign: list[FactSpec], found: Volunteered) -> bool:
    """Whether a part belongs to other facts alone: it names them, and not the asked one."""
    if any(_cue_in(tidy(cue), part) for cue in asked.cues):
        return False
    return bool(found) or (bool(foreign) and asked.dated)


def _place_only(asked: FactSpec, part: str) -> bool:
    """「我们是北京的公司」 says nothing of where a project is."""
    found = hits(asked.choices, part, asked.cues)
    return bool(found) and all(pure_place(hit.spoken.phrase) is not None for hit in found)
