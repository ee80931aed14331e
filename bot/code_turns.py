"""A code of the desk's sent in a talk: the precheck made on the telephone goes on here. Pure, like the conversation.

What the code leads to was looked up before; nothing here tells whether a wrong one is near a right one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.codes import grouped, sound
from bot.guide import asking, carry_on, put_again
from bot.memory.records import Handed
from bot.minors import turned_away
from bot.notices import Notice, Notices
from bot.offered import offered_by
from bot.replies import Outcome, Reply
from bot.speaking.wording import say
from bot.state import ConversationState
from bot.turn import Answering, Hearing, Turn
from knowledge.filling import chinese_day

ENTERED, MISSED = "code", "wrong_code"
"""The steps of a code that was right and of one that might have been."""

NOT_KEPT = "[接续码]"


def entered(digits: str, handed: Handed | None, *, guessed_out: bool) -> Answering:
    """How a code is answered; ``handed`` is the precheck behind it, None where there is none for this person."""

    def answer(state: ConversationState, notices: Notices, today: date) -> Turn:
        notice = next(iter(notices.values()))
        hotline = notice.particulars.hotline.value
        if not sound(digits):
            return _refused(say("code_mistyped", code=grouped(digits)), "mistyped_code", state, notice, today)
        if guessed_out:
            return _refused(say("code_too_often", hotline=hotline), "too_many_codes", state, notice, today)
        turn = _carried_on(handed, state, notice, today) if handed is not None else None
        return turn or _refused(say("code_wrong", hotline=hotline), MISSED, state, notice, today)

    return answer


def _carried_on(handed: Handed, state: ConversationState, notice: Notice, today: date) -> Turn | None:
    if state.young:
        return replace(turned_away(Hearing("", state, notice, today)), step=ENTERED)
    spoken = carry_on(handed.programmes, handed.answers, state, notice, today)
    if spoken is None:
        return None
    first, *others = spoken.replies
    head = say("code_entered", day=chinese_day(handed.as_of))
    replies = (first.model_copy(update={"text": f"{head}\n{first.text}"}), *others)
    return Turn(Outcome.in_dialog, replies, _offering(spoken.state, replies), ENTERED)


def _refused(text: str, step: str, state: ConversationState, notice: Notice, today: date) -> Turn:
    """An open question is put again below: the code was no answer to it."""
    again = put_again(state, notice, today) if asking(state) else ()
    replies = (Reply(kind="clarify", text=text), *again)
    return Turn(Outcome.refused, replies, _offering(state, replies), step)


def _offering(state: ConversationState, replies: tuple[Reply, ...]) -> ConversationState:
    return state.model_copy(update={"pending": None, "offered": offered_by(replies)})
