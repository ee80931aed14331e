"""Facts told unasked, and which parts of an utterance are left as the answer to the pending question.

Conservative: a fact is taken only where a part of the text names it (one of the fact's cues) or where the speaker says
what they are (我们是…). An office in a district is no registration; what 母公司 did, 如果 and 打算 tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from dialogs.alone import alone_told
from dialogs.choice_answers import denying, named_by_phrase
from dialogs.day_answers import read_day
from dialogs.numerals import tidy
from dialogs.phrases import hits
from dialogs.places import INSIDE, is_place, pure_place
from dialogs.reading import exact_answer, read_answer, told
from dialogs.readings import Answered, Reading, Roughly, Unclear
from dialogs.topics import cue_in, named_facts
from dialogs.wording import hedged, of_others, parts, plain, supposes, unknown
from eligibility.facts import FactSheet, FactSpec

Volunteered = Mapping[str, Answered | Roughly]
Wanted = Collection[str] | None

_SELF = (
    r"^(?:那|其实|嗯|对|你好)*(?:我们?|咱们?|本单位|我司|我单位|我公司|申报单位)"
    r"(?:单位|公司|这边|这里|这儿|社区|村)?(?:就|也|都)?"
)
_WHAT_WE_ARE = re.compile(_SELF + r"(?:是|属于|算是?)(?P<what>.{2,30})$")
_WHERE_WE_ARE = re.compile(_SELF + r"(?:是|属于|在|位于)")
_WHAT_WE_DO = re.compile(
    r"^(?:我们?|咱们?|本单位|我司|公司|单位)?(?:主营|主要做|主要从事|从事|专门做|是?做|是?搞)(?P<what>.{2,20})$"
)
# What holds for anybody (没报过的可以报) tells nothing of the one who says it.
_ALLOWED = re.compile(r"(?:可以|能|不能|不可以|允许|应该|必须)(?:申?报|参加|参评)")
_TAIL = re.compile(r"(?:公司|企业|单位|厂|院校|性质|的|了|制造商|吧|啊|呢)*$")
_COMMITTEE = re.compile(r"社区|居委|村委|村民委员会|我们村|本村|小区")
_BUSINESS = re.compile(r"公司|企业|集团|工厂")


@dataclass(frozen=True)
class Told:
    """``answer`` to the pending question, if any, and the ``others`` by name.

    ``doubtful`` are dates of others that cannot be taken as they stand: 还在试运行, 去年6月 where that decides nothing.
    """

    answer: Reading | None = None
    others: Volunteered = field(default_factory=dict)
    doubtful: Mapping[str, Unclear] = field(default_factory=dict)


def read_facts(sheet: FactSheet, text: str, today: date, wanted: Wanted = None) -> Volunteered:
    """The facts ``text`` volunteers, by name; an empty mapping for most texts. Never raises.

    ``wanted`` are the facts the talk has any use for: where a cue leaves two facts open, one of these is meant.
    """
    return listen(sheet, text, today, None, wanted).others


def listen(sheet: FactSheet, text: str, today: date, pending: str | None, wanted: Wanted = None) -> Told:
    """Share out an utterance between the pending fact and the others. Never raises."""
    asked = sheet[pending] if pending is not None else None
    if asked is not None:
        exact = exact_answer(asked, text)
        if exact is not None:
            return Told(exact)
        alone = alone_told(sheet, text, asked, wanted)
        if alone:
            return Told(None, alone)
    said = [part for part in parts(text) if not supposes(part)]
    telling = set(told([part for part in said if not unknown(part)]))
    others: dict[str, Answered | Roughly] = {}
    doubtful: dict[str, Unclear] = {}
    dates = _dates(sheet, [part for part in said if part in telling], asked, today, wanted)
    left: list[str] = []
    for part in said:
        if part not in telling or _ALLOWED.search(part):
            left.append(part)
            continue
        foreign = _cued(sheet, part, asked, wanted)
        readings = {spec.name: dates.get(spec.name) or _about(spec, part, today) for spec in foreign}
        doubtful |= {name: reading for name, reading in readings.items() if isinstance(reading, Unclear)}
        found = {name: reading for name, reading in readings.items() if isinstance(reading, Answered | Roughly)}
        ourselves = _ourselves(sheet, part, asked) | _our_district(sheet, part, asked)
        others |= {**ourselves, **found}
        if asked is None or not (_elsewhere(asked, part, foreign, found) or (ourselves and _place_only(asked, part))):
            left.append(part)
    # The parts are put together again as they stood, questions included: they decide what counts as told.
    answer = read_answer(asked, ",".join(left), today) if asked is not None and left else None
    return Told(answer, others, doubtful)


def _cued(sheet: FactSheet, part: str, asked: FactSpec | None, wanted: Wanted) -> list[FactSpec]:
    """The facts other than the asked one that ``part`` names."""
    topic = tidy(asked.question + asked.short) if asked else ""
    return [
        sheet[name]
        for name, (start, end) in named_facts(sheet, part, wanted).items()
        if (asked is None or name != asked.name) and part[start:end] not in topic
    ]


def _dates(
    sheet: FactSheet, said: list[str], asked: FactSpec | None, today: date, wanted: Wanted
) -> dict[str, Answered | Roughly | Unclear]:
    """What several parts together say of a planned date: 去年10月建成的，还在试运行 is no end of it."""
    told: dict[str, list[str]] = {}
    for part in said:
        for spec in _cued(sheet, part, asked, wanted):
            if spec.kind == "date":
                told.setdefault(spec.name, []).append(part)
    readings = {name: read_day(sheet[name], among, today) for name, among in told.items() if len(among) > 1}
    return {name: reading for name, reading in readings.items() if reading is not None}


def _about(spec: FactSpec, part: str, today: date) -> Answered | Roughly | Unclear | None:
    """What a part that names a fact says of it, bare yes and no left aside."""
    if spec.dated:
        return read_day(spec, [part], today)
    values = named_by_phrase(spec, part)
    return Answered(values[0], hedged(part)) if len(values) == 1 else None


def _ourselves(sheet: FactSheet, part: str, asked: FactSpec | None) -> dict[str, Answered | Roughly]:
    """「我们是一家芯片公司」: every fact one choice of which the sentence ends with."""
    match = _WHAT_WE_ARE.match(part) or _WHAT_WE_DO.match(part)
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
    if any(cue_in(cue, part) for cue in asked.cues):
        return False
    return bool(found) or (bool(foreign) and asked.dated)


def _place_only(asked: FactSpec, part: str) -> bool:
    """「我们是北京的公司」 says nothing of where a project is."""
    found = hits(asked.choices, part, asked.cues)
    return bool(found) and all(pure_place(hit.spoken.phrase) is not None for hit in found)
