"""What staff may change at once in a crisis: a banner for everybody, the bot off, single answers withdrawn.

Pure: ``switched`` puts the switches around an answering; where they are kept and how fast a change is seen is
``bot/switchboard.py``'s.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from bot.apologies import hotline
from bot.notices import Notice, Notices
from bot.replies import Outcome, Reply
from bot.state import ConversationState
from bot.turn import Answering, Turn
from knowledge.faq import FaqEntry, FaqKind
from knowledge.holding_back import held_back


@dataclass(frozen=True)
class Switches:
    """``banner`` is empty where there is none; ``off`` is the message of a bot switched off, None while it answers.

    ``withdrawn`` are the ids of FAQ entries answered with the hotline instead.
    """

    banner: str = ""
    off: str | None = None
    withdrawn: frozenset[str] = frozenset()


AS_WRITTEN = Switches()


async def no_switches() -> Switches:
    """Nothing switched: for a house without a switchboard."""
    return AS_WRITTEN


def switched(switches: Switches, answering: Answering) -> Answering:
    """The answering as the switches have it. Off, the talk stays where it was and goes on when the bot is back."""
    if switches == AS_WRITTEN:
        return answering

    def answer(state: ConversationState, notices: Notices, today: date) -> Turn:
        if switches.off is not None:
            reply = Reply(kind="decline", text=off_text(switches.off, notices))
            turn = Turn(Outcome.refused, (reply,), state, "switched_off")
        else:
            turn = answering(state, without(notices, switches.withdrawn), today)
        return _headed(turn, switches.banner, today)

    return answer


def without(notices: Notices, withdrawn: frozenset[str]) -> Notices:
    """The notices with those entries' answers withdrawn; the very same where none is."""
    return {key: _without(notice, withdrawn) for key, notice in notices.items()} if withdrawn else notices


def off_text(message: str, notices: Notices) -> str:
    """What the bot says while it is off; the telephone number is always in it."""
    phones = hotline(notices)
    return message if phones in message else f"{message}\n咨询电话 {phones}。"


def may_be_withdrawn(entry: FaqEntry) -> bool:
    """Answers about the notice; a request for a dialog or for a person says nothing that could be wrong."""
    return entry.kind in (FaqKind.answer, FaqKind.silent)


@lru_cache(maxsize=8)  # a notice is compared by identity, so one swapped for a new one is a new key
def _without(notice: Notice, withdrawn: frozenset[str]) -> Notice:
    return notice.standing_in(
        {
            entry.id: held_back(entry)
            for entry in notice.faq
            if entry.id in withdrawn and may_be_withdrawn(entry)
        }
    )


def _headed(turn: Turn, banner: str, today: date) -> Turn:
    """The banner before the replies, once a day in each talk: in front of every sentence nobody would read it."""
    told = hashlib.sha256(f"{today}\0{banner}".encode()).hexdigest()[:16] if banner else ""
    if turn.forget or not told or turn.state.told_banner == told:
        return turn
    said = Reply(kind="answer", text=f"【公告】{banner}")
    state = turn.state.model_copy(update={"told_banner": told})
    return replace(turn, replies=(said, *turn.replies), state=state)
