"""Asides: messages that are no turn of the talk, such as 「有用」 on the answer before.

They leave no line in the log. Their words are kept for as long as a channel may send a message again, so that it
gets the same ones and nothing happens twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.memory.records import MORE, Aside, Asked, LastTurn
from bot.memory.tables import asides, turns
from bot.memory.thumbs import set_thumb


def known(connection: Connection, messages: Sequence[tuple[str, str | None]]) -> dict[tuple[str, str | None], str]:
    """The words said to those of the ``messages`` (conversation and id) that were asides."""
    named = [(conversation, message) for conversation, message in messages if message is not None]
    query = select(asides).where(
        # Not a list of pairs, for which SQLite reads the whole table.
        asides.c.conversation_id.in_([talk for talk, _ in named]),
        asides.c.message_id.in_([message for _, message in named]),
    )
    return {(row.conversation_id, row.message_id): row.spoken for row in connection.execute(query)}


def last_turn(connection: Connection, conversation: str) -> LastTurn | None:
    """The turn an aside is about."""
    query = (
        select(turns.c.id, turns.c.outcome, turns.c.replies)
        .where(turns.c.conversation_id == conversation, turns.c.step != MORE)
        .order_by(turns.c.number.desc())
        .limit(1)
    )
    row = (connection.execute(query)).one_or_none()
    return LastTurn(row.id, row.outcome, row.replies) if row is not None else None


def keep(connection: Connection, conversation: str, asked: Asked, aside: Aside, moment: datetime) -> None:
    """Do what the aside says, and keep its words. ``asked`` has its message's id short."""
    set_thumb(connection, aside.turn_id, up=aside.up, moment=moment)
    row = {"id": str(uuid.uuid4()), "conversation_id": conversation, "message_id": asked.message_id}
    connection.execute(insert(asides).values(**row, nonce=asked.nonce, spoken=aside.spoken, created=moment))
