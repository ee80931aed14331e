"""A stored dialog meets today's rules: its answers are replayed, what no longer fits is dropped and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from dialogs.answers import fits
from dialogs.course import proceed
from dialogs.ground import Ground
from dialogs.moves import Move, RulesChanged
from dialogs.state import DialogState
from eligibility.rulebook import Rulebook


@dataclass(frozen=True)
class Revived:
    """The state by today's rules (None when nothing of the dialog is left), and what to say of it, if anything."""

    state: DialogState | None
    moves: tuple[Move, ...] = ()


def restore(stored: str | bytes | Mapping[str, object], book: Rulebook, today: date) -> Revived:
    """A state out of its JSON, by today's rules. One of an unknown form gives no state; nothing raises."""
    try:
        if isinstance(stored, str | bytes):
            state = DialogState.model_validate_json(stored)
        else:
            # Through JSON's rules, so that lists may stand for tuples.
            state = DialogState.model_validate(stored)
    except ValidationError:
        return Revived(None)
    return revive(state, book, today)


def revive(state: DialogState, book: Rulebook, today: date) -> Revived:
    """The same dialog by today's rules. Unchanged, and nothing to say, when the rules are those it was made for."""
    ground = Ground(book, today)
    kept = tuple(programme for programme in state.programmes if programme in book.programmes)
    gone = tuple(programme for programme in state.programmes if programme not in kept)
    if not kept:
        return Revived(None, (RulesChanged((), gone=gone),))
    rules = ground.rules(kept)
    log = tuple(given for given in state.log if fits(given, ground))
    dropped = tuple(dict.fromkeys((given.fact, given.value) for given in state.log if given not in log))
    # A question that is no longer asked, or a damaged state that waits for no question at all.
    pending_lost = state.stage == "asking" and state.pending not in ground.sheet
    if rules == state.rules and not dropped and not gone and not pending_lost:
        return Revived(state)
    changed = tuple(programme for programme, _ in set(rules) - set(state.rules))
    open_question = state.pending if state.pending in ground.sheet else None
    revived = state.but(programmes=kept, log=log, rules=rules, pending=open_question)
    revived, moves = proceed(revived, ground, prefer=open_question)
    told = RulesChanged(tuple(p for p in kept if p in changed), dropped, gone)
    return Revived(revived, (told, *moves))
