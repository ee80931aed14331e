"""The guided dialog: what the person just said becomes the next question or the verdict. It decides nothing itself.

The text should come with Traditional characters made Simplified; all other evening out is done here.
"""

from __future__ import annotations

from datetime import date

from dialogs.answers import Noted, note
from dialogs.commands import change_in, command_in
from dialogs.corrections import change
from dialogs.course import finished, proceed, put_again, wanted
from dialogs.ground import Ground
from dialogs.moves import Heard, Move
from dialogs.numerals import tidy
from dialogs.obeying import obey
from dialogs.reading import exact_answer
from dialogs.readings import Problem, ProblemKind
from dialogs.revival import revive
from dialogs.stages import take_in
from dialogs.state import DialogState, Kind
from dialogs.telling import tell
from dialogs.typed import spelt_out
from dialogs.volunteered import Volunteered
from eligibility.rulebook import Rulebook

NOTHING: Volunteered = {}


def start(kind: Kind, programmes: tuple[str, ...], book: Rulebook, today: date, facts: Volunteered = NOTHING) -> Heard:
    """Open a dialog on ``programmes`` (keys of the rulebook); ``facts`` are those read out of the opening words.

    Raises ``KeyError`` for a programme the rulebook does not have.
    """
    ground = Ground(book, today)
    state = DialogState(kind=kind, programmes=programmes, rules=ground.rules(programmes))
    useful = wanted(state, ground)
    notes = [note(state, ground, fact, reading, "volunteered") for fact, reading in facts.items() if fact in useful]
    # Turn 0, so that 上一步 at the first question does not take back what opened the talk.
    noted = [Noted(one.given.model_copy(update={"turn": 0}), one.taken) for one in notes if isinstance(one, Noted)]
    told, _, heard = tell(state, ground, noted)
    return Heard(*proceed(told.but(turn=0), ground, heard))


def hear(state: DialogState, text: str, book: Rulebook, today: date) -> Heard:
    """One turn. Never raises on any text; ``understood`` is false when the dialog can make nothing of it.

    Where the rules have changed since the state was made, nothing is read out of the text: the answers are replayed,
    what changed is told, and the open question is put again.
    """
    ground = Ground(book, today)
    revived = revive(state, book, today)
    if revived.moves or revived.state is None:
        return Heard(revived.state, revived.moves)
    text = spelt_out(text)
    heard = _hear(state, ground, text) if tidy(text) else None
    if heard is not None:
        return heard
    missed = state.but(misses=state.misses + 1)
    return Heard(missed, put_again(missed, ground, Problem(ProblemKind.not_understood)), understood=False)


def again(state: DialogState, book: Rulebook, today: date) -> tuple[Move, ...]:
    """The open question once more, after something else was answered; nothing when none is open."""
    revived = revive(state, book, today)
    return revived.moves or put_again(state, Ground(book, today))


def outcome(state: DialogState, book: Rulebook, today: date) -> tuple[Move, ...]:
    """The result once more, by today's rules; nothing where the dialog has not come to it."""
    revived = revive(state, book, today)
    if revived.moves or revived.state is None or revived.state.stage != "finished":
        return revived.moves
    return (finished(revived.state, Ground(book, today)),)


def useful(kind: Kind, programmes: tuple[str, ...], book: Rulebook, today: date) -> frozenset[str]:
    """The facts a dialog on ``programmes`` has any use for."""
    return wanted(DialogState(kind=kind, programmes=programmes), Ground(book, today))


def _hear(state: DialogState, ground: Ground, text: str) -> Heard | None:
    """The steps in order; the first that makes something of the text wins."""
    if _is_choice(state, ground, text):
        return take_in(state, ground, text)
    command = command_in(text)
    heard = obey(state, ground, command) if command is not None else None
    if heard is not None:
        return heard
    wish = change_in(text)
    heard = change(state, ground, wish, text) if wish is not None else None
    return heard if heard is not None else take_in(state, ground, text)


def _is_choice(state: DialogState, ground: Ground, text: str) -> bool:
    """Whether the text is a label, a phrase or a number of the open question: then it is nothing else."""
    if state.stage != "asking" or state.pending is None:
        return False
    return exact_answer(ground.sheet[state.pending], text) is not None
