"""Turns that no text of the person began: a welcome, a scanned code, a message that holds nothing to read.

Pure, like the conversation; an open question is put again below what is said.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.channels.wechat.wording import wording
from bot.conversation import Turn, converse
from bot.guide import asking, put_again
from bot.notices import Notice, Notices
from bot.offered import offered_by
from bot.replies import Outcome, Reply
from bot.state import ConversationState
from knowledge.filling import window_note


def welcome(state: ConversationState, notices: Notices, today: date) -> Turn:
    """To a new follower: what it can do, where the window stands, and choices."""
    particulars = _first(notices).particulars
    text = wording().welcome.format(
        name=particulars.name,
        number=particulars.number.value,
        window=window_note(particulars, today),
        issuer=particulars.issuer.value,
    )
    reply = Reply(kind="answer", text=text, choices=wording().welcome_choices)
    return _asking_on(Turn(Outcome.answered, (reply,), state, "welcome"), notices, today)


def scanned(state: ConversationState, notices: Notices, today: date) -> Turn:
    """A code that names no pilot, scanned by a follower."""
    return _offering(wording().scanned, "scan", state, notices, today)


def menu_changed(state: ConversationState, notices: Notices, today: date) -> Turn:
    """A tap on a menu that is not ours or no longer is."""
    return _offering(wording().menu_changed, "menu", state, notices, today)


def unreadable(sentence: str, state: ConversationState, notices: Notices, today: date) -> Turn:
    """``sentence`` says what to do instead of sending a picture and the like."""
    reply = Reply(kind="clarify", text=sentence)
    return _asking_on(Turn(Outcome.clarified, (reply,), state, "unreadable"), notices, today)


def pilot_of(scene: str, notices: Notices) -> str | None:
    """The programme that a scene code names, by its key or by its number from 1."""
    pilots = tuple(_first(notices).rulebook.programmes)
    if scene.isdecimal() and scene.isascii():
        return pilots[int(scene) - 1] if len(scene) < 3 and 0 < int(scene) <= len(pilots) else None
    return scene.lower() if scene.lower() in pilots else None


def precheck(pilot: str, state: ConversationState, notices: Notices, today: date) -> Turn:
    """Straight into the precheck of ``pilot``, a programme's key; one that is open already goes on where it stands."""
    notice = _first(notices)
    name = notice.rulebook.programmes[pilot].name
    if state.dialog is not None and asking(state) and state.dialog.programmes == (pilot,):
        said = Reply(kind="answer", text=wording().go_on_with_precheck.format(pilot=name))
        return _asking_on(Turn(Outcome.in_dialog, (said,), state, "scan"), notices, today)
    fresh = state.model_copy(update={"dialog": None, "pending": None, "offered": ()})
    begun = converse(f"{name}资格预检", fresh, notices, today)
    said = Reply(kind="answer", text=wording().welcome_to_precheck.format(pilot=name))
    return replace(begun, replies=(said, *begun.replies), step="scan")


def _offering(sentence: str, step: str, state: ConversationState, notices: Notices, today: date) -> Turn:
    reply = Reply(kind="answer", text=sentence, choices=wording().welcome_choices)
    return _asking_on(Turn(Outcome.answered, (reply,), state, step), notices, today)


def _asking_on(turn: Turn, notices: Notices, today: date) -> Turn:
    """The turn with the dialog's open question put again, if there is one; what else was asked is over."""
    again = put_again(turn.state, _first(notices), today) if asking(turn.state) else ()
    replies = (*turn.replies, *again)
    state = turn.state.model_copy(update={"pending": None, "offered": offered_by(replies)})
    return replace(turn, replies=replies, state=state)


def _first(notices: Notices) -> Notice:
    return next(iter(notices.values()))
