"""What comes next: a question, the first settled 不符合, or the end. The order of questions is eligibility's."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.answers import current, facts_of
from dialogs.ground import Ground
from dialogs.moves import Ask, Finished, Move, Settled, Taken, WhichToChange
from dialogs.readings import Problem
from dialogs.state import DialogState
from eligibility.facts import UNKNOWN, Facts, FactSpec, Value
from eligibility.precheck import precheck
from eligibility.questions import expected_left, likely_classes, needed, next_fact, next_open_fact
from eligibility.verdict import Result, Verdict

LONGEST = 40
"""More questions than any notice asks; only a bound for the estimate below."""


def proceed(
    state: DialogState, ground: Ground, heard: tuple[Taken, ...] = (), prefer: str | None = None
) -> tuple[DialogState, tuple[Move, ...]]:
    """The state with its next question open, or its result out, and the move that says so.

    ``prefer`` is the question open until now: where something else was told meanwhile it stays, if still of use.
    """
    facts = facts_of(state, ground)
    state = state.but(changing=False, vague=False, proposed=None, misses=0)
    if state.settled_shown and not _ineligible(state, ground, facts):
        state = state.but(settled_shown=False)
    fact = _next(state, ground, facts)
    if fact is not None and prefer is not None and _of_use(state, ground, facts, prefer):
        fact = prefer
    if fact is not None:
        state = state.but(stage="asking", pending=fact)
        return state, (ask(state, ground, heard=heard),)
    state = state.but(pending=None, refining=False)
    if _first_no(state, ground, facts):
        verdict = precheck(ground.book, state.programmes[0], facts, ground.today)
        state = state.but(stage="settled", settled_shown=True)
        return state, (Settled(verdict, len(_left_open(state, ground, facts)), heard),)
    state = state.but(stage="finished")
    return state, (finished(state, ground, heard),)


def reopen(state: DialogState, ground: Ground, fact: str, *, changing: bool = False) -> tuple[DialogState, Ask]:
    """The state with the question of ``fact`` open, whether or not it was answered before."""
    state = state.but(stage="asking", pending=fact, changing=changing, vague=False, proposed=None, misses=0)
    return state, ask(state, ground)


def put_again(state: DialogState, ground: Ground, problem: Problem | None = None) -> tuple[Move, ...]:
    """What is open once more, nothing when nothing is."""
    if state.stage == "asking" and state.pending is not None:
        return (ask(state, ground, problem=problem),)
    if state.stage == "settled":
        facts = facts_of(state, ground)
        verdict = precheck(ground.book, state.programmes[0], facts, ground.today)
        return (Settled(verdict, len(_left_open(state, ground, facts))),)
    return (which_answers(state, ground),) if state.stage == "choosing" else ()


def which_answers(state: DialogState, ground: Ground, unknown: int | None = None) -> WhichToChange:
    """All answers with their numbers, to choose the one to change."""
    given = current(state, ground).values()
    return WhichToChange(tuple((n, one.fact, one.value) for n, one in enumerate(given, start=1)), unknown)


def ask(state: DialogState, ground: Ground, *, heard: tuple[Taken, ...] = (), problem: Problem | None = None) -> Ask:
    """The pending question as a move."""
    fact = state.pending or ""
    given = current(state, ground)
    numbers = list(given)
    known = fact in given
    return Ask(
        fact=fact,
        number=numbers.index(fact) + 1 if known else len(numbers) + 1,
        remaining=remaining(state, ground),
        heard=heard,
        problem=problem,
        way_out=problem is not None and state.misses >= 2,
        current=given[fact].value if known else None,
    )


def finished(state: DialogState, ground: Ground, heard: tuple[Taken, ...] = ()) -> Finished:
    """The result by today's facts; for ``which`` the best first."""
    facts = facts_of(state, ground)
    found = verdicts(state, ground, facts)
    offered = () if state.kind == "checklist" else tuple(_offered(state, ground, facts))
    more = state.kind != "checklist" and bool(_left_open(state, ground, facts))
    return Finished(state.kind, found, heard, offered, more)


def verdicts(state: DialogState, ground: Ground, facts: Facts) -> tuple[Verdict, ...]:
    """A verdict on each programme of the talk, best first, in the notice's order where they are alike."""
    found = [precheck(ground.book, programme, facts, ground.today) for programme in state.programmes]
    return tuple(sorted(found, key=lambda verdict: -verdict.result.rank))


def wanted(state: DialogState, ground: Ground) -> frozenset[str]:
    """The facts this talk has any use for."""
    programmes = [ground.book.programmes[key] for key in state.programmes]
    shaping = {fact for programme in programmes for fact in programme.checklist_facts}
    if state.kind == "checklist":
        return frozenset(shaping)
    offered = {fact for programme in programmes for fact in programme.offered_after}
    return frozenset(shaping | offered | {fact for key in state.programmes for fact in ground.book.reads(key)})


def remaining(state: DialogState, ground: Ground) -> int:
    """About how many questions follow the pending one, each answered in the likeliest way.

    Where the likeliest answer ends the talk with a 不符合, as many as after one that does not: only those who may
    apply go on, and they are not to be told that this is the last question.
    """
    facts = dict(facts_of(state, ground))
    if state.kind == "checklist" or state.whole or state.refining:
        return _counted(state, ground, facts)
    facts.pop(state.pending or "", None)
    left = expected_left(ground.book, state.programmes, facts, ground.today) - 1
    if left > 0 or state.pending is None:
        return max(left, 0)
    return max(
        (_left_after(state, ground, facts, choice.value) for choice in ground.sheet[state.pending].choices), default=0
    )


def _left_after(state: DialogState, ground: Ground, facts: Facts, value: Value) -> int:
    return expected_left(ground.book, state.programmes, {**facts, state.pending or "": value}, ground.today)


def _counted(state: DialogState, ground: Ground, known: Facts) -> int:
    """The same for questions that no result depends on."""
    facts = dict(known)
    fact, count = state.pending, 0
    while fact is not None and count <= LONGEST:
        facts[fact] = facts.get(fact, _likeliest(ground, ground.sheet[fact]))
        fact = _next(state, ground, facts)
        count += 1
    return max(count - 1, 0)


def _next(state: DialogState, ground: Ground, facts: Facts) -> str | None:
    if state.kind == "checklist":
        return next(iter(_shaping(state, ground, facts)), None)
    if state.refining and (offered := _offered(state, ground, facts)):
        return offered[0]
    # A change on the way may have opened what the result rests on.
    fact = next_fact(ground.book, state.programmes, facts, ground.today)
    if fact is None and state.whole:
        return next_open_fact(ground.book, state.programmes, facts, ground.today)
    return fact


def _of_use(state: DialogState, ground: Ground, facts: Facts, fact: str) -> bool:
    if fact in facts or not ground.sheet.askable(fact, ground.classes(facts)):
        return False
    if state.kind == "checklist":
        return fact in _shaping(state, ground, facts)
    if state.refining:
        return fact in _offered(state, ground, facts)
    return fact in needed(ground.book, state.programmes, facts, ground.today)


def _likeliest(ground: Ground, spec: FactSpec) -> Value:
    likely = likely_classes(ground.book, spec.name, ground.filing.late)
    best = max(likely, key=lambda value: likely[value])
    named = [choice.value for choice in spec.choices if ground.book.representative(spec.name, choice.value) == best]
    if named:
        return named[0]
    # A band of days: any day within reach will do for an estimate.
    return spec.bands.last.isoformat() if spec.bands and spec.bands.kind == "within" else UNKNOWN


def _ineligible(state: DialogState, ground: Ground, facts: Facts) -> bool:
    """Whether the one programme of a precheck is settled as 不符合."""
    return precheck(ground.book, state.programmes[0], facts, ground.today).result is Result.ineligible


def _first_no(state: DialogState, ground: Ground, facts: Facts) -> bool:
    if state.kind != "precheck" or state.settled_shown or state.whole:
        return False
    return _ineligible(state, ground, facts) and bool(_left_open(state, ground, facts))


def _left_open(state: DialogState, ground: Ground, facts: Facts) -> tuple[str, ...]:
    """The facts nobody asked for since the result no longer depends on them, as far as can be seen."""
    left: list[str] = []
    seen = dict(facts)
    while len(left) <= LONGEST:
        fact = next_open_fact(ground.book, state.programmes, seen, ground.today)
        if fact is None:
            break
        left.append(fact)
        seen[fact] = _likeliest(ground, ground.sheet[fact])
    return tuple(left)


def _offered(state: DialogState, ground: Ground, facts: Facts) -> list[str]:
    """Facts that only shape the checklist, of the programmes that are not out of the question."""
    found: dict[str, None] = {}
    for key in state.programmes:
        programme = ground.book.programmes[key]
        if precheck(ground.book, key, facts, ground.today).result is not Result.ineligible:
            found |= dict.fromkeys(fact for fact in programme.offered_after if fact not in facts)
    return list(found)


def _shaping(state: DialogState, ground: Ground, facts: Facts) -> list[str]:
    """The facts on which a row of the checklist still depends, those they are asked after first."""
    classes = ground.classes(facts)
    found: dict[str, None] = {}
    for key in state.programmes:
        for row in ground.book.programmes[key].checklist:
            out = any(fact in classes and classes[fact] not in among for fact, among in row.only_when.items())
            out = out or any(fact in classes and classes[fact] in among for fact, among in row.unless.items())
            if not out:
                found |= dict.fromkeys(fact for fact in (*row.only_when, *row.unless) if fact not in classes)
    return [_first_to_ask(ground, fact, classes) for fact in found]


def _first_to_ask(ground: Ground, fact: str, classes: Mapping[str, Value]) -> str:
    condition = ground.sheet[fact].asked_when
    return condition.fact if condition is not None and condition.fact not in classes else fact
