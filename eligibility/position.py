"""What is still open, for one programme or several: exact, over every completion of the missing facts.

A completion gives each missing fact one of its classes, "unknown" among them. Criteria that share no missing fact
are independent, so they are enumerated group by group and only their effect on the result is combined. A position
leaves out everything that can no longer matter, so that different talks which come to the same point are the same
value, and all that is computed for one can be kept for the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from eligibility.criterion import Criterion, combinations
from eligibility.facts import UNKNOWN, Value
from eligibility.outcomes import Flags, flags_of
from eligibility.rulebook import Classes, Rulebook
from eligibility.verdict import Result

Known = frozenset[tuple[str, Value]]


class Standing(NamedTuple):
    """One programme: what its settled criteria did to the result, and which criteria are open (none: settled)."""

    flags: Flags
    open: tuple[str, ...]


class Position(NamedTuple):
    """The programmes' standings and the classes that an open criterion, or the question for it, still looks at."""

    standings: tuple[Standing, ...]
    known: Known


class Group(NamedTuple):
    """Criteria tied together by missing facts: every completion of those facts, with its flags."""

    criteria: tuple[str, ...]
    missing: tuple[str, ...]
    outcomes: tuple[tuple[tuple[Value, ...], Flags], ...]


def position(book: Rulebook, programmes: Sequence[str], classes: Classes, late: bool) -> Position:
    """Where these programmes stand with these classes known (as ``Rulebook.classify`` gives them)."""
    every = tuple(
        Standing(Flags(), tuple(criterion.id for criterion in book.programmes[programme].criteria))
        for programme in programmes
    )
    return _reduced(book, every, classes, late)


@lru_cache(maxsize=50_000)
def after(book: Rulebook, at: Position, fact: str, value: Value, late: bool) -> Position:
    """The position once ``fact`` is answered with the class ``value``."""
    return _reduced(book, at.standings, book.facts.complete({**dict(at.known), fact: value}), late)


def results(book: Rulebook, at: Position, late: bool) -> list[set[Result]]:
    """For each programme every result some completion gives; one element means that it is settled."""
    return [
        {flags.result for flags in _combined(standing.flags, _groups(book, standing, at.known, late))}
        for standing in at.standings
    ]


@lru_cache(maxsize=50_000)
def mattering(book: Rulebook, at: Position, late: bool) -> tuple[str, ...]:
    """The missing facts of which some two values, all else equal, give a programme different results."""
    found: set[str] = set()
    for standing in at.standings:
        groups = _groups(book, standing, at.known, late)
        for place, group in enumerate(groups):
            rest = _combined(standing.flags, groups[:place] + groups[place + 1 :])
            found |= {fact for column, fact in enumerate(group.missing) if _matters(group, column, rest)}
    return tuple(fact for fact in book.facts if fact in found)


def _matters(group: Group, column: int, rest: set[Flags]) -> bool:
    by_others: dict[tuple[Value, ...], set[Flags]] = {}
    for values, flags in group.outcomes:
        by_others.setdefault(values[:column] + values[column + 1 :], set()).add(flags)
    return any(
        len({flags.joined(elsewhere).result for flags in own}) > 1 for own in by_others.values() for elsewhere in rest
    )


def _reduced(book: Rulebook, standings: Iterable[Standing], classes: Classes, late: bool) -> Position:
    known = frozenset(classes.items())
    reduced = tuple(_reduced_standing(book, standing, known, late) for standing in standings)
    read = {fact for standing in reduced for name in standing.open for fact in book.looked_at(book.criterion(name))}
    return Position(reduced, frozenset((fact, value) for fact, value in known if fact in read))


def _reduced_standing(book: Rulebook, standing: Standing, known: Known, late: bool) -> Standing:
    flags = standing.flags
    still_open: list[Group] = []
    for group in _groups(book, standing, known, late):
        effects = {effect for _, effect in group.outcomes}
        if len(effects) == 1:
            flags = flags.joined(effects.pop())
        else:
            still_open.append(group)
    if len({reachable.result for reachable in _combined(flags, still_open)}) == 1:
        # Only the result counts from here on, so that all settled standings with it are one.
        return Standing(min(_combined(flags, still_open), key=sum), ())
    # Beside an unmet soft criterion an unsure one changes nothing any more.
    flags = flags._replace(unsure=flags.unsure and not flags.soft_unmet)
    return Standing(flags, tuple(sorted(name for group in still_open for name in group.criteria)))


def _combined(flags: Flags, groups: Iterable[Group]) -> set[Flags]:
    reachable = {flags}
    for group in groups:
        own = {effect for _, effect in group.outcomes}
        reachable = {left.joined(right) for left in reachable for right in own}
    return reachable


def _groups(book: Rulebook, standing: Standing, known: Known, late: bool) -> list[Group]:
    answered = {fact for fact, _ in known}
    tied: list[tuple[set[str], list[Criterion]]] = []
    for criterion in map(book.criterion, standing.open):
        missing = {fact for fact in book.reads_of(criterion) if fact not in answered}
        members = [criterion]
        apart = []
        for facts, others in tied:
            if facts & missing:
                missing |= facts
                members = others + members
            else:
                apart.append((facts, others))
        tied = [*apart, (missing, members)]
    return [_group(book, members, missing, known, late) for missing, members in tied]


def _group(book: Rulebook, members: list[Criterion], missing: set[str], known: Known, late: bool) -> Group:
    reads = {fact for criterion in members for fact in book.reads_of(criterion)}
    relevant = frozenset((fact, value) for fact, value in known if fact in reads)
    return _enumerated(book, tuple(c.id for c in members), tuple(sorted(missing)), relevant, late)


@lru_cache(maxsize=50_000)
def _enumerated(book: Rulebook, criteria: tuple[str, ...], missing: tuple[str, ...], known: Known, late: bool) -> Group:
    members = [book.criterion(name) for name in criteria]
    values = {fact: (*book.distinct(fact, late), UNKNOWN) for fact in missing}
    outcomes = []
    for guess in combinations(missing, values):
        classes = book.facts.complete({**dict(known), **guess})
        # What follows from a guess may not contradict what the applicant said.
        if all(classes[fact] == value or value == UNKNOWN for fact, value in known):
            outcomes.append((tuple(guess[fact] for fact in missing), flags_of(book, members, classes, late)))
    return Group(criteria, missing, tuple(outcomes))
