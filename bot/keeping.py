"""What of a turn goes into the log: masked words, outcome, step, clauses, replies, and each verdict told."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from pydantic import TypeAdapter

from bot.conversation import Turn
from bot.masking import mask
from bot.memory.records import NewTurn, NewVerdict
from bot.replies import Outcome, Reply
from bot.verdict_json import deciding_clauses
from dialogs.state import DialogState

REPLIES = TypeAdapter(tuple[Reply, ...])
NOT_KEPT = "[未满十四周岁，内容未保存]"
_LONGEST_MATTER = 64  # characters; the column's length
CHOOSING = "choosing"  # no fact has this name
_TOKEN_BYTES = 24  # 192 bits: a verdict's link cannot be guessed


def kept_turn(turn_id: str, text: str, ended: Turn, latency_ms: float) -> NewTurn:
    """The turn as the log keeps it; every verdict gets the token that leads to it."""
    clauses = dict.fromkeys(cited.anchor for reply in ended.replies for cited in reply.citations)
    young = ended.state.young
    return NewTurn(
        id=turn_id,
        text=NOT_KEPT if young else mask(text),
        outcome=ended.outcome.value,
        step=ended.step,
        confidence=ended.confidence,
        clauses=tuple(clauses),
        replies=REPLIES.dump_json(ended.replies).decode(),
        latency_ms=latency_ms,
        runners_up=ended.runners_up,
        verdicts=_told(ended),
        # A trade is told in the person's own word.
        matter=mask(ended.matter)[:_LONGEST_MATTER] if ended.matter and not young else None,
        pilot=ended.state.pilot,
        asks=open_question(ended.state.dialog),
    )


def failed_turn(turn_id: str, text: str, replies: tuple[Reply, ...]) -> NewTurn:
    """The log's entry for a turn that broke, with the apology it ended in."""
    return NewTurn(
        id=turn_id,
        text=mask(text),
        outcome=Outcome.error.value,
        step="error",
        confidence=None,
        clauses=(),
        replies=REPLIES.dump_json(replies).decode(),
        latency_ms=0.0,
    )


def open_question(dialog: DialogState | None) -> str | None:
    """The fact a dialog waits for; ``CHOOSING`` while the person picks an answer to change.

    Nothing once a result was told, be it only the first 不符合: whoever goes then has what they came for.
    """
    if dialog is None or dialog.settled_shown:
        return None
    return CHOOSING if dialog.stage == "choosing" else dialog.pending if dialog.stage == "asking" else None


def _told(ended: Turn) -> Sequence[NewVerdict]:
    return tuple(
        NewVerdict(
            token=secrets.token_urlsafe(_TOKEN_BYTES),
            programme=verdict["programme"],
            answers=dict(ended.state.answers),
            as_of=date.fromisoformat(verdict["as_of"]),
            rules=verdict["rules"],
            verdict=verdict,
            result=verdict["result"],
            deciding=deciding_clauses(verdict),
        )
        for reply in ended.replies
        for verdict in reply.verdicts
    )
