"""What is still open, for one programme or several: exact, over every completion of the missing facts.

A completion gives each missing fact one of its classes, "unknown" among them. Criteria that share no missing fact
are independent, so they are kept in groups. Effects on the result join by the worst, which makes two things easy:
what the settled criteria did is one floor, and a fact matters exactly when an effect above that floor hinges on it.
Whatever can no longer matter is left out, so that talks which come to the same point are the same value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from eligibility.criterion import Criterion, combinations
from eligibility.facts import UNKNOWN, Value
from eligibility.outcomes import CHAIN, Known, effect
from eligibility.rulebook import Classes, Rulebook
from eligibility.verdict import Result


class Group(NamedTuple):
    """Open criteria tied together by missing facts, and the classes that they, or their questions, look at."""

    criteria: tuple[str, ...]
    known: Known


class Standing(NamedTuple):
    """One programme: the best result still possible, as a place in ``CHAIN``, and the groups that may worsen it."""

    floor: int
    open: tuple[Group, ...]

    @property
    def result(self) -> Result:
        """The programme's result; ``incomplete`` while a group is open."""
        return Result.incomplete if self.open else CHAIN[self.floor]


Position = tuple[Standing, ...]


class Outlook(NamedTuple):
    """What the completions of a group's missing facts do to the result.

    ``least`` and ``most`` are the mildest and the worst effect. ``stakes`` has for each missing fact that makes a
    difference the worst effect hinging on it: one that it brings about or averts, all other facts being equal.
    ``awaits`` are all facts an answer to which makes another group of this one.
    """

    least: int
    most: int
    stakes: tuple[tuple[str, int], ...]
    awaits: frozenset[str]


def position(book: Rulebook, programmes: Sequence[str], classes: Classes, late: bool) -> Position:
    """Where these programmes stand with these classes known (as ``Rulebook.classify`` gives them)."""
    known = frozenset(classes.items())
    return tuple(_standing_of(book, name, known, late) for name in programmes)


def after(book: Rulebook, at: Position, fact: str, value: Value, late: bool) -> Position:
    """The position once the missing ``fact`` is answered with the class ``value``."""
    return tuple(_answered(book, standing, fact, value, late) for standing in at)


def mattering(book: Rulebook, at: Position, late: bool) -> tuple[str, ...]:
    """The missing facts of which some two values, all else equal, give a programme different results."""
    found = {
        fact
        for standing in at
        for group in standing.open
        for fact, stake in outlook(book, group, late).stakes
        if stake > standing.floor
    }
    return tuple(fact for fact in book.facts if fact in found)


def known_at(at: Position) -> dict[str, Value]:
    """The classes that an open criterion, or the question for it, still looks at."""
    return {fact: value for standing in at for group in standing.open for fact, value in group.known}


@lru_cache(maxsize=5_000)
def outlook(book: Rulebook, group: Group, late: bool) -> Outlook:
    """Every completion of the group's missing facts, summed up."""
    members = [book.criterion(name) for name in group.criteria]
    given = dict(group.known)
    missing = tuple(dict.fromkeys(fact for member in members for fact in book.reads_of(member) if fact not in given))
    values = {fact: (*book.distinct(fact, late), UNKNOWN) for fact in missing}
    outcomes = []
    for guess in combinations(missing, values):
        classes = book.facts.complete({**given, **guess})
        # What follows from a guess may not contradict what the applicant said.
        if all(classes[fact] == value or value == UNKNOWN for fact, value in given.items()):
            outcomes.append((guess, max(effect(book, member, classes, late) for member in members)))
    effects = [worst for _, worst in outcomes]
    stakes = ((fact, _stake(fact, outcomes)) for fact in missing)
    awaits = frozenset(fact for member in members for fact in book.looked_at(member) if fact not in given)
    return Outlook(min(effects), max(effects), tuple((fact, stake) for fact, stake in stakes if stake), awaits)


def _stake(fact: str, outcomes: Iterable[tuple[dict[str, Value], int]]) -> int:
    """The worst effect that hinges on ``fact`` beside some values of the others; 0 where none does."""
    beside: dict[tuple[Value, ...], set[int]] = {}
    for guess, worst in outcomes:
        beside.setdefault(tuple(value for name, value in guess.items() if name != fact), set()).add(worst)
    return max((max(effects) for effects in beside.values() if len(effects) > 1), default=0)


def _names(book: Rulebook, programme: str) -> tuple[str, ...]:
    return tuple(criterion.id for criterion in book.programmes[programme].criteria)


@lru_cache(maxsize=1_000)
def _standing_of(book: Rulebook, programme: str, known: Known, late: bool) -> Standing:
    """One programme with these classes known; one turn of a talk asks for the same several times."""
    return _standing(book, 0, [_grouped(book, _names(book, programme), known, late)], late)


def _answered(book: Rulebook, standing: Standing, fact: str, value: Value, late: bool) -> Standing:
    touched = [group for group in standing.open if fact in outlook(book, group, late).awaits]
    if not touched:
        return standing
    untouched = tuple(group for group in standing.open if group not in touched)
    parts = [group_after(book, group, fact, value, late) for group in touched]
    return _standing(book, standing.floor, [Standing(0, untouched), *parts], late)


def _standing(book: Rulebook, floor: int, parts: Sequence[Standing], late: bool) -> Standing:
    """The parts of one programme joined: the floor rises as far as it must, and what lies below it falls out."""
    groups = [group for part in parts for group in part.open]
    least = [outlook(book, group, late).least for group in groups]
    floor = max(floor, *(part.floor for part in parts), *least)
    still_open = (group for group in groups if outlook(book, group, late).most > floor)
    return Standing(floor, tuple(sorted(still_open, key=lambda group: group.criteria)))


@lru_cache(maxsize=5_000)
def group_after(book: Rulebook, group: Group, fact: str, value: Value, late: bool) -> Standing:
    """What becomes of one group once its missing ``fact`` is answered."""
    classes = book.facts.complete({**dict(group.known), fact: value})
    return _grouped(book, group.criteria, frozenset(classes.items()), late)


def _grouped(book: Rulebook, names: Sequence[str], known: Known, late: bool) -> Standing:
    """The named criteria in groups; those whose effect is certain go into the floor."""
    floor = 0
    answered = {fact for fact, _ in known}
    tied: list[tuple[set[str], list[Criterion]]] = []
    for criterion in map(book.criterion, names):
        alone = outlook(book, _group(book, [criterion], known), late)
        if alone.least == alone.most:
            floor = max(floor, alone.least)
            continue
        missing = {fact for fact in book.reads_of(criterion) if fact not in answered}
        joined = [entry for entry in tied if entry[0] & missing]
        tied = [entry for entry in tied if not entry[0] & missing]
        tied.append((missing.union(*(facts for facts, _ in joined)), [*(c for _, cs in joined for c in cs), criterion]))
    return Standing(floor, tuple(_group(book, members, known) for _, members in tied))


def _group(book: Rulebook, members: Sequence[Criterion], known: Known) -> Group:
    looked_at = {fact for criterion in members for fact in book.looked_at(criterion)}
    relevant = frozenset((fact, value) for fact, value in known if fact in looked_at)
    return Group(tuple(sorted(criterion.id for criterion in members)), relevant)
