"""Questions worded differently that ask the same, in groups.

A wording joins the group of the one it is most like, if it is like enough, and else begins a group of its own. How much
is enough hangs on what both were answered: by the same entry, surely, less will do; by two entries, it takes more.
What is in a group is never moved by what comes later, so a decision taken by hand stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.likeness import ENTRIES, LETTERS, WORDS, Traits, likeness
from knowledge.vocabulary import bare

# Measured on ``tests/questions/groups.yaml`` as the bot answers it and as if nothing were answered
# (``python -m benchmarks grouping``).
SAME_MATTER, ALIKE, OTHER_MATTER = 0.3, 0.5, 0.6
# Members of a group that a wording is compared with: the first ones, which are the most asked.
COMPARED = 6
# Two wordings that are ALIKE and not a letter apart share this much of their words, or of their entries.
_SHARED = (ALIKE - LETTERS) / (WORDS + ENTRIES)
# Whoever shares that much of their entries has one of the first three in common, but for the rarest cases.
_FIRST_ENTRIES = 3


class Reason(StrEnum):
    """Why a wording was put beside another: the same but for marks; surely answered by the same entry; alike enough."""

    same = "same"
    matter = "matter"
    like = "like"


@dataclass(frozen=True, slots=True)
class Wording:
    """``key`` names it, a positive number; ``matter`` is the entry that surely answers it; ``asked``, how often.

    ``text`` is normalised. Without ``traits`` it is known, but only the very same is put beside it.
    """

    key: int
    text: str
    traits: Traits | None
    matter: str | None = None
    asked: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a wording belongs: the group, the wording in it that it is most like, how like (0 to 1), and why."""

    group: int
    near: int
    score: float
    reason: Reason


class Grouping:
    """Groups, growing a wording at a time. For one thread at a time."""

    def __init__(self) -> None:
        self._groups: dict[int, int] = {}
        self._by_letters: dict[str, int] = {}
        self._compared: dict[int, tuple[Traits, str | None]] = {}
        self._sizes: dict[int, int] = {}
        self._indexes = (_Index(_of_matter), _Index(_of_first_entries), _Index(_of_telling_words))

    def __len__(self) -> int:
        return len(self._groups)

    def __iter__(self) -> Iterator[int]:
        return iter(self._groups)

    def __getitem__(self, key: int) -> int:
        """The group a wording is in; raises KeyError for one that is not known."""
        return self._groups[key]

    def size(self, group: int) -> int:
        """How many wordings it has."""
        return self._sizes.get(group, 0)

    def put(self, wording: Wording, group: int) -> None:
        """Have a wording in a group, whatever it is like; it leaves the one it was in."""
        self._leave(wording.key)
        letters = bare(wording.text)
        if self._by_letters.get(letters) not in self._groups:
            self._by_letters[letters] = wording.key
        self._groups[wording.key] = group
        self._sizes[group] = self.size(group) + 1
        if wording.traits and self.size(group) <= COMPARED and wording.key not in self._compared:
            self._compared[wording.key] = wording.traits, wording.matter
            for index in self._indexes:
                index.add(wording.key, wording.traits, wording.matter)

    def drop(self, key: int) -> None:
        """Forget a wording: no other is put beside it any more."""
        self._leave(key)
        self._compared.pop(key, None)

    def place(self, wording: Wording) -> Place | None:
        """Where it belongs; None where it is like no other enough. Of two places as good, the one of the lower key."""
        twin = self._by_letters.get(bare(wording.text))
        if twin in self._groups:
            assert twin is not None
            return Place(self._groups[twin], twin, 1.0, Reason.same)
        if wording.traits is None:
            return None
        best: Place | None = None
        spare = 0.0  # by how much the best is more than enough
        for key in self._beside(wording.traits, wording.matter):
            traits, matter = self._compared[key]
            enough = _enough(wording.matter, matter)
            score = likeness(wording.traits, traits, enough + spare)
            if score and (best is None or (score - enough, -key) > (spare, -best.near)):
                same = wording.matter is not None and wording.matter == matter
                best = Place(self._groups[key], key, score, Reason.matter if same else Reason.like)
                spare = score - enough
        return best

    def _leave(self, key: int) -> None:
        group = self._groups.pop(key, None)
        if group is not None:
            self._sizes[group] -= 1
            if not self._sizes[group]:
                del self._sizes[group]

    def _beside(self, traits: Traits, matter: str | None) -> Iterator[int]:
        """Those that share something with it, once each."""
        seen: set[int] = set()
        for index in self._indexes:
            for key in index.beside(traits, matter):
                if key not in seen and key in self._compared:
                    seen.add(key)
                    yield key


class _Index:
    """Wordings by what they may share with another."""

    def __init__(self, shared: Callable[[Traits, str | None], Iterable[str]]) -> None:
        self._shared = shared
        self._keys: dict[str, list[int]] = {}

    def add(self, key: int, traits: Traits, matter: str | None) -> None:
        for name in self._shared(traits, matter):
            self._keys.setdefault(name, []).append(key)

    def beside(self, traits: Traits, matter: str | None) -> Iterator[int]:
        """One may come several times."""
        for name in self._shared(traits, matter):
            yield from self._keys.get(name, ())


def in_order(wordings: Iterable[Wording]) -> list[Wording]:
    """The order to group them in, whatever order they come in: the most asked first, around whom others gather."""
    return sorted(wordings, key=lambda wording: (-wording.asked, wording.text, wording.key))


def grouped(wordings: Iterable[Wording], kept: Mapping[int, int] | None = None) -> dict[int, tuple[int, Place | None]]:
    """Each wording's group by its key, and its place where it was not the first; the same in whatever order they come.

    ``kept``: the groups, by key, of those that stay where they are. Groups are positive there; a new one is named by
    the negative of the key it began with.
    """
    kept = kept or {}
    grouping = Grouping()
    found: dict[int, tuple[int, Place | None]] = {}
    ranked = in_order(wordings)
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


def _of_matter(_traits: Traits, matter: str | None) -> Iterable[str]:
    return () if matter is None else (matter,)


def _of_first_entries(traits: Traits, _matter: str | None) -> Iterable[str]:
    return list(traits.entries)[:_FIRST_ENTRIES]


def _of_telling_words(traits: Traits, _matter: str | None) -> Iterable[str]:
    """The heaviest words, up to where the rest weigh less than _SHARED together.

    A word weighs the same wherever it stands, so the heaviest come first in the same order in each wording; two that
    share as much as that have one of these in common.
    """
    left = 1.0
    telling: list[str] = []
    for word, weight in traits.words.items():
        if left < _SHARED * _SHARED:
            break
        telling.append(word)
        left -= weight * weight
    return telling
