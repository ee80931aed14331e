"""Conversation memory: one of the three seams.

A turn is one transaction: its state, log and reply stand or fall together.

Users are known here by a keyed hash only; whoever reads the database cannot tell who they are.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import now
from bot.memory.commits import Full, GroupCommit
from bot.memory.kept import read_turns
from bot.memory.owed import owe
from bot.memory.records import NOTHING, Act, Asked, KeptTurn, KeptVerdict, Needs, T
from bot.memory.tables import conversations, turns, verdicts
from bot.memory.thumbs import put_thumb

_BEFORE_THE_REST = timedelta(seconds=10)  # the turn that is late may owe pages of its own, which come after
QUEUE = 500  # turns that may wait at once, where the settings say nothing


class Memory:
    """The database of talks, with the key that hides who is talking. Safe to share between processes.

    ``faults`` are the errors that mean the database, not the program, is at fault; ``full`` the one that means that
    too many turns are waiting already.
    """

    faults: tuple[type[Exception], ...] = (SQLAlchemyError, OSError)
    full: tuple[type[Exception], ...] = (Full,)

    def __init__(self, engine: AsyncEngine, key: bytes, queue_limit: int = QUEUE) -> None:
        self.engine = engine
        self._reading = engine.execution_options(reading=True)
        self._key = key
        self._commits = GroupCommit(engine, queue_limit)

    @property
    def waiting(self) -> int:
        """How many turns wait for their transaction at this moment."""
        return len(self._commits)

    async def turn(
        self,
        channel: str,
        user: str,
        act: Act[T],
        message_id: str | None = None,
        nonce: str | None = None,
        *,
        needs: Needs = NOTHING,
    ) -> T:
        """Take the person's turn: ``act`` on what is there, keep what it leaves, and give its result once committed.

        A second turn of the same person waits, in this process and in any other. ``message_id`` and ``nonce`` are the
        channel's; see ``records.Before`` for what they and ``needs`` bring. Raises one of ``faults`` or ``full``; then
        nothing was kept.
        """
        result: T = await self._commits.take(Asked(channel, self.hashed(channel, user), message_id, nonce, needs), act)
        return result

    async def leave(self, channel: str, user: str, pages: Sequence[str], owe_to: str | None = None) -> None:
        """Put ``pages`` before what is still unsaid to the person; or owe them to ``owe_to``, a sealed user id.

        For an answer that was ready only after its channel had to be answered. Nothing happens for a stranger.
        Raises one of ``faults``.
        """
        who = (conversations.c.channel == channel) & (conversations.c.user_hash == self.hashed(channel, user))
        async with self.engine.begin() as connection:
            query = select(conversations.c.id, conversations.c.rest).where(who).with_for_update()
            found = await connection.execute(query)
            row = found.one_or_none()
            if row is None:
                return
            if owe_to is not None:
                await connection.run_sync(owe, row.id, owe_to, pages, now() - _BEFORE_THE_REST)
                return
            rest = [*pages, *(json.loads(row.rest) if row.rest else ())]
            unsaid = json.dumps(rest, ensure_ascii=False)
            await connection.execute(update(conversations).where(conversations.c.id == row.id).values(rest=unsaid))

    async def history(self, channel: str, user: str, limit: int = 50) -> tuple[KeptTurn, ...]:
        """The person's last turns, oldest first."""
        query = (
            select(turns)
            .join(conversations, conversations.c.id == turns.c.conversation_id)
            .where(conversations.c.channel == channel, conversations.c.user_hash == self.hashed(channel, user))
            .order_by(turns.c.number.desc())
            .limit(limit)
        )
        async with self._reading.connect() as connection:
            return tuple(turn for _, turn in reversed(await connection.run_sync(read_turns, query)))

    async def thumb(self, channel: str, user: str, turn_id: str, up: bool | None) -> bool:
        """Keep the person's word on a turn's answer, None takes it back; False if the turn is not theirs."""
        return await put_thumb(self.engine, channel, self.hashed(channel, user), turn_id, up=up, moment=now())

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

    def hashed(self, channel: str, user: str) -> str:
        """Who somebody is, as the database knows it: 64 hexadecimal digits."""
        return hmac.new(self._key, f"{channel}\0{user}".encode(), hashlib.sha256).hexdigest()
