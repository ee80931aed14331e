"""Facts told unasked, and which parts of an utterance are left as the answer to the pending question.

Conservative: a fact is taken only where a part of the text names it (one of the fact's cues) or where the speaker says
what they are (我们是…). An office in a district is no registration; what 母公司 did, 如果 and 打算 tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from dialogs.alone import alone_told
from dialogs.choice_answers import affirming, named_together
from dialogs.day_answers import read_day
from dialogs.listings import listed
from dialogs.numerals import tidy
from dialogs.ourselves import ourselves
from dialogs.phrases import YES, hits
from dialogs.places import pure_place
from dialogs.reading import exact_answer, read_answer, told
from dialogs.readings import Answered, ProblemKind, Reading, Roughly, Unclear, unclear
from dialogs.topics import cue_in, named_facts
from dialogs.wording import leaves_open, parts, plain, supposes, unknown
from eligibility.facts import FactSheet, FactSpec, Value

Volunteered = Mapping[str, Answered | Roughly]
Wanted = Collection[str] | None

# What holds for anybody (没报过的可以报) tells nothing of the one who says it.
_ALLOWED = re.compile(r"(?:可以|能|不能|不可以|允许|应该|必须)(?:申?报|参加|参评)")
# 没成立领导小组，还在筹备: a part that goes on with what the one before it names.
_GOES_ON = re.compile(r"^(?:也|都|但|现在|目前)?(?:还在|仍在|正在?|在筹|准备|计划|打算|已经?|刚)")
# 履约那条是是: which item is meant, and what it is.
_THAT_ONE = re.compile(r".{2,}[那这]一?[条项题](?:应该|应|其实|就|也|都|回答|答案|选|改成?|:)*(?P<rest>.*)$")
# 罚倒是罚过，2022年9月的事.
_WAS_THEN = re.compile(r"^[^没不]*\d[^没不]*(?:的事儿?|那次|那回|的时候)$")
# 还没投用，大概明年5月.
_EXPECTS = re.compile(
    r"^(?:预计|估计|大概|大约|可能|应该|争取|计划|打算|准备|要到?|得到?|最快|最晚|约)+[在到等是]*(?=[\d一二三四今明后年下月底])"
)


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
    if asked is None:
        text = listed(sheet, text)
    said = [part for part in parts(text) if not (supposes(part) or (asked is None and leaves_open(part)))]
    telling = set(told([part for part in said if not unknown(part)]))
    tellable = [part for part in said if part in telling and not _ALLOWED.search(part)]
    named = _that_one_on({part: _cued(sheet, part, asked, wanted) for part in tellable})
    readings = _read_together(sheet, named, today)
    doubtful = {name: reading for name, reading in readings.items() if isinstance(reading, Unclear)}
    certain = {name: reading for name, reading in readings.items() if isinstance(reading, Answered | Roughly)}
    of_us = ourselves(sheet, tellable, asked, listing=asked is None and len(tellable) > 1)
    others: dict[str, Answered | Roughly] = {}
    left: list[str] = []
    for part in said:
        foreign = named.get(part, [])
        found = {spec.name: certain[spec.name] for spec in foreign if spec.name in certain}
        of_ourselves = of_us.get(part, {})
        others |= {**of_ourselves, **found}
        spent = asked is not None and (
            _elsewhere(asked, part, foreign, found) or (bool(of_ourselves) and _place_only(asked, part))
        )
        if part not in named or not spent:
            left.append(part)
    # The parts are put together again as they stood, questions included: they decide what counts as told.
    answer = read_answer(asked, ",".join(left), today) if asked is not None and left else None
    answer = _not_settled(sheet, asked, answer, others)
    unsettled = [name for name in others if _contradicted(sheet, name, others[name], others)]
    return Told(answer, {name: one for name, one in others.items() if name not in unsettled}, doubtful)


def _not_settled(
    sheet: FactSheet, asked: FactSpec | None, answer: Reading | None, others: Volunteered
) -> Reading | None:
    """「医院分院，没有独立法人资格」: what would settle a fact against what is told of it is asked again."""
    if asked is None or not isinstance(answer, Answered):
        return answer
    against = _contradicted(sheet, asked.name, answer, others)
    return unclear(ProblemKind.which, answer.value, *against) if against else answer


def _contradicted(sheet: FactSheet, name: str, reading: Reading, others: Volunteered) -> tuple[Value, ...]:
    """The values of the fact that go with what ``others`` tell, where ``reading`` does not; else none."""
    if not isinstance(reading, Answered):
        return ()
    for other, told_of_it in others.items():
        derived = sheet[other].derived
        if derived is None or derived.fact != name or not isinstance(told_of_it, Answered):
            continue
        settled = derived.values.get(str(reading.value))
        if settled not in (None, told_of_it.value):
            agreeing = {value for value, comes_to in derived.values.items() if comes_to == told_of_it.value}
            return tuple(choice.value for choice in sheet[name].choices if str(choice.value) in agreeing)
    return ()


def _cued(sheet: FactSheet, part: str, asked: FactSpec | None, wanted: Wanted) -> list[FactSpec]:
    """The facts other than the asked one that ``part`` names."""
    topic = tidy(asked.question + asked.short) if asked else ""
    return [
        sheet[name]
        for name, (start, end) in named_facts(sheet, part, wanted).items()
        if (asked is None or name != asked.name) and part[start:end] not in topic
    ]


def _that_one_on(named: Mapping[str, list[FactSpec]]) -> Mapping[str, list[FactSpec]]:
    """The same where 「履约那条是是，每年都按时」 names what the part behind it is about, too."""
    on = dict(named)
    for before, part in pairwise(named):
        if not on[part] and _THAT_ONE.search(before):
            on[part] = on[before]
    return on


def _read_together(
    sheet: FactSheet, named: Mapping[str, Sequence[FactSpec]], today: date
) -> Mapping[str, Answered | Roughly | Unclear]:
    """What all parts that name a fact say of it together: 去年10月建成的，还在试运行 is no end of it."""
    about: dict[str, list[str]] = {}
    before: Sequence[FactSpec] = ()
    for part, specs in named.items():
        meant = specs or [spec for spec in before if _continues(part, spec)]
        for spec in meant:
            about.setdefault(spec.name, []).append(part)
        before = meant
    readings = {name: _about(sheet[name], among, today) for name, among in about.items()}
    return {name: reading for name, reading in readings.items() if reading is not None}


def _continues(part: str, spec: FactSpec) -> bool:
    """Whether a part that names no fact goes on about the one before it; 还在 tells of no day, 大概明年5月 does."""
    goes_on = _GOES_ON if not spec.dated else _WAS_THEN if spec.kind == "event" else _EXPECTS
    return bool(goes_on.match(part))


def _about(spec: FactSpec, said: Sequence[str], today: date) -> Answered | Roughly | Unclear | None:
    """What parts that name a fact say of it, bare yes and no left aside."""
    return read_day(spec, said, today) if spec.dated else named_together(spec, said) or _so_it_is(spec, said)


def _so_it_is(spec: FactSpec, said: Sequence[str]) -> Answered | None:
    """「履约那条是是」: a bare yes to the item it names; a bare no may deny what the question counts as no."""
    said_yes = any((match := _THAT_ONE.search(part)) and YES.fullmatch(plain(match["rest"])) for part in said)
    yes = affirming(spec) if said_yes else None
    return None if yes is None else Answered(yes)


def _elsewhere(asked: FactSpec, part: str, foreign: list[FactSpec], found: Volunteered) -> bool:
    """Whether a part belongs to other facts alone: it names them, and not the asked one."""
    if any(cue_in(cue, part) for cue in asked.cues):
        return False
    return bool(found) or (bool(foreign) and asked.dated)


def _place_only(asked: FactSpec, part: str) -> bool:
    """「我们是北京的公司」 says nothing of where a project is."""
    found = hits(asked.choices, part, asked.cues)
    return bool(found) and all(pure_place(hit.spoken.phrase) is not None for hit in found)
