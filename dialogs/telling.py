"""One turn's entries into the log, and which of them are new and which replace an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dialogs.answers import Noted, current
from dialogs.ground import Ground
from dialogs.moves import Changed, Taken
from dialogs.state import DialogState


class Telling(NamedTuple):
    """The state after it, what was replaced, and what is new."""

    state: DialogState
    changed: tuple[Changed, ...]
    heard: tuple[Taken, ...]


def tell(state: DialogState, ground: Ground, noted: Sequence[Noted]) -> Telling:
    """Enter what was noted, as one turn. What is told again as it was before is neither new nor a change."""
    before = current(state, ground)
    state = state.but(log=(*state.log, *(one.given for one in noted)), turn=state.turn + 1)
    after = current(state, ground)
    changed, heard = [], []
    for one in noted:
        fact, taken = one.given.fact, one.taken
        if fact not in after:
            continue
        if fact not in before:
            heard.append(taken)
        elif before[fact].value != taken.value:
            changed.append(Changed(fact, before[fact].value, taken))
    return Telling(state, tuple(changed), tuple(heard))
