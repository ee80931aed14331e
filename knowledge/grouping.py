"""Questions worded differently that ask the same, in groups.

A wording joins the group of the one it is most like, if it is like enough, and else begins a group of its own. How much
is enough hangs on what both were answered: by the same entry, surely, less will do; by two entries, it takes more.
What is in a group is never moved by what comes later, so a decision taken by hand stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.likeness import ENTRIES, LETTERS, WORDS, Traits, likeness

# Measured on ``tests/questions/groups.yaml``, as the bot is and with every second matter's entries taken away
# (``python -m benchmarks grouping``).
SAME_MATTER, ALIKE, OTHER_MATTER = 0.3, 0.5, 0.6
# Members of a group that a wording is compared with: the first ones, which are the most asked.
COMPARED = 6
# Two wordings that are ALIKE and not a letter apart share this much of their words, or of their entries.
_SHARED = (ALIKE - LETTERS) / (WORDS + ENTRIES)
# Whoever shares that much of their entries has one of the first three in common, but for the rarest cases.
_FIRST_ENTRIES = 3


class Reason(StrEnum):
    """Why a wording was put beside another: the same letters; surely answered by the same entry; alike enough."""

    same = "same"
    matter = "matter"
    like = "like"


@dataclass(frozen=True, slots=True)
class Wording:
    """``key`` names it, a positive number; ``matter`` is the entry that surely answers it; ``asked``, how often."""

    key: int
    traits: Traits
    matter: str | None = None
    asked: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a wording belongs: the group, the wording in it that it is most like, how like (0 to 1), and why."""

    group: int
    near: int
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Member:
    wording: Wording
    group: int


class _Index:
    """Members by what they may share with a wording."""

    def __init__(self, shared: Callable[[Wording], Iterable[str]]) -> None:
        self._shared = shared
        self._members: dict[str, list[_Member]] = {}

    def add(self, member: _Member) -> None:
        for key in self._shared(member.wording):
            self._members.setdefault(key, []).append(member)

    def beside(self, wording: Wording) -> Iterable[_Member]:
        """Those that share something with it; one may come several times."""
        for key in self._shared(wording):
            yield from self._members.get(key, ())


class Grouping:
    """Groups, growing a wording at a time. For one thread at a time."""

    def __init__(self) -> None:
        self._by_letters: dict[str, _Member] = {}
        self._sizes: dict[int, int] = {}
        self._indexes = (_Index(_matter), _Index(_first_entries), _Index(_telling_words))

    def put(self, wording: Wording, group: int) -> None:
        """Have a wording in a group, whatever it is like."""
        member = _Member(wording, group)
        self._by_letters.setdefault(wording.traits.letters, member)
        size = self._sizes[group] = self._sizes.get(group, 0) + 1
        if size <= COMPARED:
            for index in self._indexes:
                index.add(member)

    def place(self, wording: Wording) -> Place | None:
        """Where it belongs; None where it is like no other enough. Of two places as good, the one of the lower key."""
        twin = self._by_letters.get(wording.traits.letters)
        if twin is not None:
            return Place(twin.group, twin.wording.key, 1.0, Reason.same)
        best: Place | None = None
        spare = 0.0  # by how much the best is more than enough
        seen: set[int] = set()
        for index in self._indexes:
            for member in index.beside(wording):
                other = member.wording
                if other.key in seen:
                    continue
                seen.add(other.key)
                enough = _enough(wording.matter, other.matter)
                score = likeness(wording.traits, other.traits, enough + spare)
                if score and (best is None or (score - enough, -other.key) > (spare, -best.near)):
                    same = wording.matter is not None and wording.matter == other.matter
                    best = Place(member.group, other.key, score, Reason.matter if same else Reason.like)
                    spare = score - enough
        return best


def grouped(wordings: Sequence[Wording], kept: Mapping[int, int] | None = None) -> dict[int, tuple[int, Place | None]]:
    """Each wording's group by its key, and its place where it was not the first; the same in whatever order they come.

    ``kept``: the groups, by key, of those that stay where they are. Groups are positive there; a new one is named by
    the negative of the key it began with.
    """
    kept = kept or {}
    grouping = Grouping()
    found: dict[int, tuple[int, Place | None]] = {}
    ranked = sorted(wordings, key=lambda wording: (-wording.asked, wording.traits.letters, wording.key))
    for wording in ranked:
        if wording.key in kept:
            grouping.put(wording, kept[wording.key])
            found[wording.key] = kept[wording.key], None
    for wording in ranked:
        if wording.key not in kept:
            place = grouping.place(wording)
            group = place.group if place else -wording.key
            grouping.put(wording, group)
            found[wording.key] = group, place
    return found


def _enough(one: str | None, other: str | None) -> float:
    if one is None or other is None:
        return ALIKE
    return SAME_MATTER if one == other else OTHER_MATTER


def _matter(wording: Wording) -> Iterable[str]:
    return () if wording.matter is None else (wording.matter,)


def _first_entries(wording: Wording) -> Iterable[str]:
    return list(wording.traits.entries)[:_FIRST_ENTRIES]


def _telling_words(wording: Wording) -> Iterable[str]:
    """The heaviest words, up to where the rest weigh less than _SHARED together.

    A word weighs the same wherever it stands, so the heaviest come first in the same order in each wording; two that
    share as much as that have one of these in common.
    """
    left = 1.0
    telling: list[str] = []
    for word, weight in wording.traits.words.items():
        if left < _SHARED * _SHARED:
            break
        telling.append(word)
        left -= weight * weight
    return telling
