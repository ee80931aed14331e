"""Every path through every dialog, walked: each question answered with each class of value, and with 不清楚.

Paths that come to the same position (what is known that can still matter, and where the dialog stands) are walked on
from there once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest

from dialogs.answers import facts_of
from dialogs.flow import hear, start
from dialogs.ground import Ground
from dialogs.moves import Ask, Finished, Heard, Settled
from dialogs.state import DialogState, Kind
from eligibility.facts import UNKNOWN, FactSpec, Value
from eligibility.position import position
from eligibility.precheck import precheck
from eligibility.questions import needed
from eligibility.rulebook import Rulebook
from eligibility.verdict import Result

ALL = ("tech", "leader", "region")
BEFORE, OPEN, LATE = date(2023, 7, 1), date(2023, 8, 20), date(2023, 12, 1)


@cache
def texts(spec_name: str, ground: Ground) -> tuple[tuple[str, Value], ...]:
    """One answer for each class of the fact's values, as a person would give it, with the class."""
    return tuple(_texts(ground.sheet[spec_name], ground))


def _texts(spec: FactSpec, ground: Ground) -> Iterator[tuple[str, Value]]:
    for value in (*ground.book.distinct(spec.name, ground.filing.late), UNKNOWN):
        labels = [choice.label for choice in spec.choices if choice.value == value]
        if value == UNKNOWN:
            yield "不清楚", value
        elif labels:
            yield labels[0], value
        else:
            yield (
                next(
                    day.isoformat()
                    for day in _days(spec, ground)
                    if spec.classify(day.isoformat(), ground.filing) == value
                ),
                value,
            )


def _days(spec: FactSpec, ground: Ground) -> Iterator[date]:
    last = ground.today if spec.kind == "event" else date(2024, 12, 31)
    day = date(2019, 6, 1)
    while day <= last:
        yield day
        day += timedelta(days=1)


def place(state: DialogState, ground: Ground) -> tuple[object, ...]:
    """Where a path stands: two paths with the same place go on alike."""
    facts = facts_of(state, ground)
    classes, late = ground.book.classify(facts, ground.today)
    known = frozenset(classes.items()) if state.kind == "checklist" or state.whole else None
    return (position(ground.book, state.programmes, classes, late), known, state.stage, state.pending, state.whole)


def walk(kind: Kind, programmes: tuple[str, ...], ground: Ground, *, whole: bool = False) -> tuple[int, int]:
    """Walk all paths; the number of places seen and of ends reached. Each step is checked on the way."""
    opened = start(kind, programmes, ground.book, ground.today)
    seen: set[tuple[object, ...]] = set()
    ends = 0
    ahead = [opened]
    while ahead:
        heard = ahead.pop()
        assert heard.state is not None
        assert heard.understood
        here = place(heard.state, ground)
        if here in seen:
            continue
        seen.add(here)
        assert DialogState.model_validate_json(heard.state.model_dump_json()) == heard.state
        ends += isinstance(heard.moves[-1], Finished)
        ahead += _onward(heard, ground, whole=whole)
    return len(seen), ends


def _onward(heard: Heard, ground: Ground, *, whole: bool) -> Iterator[Heard]:
    state, last = heard.state, heard.moves[-1]
    assert state is not None
    if isinstance(last, Ask):
        check_question(state, last, ground)
        for text, value in texts(last.fact, ground):
            after = hear(state, text, ground.book, ground.today)
            assert after.state is not None
            assert [(one.fact, one.turn) for one in after.state.log] == [
                *((one.fact, one.turn) for one in state.log),
                (last.fact, state.turn + 1),
            ]
            told = ground.sheet[last.fact].classify(after.state.log[-1].value, ground.filing)
            assert told == value
            yield after
    elif isinstance(last, Settled):
        assert last.verdict.result is Result.ineligible
        yield hear(state, "继续看完" if whole else "到此为止", ground.book, ground.today)
    else:
        assert isinstance(last, Finished)
        check_end(state, last, ground)


def check_question(state: DialogState, asked: Ask, ground: Ground) -> None:
    """Never asked twice, never without need, never beside the point."""
    facts = facts_of(state, ground)
    assert asked.fact not in facts
    assert asked.number == len(facts) + 1
    assert asked.remaining >= 0
    assert ground.sheet.askable(asked.fact, ground.classes(facts))
    if state.kind != "checklist" and not state.whole:
        assert asked.fact in needed(ground.book, state.programmes, facts, ground.today)


def check_end(state: DialogState, end: Finished, ground: Ground) -> None:
    """The verdicts are eligibility's own, and settled; for the whole picture nothing is left unasked."""
    facts = facts_of(state, ground)
    for verdict in end.verdicts:
        assert verdict == precheck(ground.book, verdict.programme, facts, ground.today)
        if end.kind != "checklist":
            assert verdict.result is not Result.incomplete
    if state.whole:
        assert not end.more


@pytest.mark.parametrize("today", [BEFORE, OPEN, LATE], ids=["before", "open", "late"])
@pytest.mark.parametrize("programme", ALL)
def test_every_path_of_a_precheck_ends_in_its_verdict(
    rulebook: Rulebook, programme: str, today: date, record_property: pytest.RecordProperty
) -> None:
    places, ends = walk("precheck", (programme,), Ground(rulebook, today))
    record_property("places", places)
    assert ends > 1


@pytest.mark.parametrize("programme", ALL)
def test_every_path_of_a_checklist_ends_in_the_list(rulebook: Rulebook, programme: str) -> None:
    places, ends = walk("checklist", (programme,), Ground(rulebook, OPEN))
    assert places > ends > 1


def test_every_path_through_all_three_ends_in_a_ranking(
    rulebook: Rulebook, record_property: pytest.RecordProperty
) -> None:
    places, ends = walk("which", ALL, Ground(rulebook, OPEN))
    record_property("places", places)
    assert ends > 1


def test_the_whole_picture_after_a_no_leaves_nothing_unasked(rulebook: Rulebook) -> None:
    _, ends = walk("precheck", ("region",), Ground(rulebook, OPEN), whole=True)
    assert ends > 1
