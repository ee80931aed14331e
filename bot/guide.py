"""Guided dialogs within a conversation: the dialog decides, this keeps its state and has it spoken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.notices import Notice
from bot.replies import Reply
from bot.speaking.moves import replies_for
from bot.speaking.results import GO_ON
from bot.speaking.wording import say
from bot.state import ConversationState
from dialogs import flow
from dialogs.answers import facts_of
from dialogs.ground import Ground
from dialogs.moves import Finished, Heard, Move, Settled
from dialogs.state import DialogState, Kind
from dialogs.volunteered import read_facts
from knowledge.normalise import normalise


@dataclass(frozen=True)
class Spoken:
    """What the dialog says, and the conversation after it."""

    replies: tuple[Reply, ...]
    state: ConversationState


def asking(state: ConversationState) -> bool:
    """Whether a dialog waits for the person's answer; after its result it only listens for corrections."""
    return state.dialog is not None and state.dialog.stage != "finished"


@dataclass(frozen=True)
class Opening:
    """What a dialog opens with: its kind, the keys of its programmes, and the words that asked for it."""

    kind: Kind
    programmes: tuple[str, ...]
    text: str


def begin(opening: Opening, state: ConversationState, notice: Notice, today: date) -> Spoken:
    """Open a dialog with the facts the opening words tell; facts of a former one are not carried over."""
    book = notice.rulebook
    facts = read_facts(book.facts, normalise(opening.text), today)
    return _spoken(flow.start(opening.kind, opening.programmes, book, today, facts), state, notice, today)


def go_on(state: ConversationState, text: str, notice: Notice, today: date) -> Spoken | None:
    """The dialog's next turn; None when it can make nothing of ``text``."""
    heard = _hear(state, text, notice, today)
    if heard is None or not heard.understood:
        return None
    spoken = _spoken(heard, state, notice, today)
    return _shortened(spoken) if _enough(state.dialog, heard) else spoken


def misread(state: ConversationState, text: str, notice: Notice, today: date) -> Spoken | None:
    """The open question again, with help, since neither the dialog nor anything else understood ``text``."""
    heard = _hear(state, text, notice, today)
    if heard is None or not heard.moves:
        return None
    spoken = _spoken(heard, state, notice, today)
    return Spoken(_open_question(heard.moves) or spoken.replies, spoken.state)


def put_again(state: ConversationState, notice: Notice, today: date) -> tuple[Reply, ...]:
    """The open question once more, after something else was answered."""
    if state.dialog is None:
        return ()
    moves = flow.again(state.dialog, notice.rulebook, today)
    return _open_question(moves) or replies_for(moves, notice, today)


def _open_question(moves: tuple[Move, ...]) -> tuple[Reply, ...]:
    """After a settled no only whether to go on: the verdict was just shown. Empty where something else is open."""
    if any(isinstance(move, Settled) for move in moves):
        return (Reply(kind="dialog", text=say("settled_again"), choices=GO_ON),)
    return ()


def _enough(before: DialogState | None, heard: Heard) -> bool:
    """Whether the person only declined to look at the rest: the verdict they just read still stands."""
    stopped = before is not None and before.stage == "settled" and heard.state is not None
    return stopped and len(heard.moves) == 1 and isinstance(heard.moves[0], Finished) and not heard.moves[0].heard


def _shortened(spoken: Spoken) -> Spoken:
    """The same verdict without its words, which stand a message above."""
    replies = tuple(
        reply.model_copy(update={"text": say("enough"), "citations": (), "verdicts": ()})
        for reply in spoken.replies[:1]
    )
    return Spoken(replies, spoken.state)


def _hear(state: ConversationState, text: str, notice: Notice, today: date) -> Heard | None:
    if state.dialog is None:
        return None
    return flow.hear(state.dialog, normalise(text), notice.rulebook, today)


def _spoken(heard: Heard, state: ConversationState, notice: Notice, today: date) -> Spoken:
    replies = replies_for(heard.moves, notice, today)
    update: dict[str, object] = {"dialog": heard.state, "pending": None}
    if heard.state is not None:
        update["answers"] = _answers(heard.state, notice, today)
        update["pilot"] = heard.state.programmes[0] if len(heard.state.programmes) == 1 else state.pilot
    return Spoken(replies, state.model_copy(update=update))


def _answers(dialog: DialogState, notice: Notice, today: date) -> dict[str, object]:
    return dict(facts_of(dialog, Ground(notice.rulebook, today)))
