"""Dialogs that were left with a question open, and at which question."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists

from bot.memory.tables import turns, verdicts

SILENT = timedelta(days=1)  # who says nothing for so long has left; they may still come back
_BESIDE = ("more", "error")  # steps that leave the talk where it was


def left_open(now: datetime) -> ColumnElement[bool]:
    """Whether a row of ``turns`` put a question from which nobody went on.

    Nothing came after it, or the next turn left the dialog without a verdict. A page turned or a fault is neither:
    whoever leaves right after one of these is not found.
    """
    after = turns.alias("after")
    follows = (after.c.conversation_id == turns.c.conversation_id) & (after.c.number == turns.c.number + 1)
    silent = (turns.c.created < now - SILENT) & ~exists().where(follows)
    told = exists().where(verdicts.c.turn_id == after.c.id)
    elsewhere = exists().where(follows, after.c.asks.is_(None), after.c.step.not_in(_BESIDE), ~told)
    return turns.c.asks.is_not(None) & (silent | elsewhere)
