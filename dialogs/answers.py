"""From what was told to the facts that hold now, and from a reading to one more entry of the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.ground import Ground
from dialogs.moves import Taken
from dialogs.readings import Answered, Problem, ProblemKind, Reading, Roughly
from dialogs.spans import FAR_AHEAD, Span
from dialogs.state import DialogState, Given, Manner
from eligibility.criterion import Criterion, combinations
from eligibility.facts import UNKNOWN, FactError, Facts, FactSpec, Value


def current(state: DialogState, ground: Ground) -> Mapping[str, Given]:
    """The latest entry of each fact that holds now, in the order in which the facts were first told.

    Left out is what the rules do not know, what has lost its ground (the level of an accident that did not happen)
    and what contradicts the fact it follows from.
    """
    latest: dict[str, Given] = {}
    for given in state.log:
        if fits(given, ground):
            latest[given.fact] = given
    while True:
        classes = ground.classes({name: given.value for name, given in latest.items()})
        groundless = [
            name
            for name, given in latest.items()
            if not ground.sheet.askable(name, classes) or _contradicts_source(given, ground, classes)
        ]
        if not groundless:
            return latest
        for name in groundless:
            del latest[name]


def facts_of(state: DialogState, ground: Ground) -> Facts:
    """The facts that hold now, ready for a precheck."""
    return {name: given.value for name, given in current(state, ground).items()}


def fits(given: Given, ground: Ground) -> bool:
    """Whether the rules still know the fact and its value."""
    if given.fact not in ground.sheet:
        return False
    try:
        ground.sheet[given.fact].check(given.value, ground.today)
    except FactError:
        return False
    return True


def _contradicts_source(given: Given, ground: Ground, classes: Mapping[str, Value]) -> bool:
    settled = ground.sheet.settled_by_source(given.fact, classes)
    return settled is not None and given.value not in (settled, UNKNOWN)


@dataclass(frozen=True)
class Noted:
    """One more entry for the log, and how to say it back."""

    given: Given
    taken: Taken


def note(state: DialogState, ground: Ground, fact: str, reading: Reading, manner: Manner) -> Noted | Problem:
    """The entry a reading makes, or why it makes none.

    A span of days is taken where all its days come to the same for the programmes of the talk, as its later end.
    Once the question was put again for its sake (``state.vague``) a year may do, and what stays imprecise is taken
    as 不清楚, so that the talk goes on.
    """
    turn = state.turn + 1
    if isinstance(reading, Answered):
        source = ground.sheet.settled_by_source(fact, ground.classes(facts_of(state, ground)))
        if source is not None and reading.value not in (source, UNKNOWN):
            return Problem(ProblemKind.contradiction, (source,))
        return _noted(Given(fact=fact, value=reading.value, manner=manner, turn=turn, hedged=reading.hedged))
    problem = Problem(ProblemKind.imprecise) if isinstance(reading, Roughly) else reading.problem
    last_try = state.vague and fact == state.pending and problem.kind in (ProblemKind.imprecise, ProblemKind.vague)
    if reading.span is not None and (isinstance(reading, Roughly) or last_try):
        day = _good_enough(state, ground, ground.sheet[fact], reading.span)
        if day is not None:
            hedged = isinstance(reading, Roughly) and reading.hedged
            given = Given(fact=fact, value=day.isoformat(), manner=manner, turn=turn, hedged=hedged)
            return _noted(given, reading.span)
    if last_try:
        return _noted(Given(fact=fact, value=UNKNOWN, manner="imprecise", turn=turn))
    return problem


def _noted(given: Given, span: Span | None = None) -> Noted:
    return Noted(given, Taken(given.fact, given.value, given.manner, given.hedged, span))


def skipped(state: DialogState, fact: str) -> Noted:
    """跳过: asked, and not known."""
    return _noted(Given(fact=fact, value=UNKNOWN, manner="skipped", turn=state.turn + 1))


def _good_enough(state: DialogState, ground: Ground, spec: FactSpec, span: Span) -> date | None:
    """The day that may stand for all of ``span``: its later end, where every day of it decides alike."""
    if spec.bands is None:
        return None
    order = spec.bands.classes(ground.filing.late)
    first, last = (order.index(spec.bands.classify(day, ground.filing)) for day in (span.first, span.last))
    touched = order[min(first, last) : max(first, last) + 1]
    known = ground.classes(facts_of(state, ground))
    criteria = [c for p in state.programmes for c in ground.book.programmes[p].criteria if spec.name in c.reads]
    if not all(_alike(c, spec.name, touched, known, ground) for c in criteria):
        return None
    return span.first if span.last == FAR_AHEAD else span.last


def _alike(
    criterion: Criterion, fact: str, classes: Sequence[Value], known: Mapping[str, Value], ground: Ground
) -> bool:
    """Whether these classes of a fact come to the same in a criterion, whatever the facts still missing."""
    others = {name: known[name] for name in criterion.reads if known.get(name, UNKNOWN) != UNKNOWN and name != fact}
    missing = tuple(name for name in criterion.reads if name not in others and name != fact)
    values = {name: ground.sheet[name].classes(ground.filing.late) for name in missing}
    return all(
        len({criterion.decide({**others, **guess, fact: value}) for value in classes}) == 1
        for guess in combinations(missing, values)
    )
