"""Where the choices of a fact are spoken of in a text: their labels and phrases, and whether they are denied there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from rapidfuzz import fuzz

from dialogs.numerals import tidy
from dialogs.places import INSIDE, OUTSIDE, cuts_a_place, is_place, only_place, places_alike
from dialogs.wording import denies, negations
from eligibility.facts import UNKNOWN, Choice, FactSpec, Value

YES = re.compile(
    r"(?:是|对|有|在|算|嗯|恩|确实|当然|肯定|没错|符合|属于|具备|具有|满足|可以|行|好|就)+(?:是|有|的|过|啊|呀|对)*|yes|y|ok|true|√"
)
NO = re.compile(
    r"(?:都|还|也|从来?|一直|确实|根本|肯定|真的?|暂时|目前|并)*(?:木有|冇|(?:没有?|不|无|未|否)(?:有|是|在|算|属于|符合|具备|具有|行|对)*)+(?:过|的|得)*|no|n|false|×"
)
# Phrases that deny or affirm anything: they name a choice only when nothing more telling stands beside them.
_GENERAL = re.compile(r"(?:都|还|从来)?(?:没有?|不是?|不在|是|有|否|无|未|都是|没有过?)")
_DENIED_BEHIND = re.compile(
    r":?(?:里|里面|那边|名单)*(?:我们?)?(?:都|也|还)?(?:没有?|未|不|否|无)(?:是|在|进|纳入|参加|加入|过|里面|名单)*$"
)
NEAR = 75.0
MARGIN = 15.0


@dataclass(frozen=True)
class Spoken:
    """One wording of one choice, tidied."""

    phrase: str
    value: Value

    @property
    def general(self) -> bool:
        return _GENERAL.fullmatch(self.phrase) is not None


@dataclass(frozen=True)
class Hit:
    """A wording found at ``start`` … ``end`` of a text, under so many negators."""

    spoken: Spoken
    start: int
    end: int
    negations: int


Beginnings = Mapping[str, Sequence[tuple[int, Spoken]]]
"""Wordings by their first two characters, each with its place among all: few of hundreds begin anywhere in a text."""


def menu(spec: FactSpec) -> tuple[Choice, ...]:
    """The numbered choices as shown, the last one 不清楚; a day, where one may be given, is typed and has no number."""
    return (*spec.choices, Choice(value=UNKNOWN, label="不清楚"))


@lru_cache(maxsize=1024)
def wordings(choices: tuple[Choice, ...]) -> tuple[Spoken, ...]:
    """All wordings of the choices, longest first."""
    found = {Spoken(phrase, choice.value): None for choice in choices for phrase in _of(choice)}
    return tuple(sorted(found, key=lambda spoken: -len(spoken.phrase)))


@lru_cache(maxsize=1024)
def place_wordings(choices: tuple[Choice, ...]) -> tuple[Spoken, ...]:
    """The same with places made alike, without those that then mean two choices (every district is 北京)."""
    alike: dict[str, set[Value]] = {}
    for spoken in wordings(choices):
        if is_place(spoken.phrase):
            alike.setdefault(places_alike(spoken.phrase), set()).add(spoken.value)
    certain = [Spoken(phrase, values.pop()) for phrase, values in alike.items() if len(values) == 1]
    return tuple(sorted(certain, key=lambda spoken: -len(spoken.phrase)))


def _of(choice: Choice) -> Iterable[str]:
    label = tidy(choice.label)
    without_aside = re.sub(r"\(.*?\)", "", label)
    yield from (label, without_aside, *map(tidy, choice.phrases))
    if match := re.match(r"[是否],(.{2,})", label):
        yield match[1]
    if isinstance(choice.value, str):
        yield choice.value.lower()


def named(choices: tuple[Choice, ...], text: str) -> Value | None:
    """The choice whose label or phrase ``text`` is, None when it is none's or several choices'."""
    values = {spoken.value for spoken in wordings(choices) if spoken.phrase == text}
    return values.pop() if len(values) == 1 else None


def hits(choices: tuple[Choice, ...], part: str, cues: Sequence[str] = ()) -> list[Hit]:
    """The choices spoken of in ``part``; places count by what they are only where no phrase is found literally."""
    found = _found(_by_beginning(choices), part)
    if found:
        return found
    alike = places_alike(part)
    found = _found(_places_by_beginning(choices), alike)
    return found or _bare_places(choices, alike, cues)


@lru_cache(maxsize=1024)
def _by_beginning(choices: tuple[Choice, ...]) -> Beginnings:
    return _indexed(wordings(choices))


@lru_cache(maxsize=1024)
def _places_by_beginning(choices: tuple[Choice, ...]) -> Beginnings:
    return _indexed(place_wordings(choices))


def _indexed(among: tuple[Spoken, ...]) -> Beginnings:
    found: dict[str, list[tuple[int, Spoken]]] = {}
    for order, spoken in enumerate(among):
        found.setdefault(spoken.phrase[:2], []).append((order, spoken))
    return found


def _found(known: Beginnings, part: str) -> list[Hit]:
    beginnings = {part[start : start + 2] for start in range(len(part))}
    among = [each for beginning in beginnings if beginning in known for each in known[beginning]]
    among.sort(key=itemgetter(0))
    taken: list[Hit] = []
    for _, spoken in among:
        if len(spoken.phrase) < 2 and spoken.phrase != part:
            continue
        start = part.find(spoken.phrase)
        while start >= 0:
            end = start + len(spoken.phrase)
            if all(end <= hit.start or hit.end <= start for hit in taken) and not cuts_a_place(part, start):
                taken.append(Hit(spoken, start, end, negations(part[:start]) or _denied_behind(spoken, part[end:])))
            start = part.find(spoken.phrase, end)
    telling = [hit for hit in taken if not hit.spoken.general]
    return sorted(telling or taken, key=lambda hit: hit.start)


def _denied_behind(spoken: Spoken, rest: str) -> int:
    """全国碳市场没进: one negator may also follow what it denies."""
    return int(not denies(spoken.phrase) and _DENIED_BEHIND.match(rest) is not None)


def _bare_places(choices: tuple[Choice, ...], alike: str, cues: Sequence[str]) -> list[Hit]:
    """「注册地是天津」: a place alone, for a fact whose phrases are a place and a cue (外地注册)."""
    bare: dict[str, Value] = {}
    for spoken in place_wordings(choices):
        rest = spoken.phrase
        for cue in sorted(cues, key=len, reverse=True):
            rest = rest.replace(cue, "")
        rest = re.sub(r"[在是于市内]", "", rest)
        if rest in (INSIDE, OUTSIDE):
            bare.setdefault(rest, spoken.value)
    if len(bare) < 2:  # a fact with only one of them is not about a place: 北京的 names a market, say
        return []
    text = alike
    for cue in sorted(cues, key=len, reverse=True):
        text = text.replace(cue, "的")
    return [
        Hit(Spoken(place, value), 0, len(alike), 0)
        for place, value in bare.items()
        if only_place(text.lstrip("的"), place) and not denies(text)
    ]


def nearest(choices: tuple[Choice, ...], text: str) -> Value | None:
    """The choice one wording of which ``text`` nearly is, clearly nearer than any other choice's and not its denial."""
    best: dict[Value, float] = {}
    for spoken in wordings(choices):
        if len(spoken.phrase) < 3 or denies(spoken.phrase) != denies(text):
            continue
        best[spoken.value] = max(best.get(spoken.value, 0.0), fuzz.ratio(text, spoken.phrase))
    ranked = sorted(best.items(), key=lambda item: -item[1])
    if len(text) < 3 or not ranked or ranked[0][1] < NEAR:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN:
        return None
    return ranked[0][0]
