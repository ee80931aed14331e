"""Which facts a part of a text names by their cues, where two facts share a cue the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from operator import itemgetter

from dialogs.numerals import tidy
from dialogs.places import cuts_a_place
from eligibility.facts import FactSheet, FactSpec

Extent = tuple[int, int]


def named_facts(sheet: FactSheet, part: str, wanted: Collection[str] | None = None) -> Mapping[str, Extent]:
    """The facts whose cues stand in ``part`` (tidied), each with where its longest one starts and ends.

    A cue within another fact's longer cue does not count. Of twins (the applicant's accidents and those of its area)
    that a cue alone does not tell apart, the first one counts that is ``wanted``; None wants all.
    """
    spans: dict[str, Extent] = {}
    for name, pattern in _beginning_in(part, sheet):
        span = _place(pattern, part)
        if span and (name not in spans or _length(span) > _length(spans[name])):
            spans[name] = span
    named = {
        name: (start, end)
        for name, (start, end) in spans.items()
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e in spans.values())
    }
    return {name: span for name, span in named.items() if not _better_twin(sheet, name, named, wanted)}


def without_twins(sheet: FactSheet, names: Collection[str], wanted: Collection[str] | None = None) -> list[str]:
    """The names, of twins only the one meant."""
    return [name for name in names if not _better_twin(sheet, name, names, wanted)]


def cue_in(cue: str, part: str) -> Extent | None:
    """Where a cue stands, a long one also with some words in its midst (辖区去年5月发生过突发环境事件)."""
    beginning, pattern = _pattern(cue)
    return _place(pattern, part) if beginning in part else None


def _place(pattern: re.Pattern[str], part: str) -> Extent | None:
    spans = (match.span() for match in pattern.finditer(part))
    return next((span for span in spans if not cuts_a_place(part, span[0])), None)


def _length(span: Extent) -> int:
    return span[1] - span[0]


def _beginning_in(part: str, sheet: FactSheet) -> list[tuple[str, re.Pattern[str]]]:
    """The cues that begin somewhere in ``part``, few of hundreds, each with its fact, in the order of the sheet."""
    known = _by_beginning(sheet)
    beginnings = {part[start : start + length] for length in (1, 2) for start in range(len(part))}
    among = sorted((cue for beginning in beginnings & known.keys() for cue in known[beginning]), key=itemgetter(0))
    return [(name, pattern) for _, name, pattern in among]


@lru_cache(maxsize=8)
def _by_beginning(sheet: FactSheet) -> Mapping[str, list[tuple[int, str, re.Pattern[str]]]]:
    found: dict[str, list[tuple[int, str, re.Pattern[str]]]] = {}
    for order, (name, cue) in enumerate((spec.name, cue) for spec in sheet.values() for cue in spec.cues):
        beginning, pattern = _pattern(cue)
        found.setdefault(beginning, []).append((order, name, pattern))
    return found


@lru_cache(maxsize=2048)
def _pattern(cue: str) -> tuple[str, re.Pattern[str]]:
    """How it begins, and all of it; kept, since a sheet has more cues than the regular expressions' own memory."""
    cue = tidy(cue)
    pattern = re.escape(cue)
    if len(cue) >= 4:
        pattern += f"|{re.escape(cue[:2])}[^和及与或、也事]{{1,12}}{re.escape(cue[2:])}"
    return cue[:2], re.compile(pattern)


def _better_twin(sheet: FactSheet, name: str, among: Collection[str], wanted: Collection[str] | None) -> bool:
    """Whether another one of ``among`` is meant rather than ``name``."""
    order = list(sheet)
    for other in among:
        if other == name or not _twins(sheet[name], sheet[other]):
            continue
        mine, its = (wanted is None or fact in wanted for fact in (name, other))
        if its and (not mine or order.index(other) < order.index(name)):
            return True
    return False


def _twins(one: FactSpec, other: FactSpec) -> bool:
    """Whether one short name is the other's with a word before it: 辖区最近一次…, 最近一次…."""
    return one.short.endswith(other.short) or other.short.endswith(one.short)
