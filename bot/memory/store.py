"""Conversation memory: one of the three seams.

A turn is one transaction: its state, log and reply stand or fall together.

Users are known here by a keyed hash only; whoever reads the database cannot tell who they are.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Row
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import now
from bot.memory.lanes import Lanes
from bot.memory.records import KeptTurn, KeptVerdict, NewTurn
from bot.memory.tables import conversations, turns, verdicts

_TOKEN_BYTES = 24  # 192 bits: a verdict's link cannot be guessed
_MESSAGE_ID = 128  # characters; the column's length


class OpenTurn:
    """One person's turn while its transaction is open: nobody else can take one for the same person meanwhile.

    ``state`` is the JSON kept by the turn before, None at the first.
    """

    def __init__(self, connection: AsyncConnection, conversation: Row[Any]) -> None:
        self._connection = connection
        self._id: str = conversation.id
        self._count: int = conversation.turns
        self.state: str | None = conversation.state

    async def kept(self, message_id: str) -> KeptTurn | None:
        """The turn already kept for this message, if it came before."""
        found = await _read_turns(
            self._connection,
            select(turns).where(turns.c.conversation_id == self._id, turns.c.message_id == _short(message_id)),
        )
        return found[0] if found else None

    async def keep(self, turn: NewTurn, state: str | None, unreadable: str | None = None) -> tuple[str, ...]:
        """Write the turn and the state after it; returns the tokens of its verdicts.

        A ``state`` of None leaves the former one as it is. ``unreadable`` is a state that could not be revived: it
        is put aside for whoever looks into it. Nothing is kept until the surrounding ``Memory.turn`` ends well.
        """
        moment = now()
        values: dict[str, Any] = {"turns": self._count + 1, "updated": moment}
        if state is not None:
            values["state"] = state
        if unreadable is not None:
            values["former_state"] = unreadable
        await self._connection.execute(update(conversations).where(conversations.c.id == self._id).values(values))
        await self._connection.execute(
            insert(turns).values(
                id=turn.id,
                conversation_id=self._id,
                number=self._count + 1,
                message_id=_short(turn.message_id),
                text=turn.text,
                outcome=turn.outcome,
                step=turn.step,
                confidence=turn.confidence,
                clauses=_json(list(turn.clauses)),
                replies=turn.replies,
                latency_ms=turn.latency_ms,
                created=moment,
            )
        )
        self._count += 1
        return await self._keep_verdicts(turn, moment)

    async def _keep_verdicts(self, turn: NewTurn, moment: datetime) -> tuple[str, ...]:
        rows = [
            {
                "token": secrets.token_urlsafe(_TOKEN_BYTES),
                "conversation_id": self._id,
                "turn_id": turn.id,
                "position": position,
                "programme": told.programme,
                "answers": _json(told.answers),
                "as_of": told.as_of,
                "rules": told.rules,
                "verdict": _json(told.verdict),
                "created": moment,
            }
            for position, told in enumerate(turn.verdicts)
        ]
        if rows:
            await self._connection.execute(insert(verdicts), rows)
        return tuple(str(row["token"]) for row in rows)


class Memory:
    """The database of talks, with the key that hides who is talking. Safe to share between processes.

    ``faults`` are the errors that mean the database, not the program, is at fault.
    """

    faults: tuple[type[Exception], ...] = (SQLAlchemyError, OSError)

    def __init__(self, engine: AsyncEngine, key: bytes) -> None:
        self.engine = engine
        self._reading = engine.execution_options(reading=True)
        self._key = key
        self._lanes = Lanes()

    @asynccontextmanager
    async def turn(self, channel: str, user: str) -> AsyncIterator[OpenTurn]:
        """Open the person's turn; committed when the block ends, undone when it raises.

        A second turn of the same person waits, in this process and in any other. Raises SQLAlchemyError when the
        database cannot be reached or stays locked.
        """
        who = self._hash(channel, user)
        # SQLite has one writer: waiting here in order beats polling for its lock, and leaves the pool to readers.
        lane = "" if self.engine.dialect.name == "sqlite" else who
        async with self._lanes.take(lane), self.engine.begin() as connection:
            yield OpenTurn(connection, await self._conversation(connection, channel, who))

    async def history(self, channel: str, user: str, limit: int = 50) -> tuple[KeptTurn, ...]:
        """The person's last turns, oldest first."""
        query = (
            select(turns)
            .join(conversations, conversations.c.id == turns.c.conversation_id)
            .where(conversations.c.channel == channel, conversations.c.user_hash == self._hash(channel, user))
            .order_by(turns.c.number.desc())
            .limit(limit)
        )
        async with self._reading.connect() as connection:
            return tuple(reversed(await _read_turns(connection, query)))

    async def verdict(self, token: str) -> KeptVerdict | None:
        """The verdict behind an applicant's link."""
        async with self._reading.connect() as connection:
            found = await connection.execute(select(verdicts).where(verdicts.c.token == token))
            row = found.one_or_none()
        if row is None:
            return None
        return KeptVerdict(
            row.programme, json.loads(row.answers), row.as_of, row.rules, json.loads(row.verdict), row.created
        )

    async def _conversation(self, connection: AsyncConnection, channel: str, who: str) -> Row[Any]:
        query = (
            select(conversations)
            .where(conversations.c.channel == channel, conversations.c.user_hash == who)
            .with_for_update()  # no word in SQLite, where the transaction already holds the only write lock
        )
        row = (await connection.execute(query)).one_or_none()
        if row is None:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            moment = now()
            values = {"id": str(uuid.uuid4()), "channel": channel, "user_hash": who, "turns": 0}
            await connection.execute(
                dialect.insert(conversations)
                .values(**values, created=moment, updated=moment)
                .on_conflict_do_nothing()  # another process may greet the same person at this moment
            )
            row = (await connection.execute(query)).one()
        return row

    def _hash(self, channel: str, user: str) -> str:
        return hmac.new(self._key, f"{channel}\0{user}".encode(), hashlib.sha256).hexdigest()


async def _read_turns(connection: AsyncConnection, query: Any) -> list[KeptTurn]:
    rows = (await connection.execute(query)).all()
    if not rows:
        return []
    told = await connection.execute(
        select(verdicts.c.turn_id, verdicts.c.token)
        .where(verdicts.c.turn_id.in_([row.id for row in rows]))
        .order_by(verdicts.c.position)
    )
    tokens: dict[str, list[str]] = {}
    for turn_id, token in told:
        tokens.setdefault(turn_id, []).append(token)
    return [
        KeptTurn(
            id=row.id,
            message_id=row.message_id,
            text=row.text,
            outcome=row.outcome,
            step=row.step,
            replies=row.replies,
            created=row.created,
            tokens=tuple(tokens.get(row.id, ())),
        )
        for row in rows
    ]


def _short(message_id: str | None) -> str | None:
    if message_id is None or len(message_id) <= _MESSAGE_ID:
        return message_id
    return hashlib.sha256(message_id.encode()).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
