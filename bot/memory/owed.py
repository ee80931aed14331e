"""Replies that go out on their own after the answer to a message, kept until they are sent.

They are written in the turn's own transaction (``owe``), so that a turn and what it still owes stand or fall
together; whoever sends them claims, sends and settles one after the other (``Owings``), in any number of processes.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.memory.tables import owed_replies

FOLLOWS = timedelta(seconds=1)  # the answer itself leaves after the commit, and must not be overtaken

_EARLIER = owed_replies.alias("earlier")
_FIRST_OF_ITS_TALK = ~(
    select(_EARLIER.c.id)
    .where(
        _EARLIER.c.conversation_id == owed_replies.c.conversation_id,
        or_(
            _EARLIER.c.created < owed_replies.c.created,
            (_EARLIER.c.created == owed_replies.c.created) & (_EARLIER.c.position < owed_replies.c.position),
        ),
    )
    .exists()
)


@dataclass(frozen=True)
class OwedReply:
    """One page still to be sent. ``recipient`` is sealed; ``attempts`` counts the claims so far, this one included."""

    id: str
    conversation_id: str
    recipient: str
    text: str
    attempts: int
    created: datetime


def owe(connection: Connection, conversation_id: str, recipient: str, pages: Sequence[str], moment: datetime) -> None:
    """Owe ``pages`` to a sealed ``recipient``, in this order, as of ``moment``; part of the caller's transaction."""
    rows = [
        {
            "id": str(uuid.uuid4()),
            "conversation_id": conversation_id,
            "recipient": recipient,
            "text": page,
            "position": position,
            "attempts": 0,
            "created": moment,
            "due": moment + FOLLOWS,
        }
        for position, page in enumerate(pages)
    ]
    if rows:
        connection.execute(insert(owed_replies), rows)


class Owings:
    """What is owed, shared by all processes. Every method is one short transaction of its own."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._lane = asyncio.Lock()
        self._reading = engine.execution_options(reading=True)

    async def claim(self, moment: datetime, lease: timedelta, limit: int) -> tuple[OwedReply, ...]:
        """Up to ``limit`` replies due at ``moment``, of each talk only the first, for this process alone.

        They come due again when the ``lease`` has passed: a process that died sending loses nothing.
        """
        query = (
            select(owed_replies)
            .where(owed_replies.c.due <= moment, _FIRST_OF_ITS_TALK)
            .order_by(owed_replies.c.due)
            .limit(limit)
        )
        async with self._reading.connect() as connection:  # most looks find nothing, and need no write lock
            found = (await connection.execute(query)).all()
        if not found:
            return ()
        claimed = []
        async with self._writing() as connection:
            for row in sorted(found, key=lambda row: str(row.id)):  # in one order everywhere: no deadlock
                taken = await connection.execute(
                    update(owed_replies)
                    # Whoever claimed it meanwhile has moved it on.
                    .where(owed_replies.c.id == row.id, owed_replies.c.due == row.due)
                    .values(due=moment + lease, attempts=owed_replies.c.attempts + 1)
                )
                if taken.rowcount:
                    claimed.append(row)
        return tuple(
            OwedReply(row.id, row.conversation_id, row.recipient, row.text, row.attempts + 1, row.created)
            for row in claimed
        )

    async def settle(self, reply: OwedReply) -> None:
        """It is sent: forget it, and with it the recipient."""
        async with self._writing() as connection:
            await connection.execute(delete(owed_replies).where(owed_replies.c.id == reply.id))

    async def postpone(self, reply: OwedReply, due: datetime) -> None:
        """It could not be sent now; it and what follows it in its talk wait until ``due``."""
        async with self._writing() as connection:
            await connection.execute(update(owed_replies).where(owed_replies.c.id == reply.id).values(due=due))

    async def drop(self, reply: OwedReply) -> int:
        """It can never be sent: forget it and the pages after it of the same turn; returns how many these were."""
        async with self._writing() as connection:
            gone = await connection.execute(
                delete(owed_replies).where(
                    owed_replies.c.conversation_id == reply.conversation_id, owed_replies.c.created == reply.created
                )
            )
        return gone.rowcount

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        """One at a time in this process: people's turns need the other connections, and SQLite has one writer."""
        async with self._lane, self._engine.begin() as connection:
            yield connection
