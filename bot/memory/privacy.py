"""People's records: removed when their time is over, removed when their person asks, handed out when they ask.

Removing goes in small transactions with a rest after each, so that talks go on meanwhile; interrupted, it has done a
part and can be run again. What stays is in ``counting.py``.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import now
from bot.memory import codes as coded
from bot.memory.counting import add, looked_up
from bot.memory.draft_tables import entry_trials
from bot.memory.forgetting import BATCH, SENT_AGAIN, Forgotten, forget_asides, forget_turns
from bot.memory.privacy_tables import forgotten_messages
from bot.memory.question_forgetting import add as add_questions
from bot.memory.question_forgetting import forget_questions
from bot.memory.question_tables import questions
from bot.memory.records import Asked
from bot.memory.tables import asides, conversations, lookups, owed_replies, privacy_runs, turns

_REST = 0.01  # seconds at least; otherwise as long as the work before it took: others get half the time
_TRIES = 50  # rounds in a row that find every turn held by somebody else

Breath = Callable[[int], Awaitable[None]]
"""Called after each transaction with the turns removed so far."""


@dataclass(frozen=True)
class Removed:
    """How much was removed."""

    turns: int = 0
    verdicts: int = 0
    conversations: int = 0
    lookups: int = 0


async def _no_breath(_so_far: int) -> None:
    """Nobody is told."""


async def turns_before(engine: AsyncEngine, moment: datetime) -> int:
    """How many turns ``purge`` would remove now."""
    query = select(func.count()).select_from(turns).where(turns.c.created < moment)
    async with engine.execution_options(reading=True).connect() as connection:
        return await connection.scalar(query) or 0


async def purge(engine: AsyncEngine, moment: datetime, breath: Breath = _no_breath) -> Removed:
    """Remove every turn, verdict and look-up from before ``moment``, and the talks of people not heard of since.

    Any number of processes may do so at once, and each turn is counted once. Raises SQLAlchemyError or OSError when
    the database is at fault; what was removed until then stays removed.
    """
    gone = Forgotten()
    await _all_turns(engine, moment, gone, breath)
    talks = await _silent_talks(engine, moment, gone, breath)
    looked_up = await _lookups(engine, moment)
    async with engine.begin() as connection:
        await connection.execute(delete(forgotten_messages).where(forgotten_messages.c.at < now() - SENT_AGAIN))
        await connection.execute(delete(asides).where(asides.c.created < now() - SENT_AGAIN))
        await connection.run_sync(coded.purge, now(), moment)
        await connection.execute(delete(entry_trials).where(entry_trials.c.seen < moment))
    return Removed(gone.turns, gone.verdicts, talks, looked_up)


async def forget(engine: AsyncEngine, channel: str, who: str, breath: Breath = _no_breath) -> Removed | None:
    """Remove everything of one person, ``who`` being hashed (``Memory.hashed``); None for somebody unknown.

    The state goes first, so that the talk begins anew though its turns are still being removed.
    """
    person = (conversations.c.channel == channel) & (conversations.c.user_hash == who)
    async with engine.begin() as connection:
        found = await connection.scalar(select(conversations.c.id).where(person).with_for_update())
        if found is None:
            return None
        await connection.execute(
            update(conversations).where(conversations.c.id == found).values(state=None, former_state=None, rest=None)
        )
        await connection.execute(delete(owed_replies).where(owed_replies.c.conversation_id == found))
    gone = Forgotten()
    while True:
        began, gone.numbers, gone.questions = time.monotonic(), Counter(), Counter()
        async with engine.begin() as connection:
            # The lock keeps the person's next turn out: the talk cannot grow between its last turn and its end.
            await connection.execute(select(conversations.c.id).where(conversations.c.id == found).with_for_update())
            some = await connection.run_sync(
                forget_turns, turns.c.conversation_id == found, gone, now(), on_demand=True
            )
            await connection.run_sync(gone.leave)
            if some < BATCH:
                await connection.run_sync(forget_asides, found, Asked(channel, who), now())
                await connection.run_sync(coded.forget, found)
                await connection.execute(delete(conversations).where(conversations.c.id == found))
        await breath(gone.turns)
        if some < BATCH:
            return Removed(gone.turns, gone.verdicts, 1)
        await _rest(began)


async def note_run(engine: AsyncEngine, kind: str, counts: dict[str, int]) -> None:
    """Put down that something was purged, exported or forgotten: in numbers, without whose it was."""
    async with engine.begin() as connection:
        await connection.execute(insert(privacy_runs), [{"at": now(), "kind": kind, "counts": json.dumps(counts)}])


async def _all_turns(engine: AsyncEngine, moment: datetime, gone: Forgotten, breath: Breath) -> None:
    reading = engine.execution_options(reading=True)
    old = select(turns.c.id).where(turns.c.created < moment).order_by(turns.c.created).limit(BATCH)
    tries = 0
    while tries < _TRIES:
        async with reading.connect() as connection:  # looking takes no lock; on SQLite there is only one to have
            ids = (await connection.scalars(old)).all()
        if not ids:
            return
        began, gone.numbers, gone.questions = time.monotonic(), Counter(), Counter()
        async with engine.begin() as connection:
            removed = await connection.run_sync(forget_turns, turns.c.id.in_(ids), gone, now(), leave_locked=True)
            await connection.run_sync(gone.leave)
        tries = 0 if removed else tries + 1
        await breath(gone.turns)
        await _rest(began)


async def _silent_talks(engine: AsyncEngine, moment: datetime, gone: Forgotten, breath: Breath) -> int:
    """Talks nobody has gone on with since, read through in the order of their ids: the column has no index."""
    reading = engine.execution_options(reading=True)
    old = (conversations.c.updated < moment) & ~exists().where(turns.c.conversation_id == conversations.c.id)
    number, last = 0, ""
    while True:
        some = select(conversations.c.id, old.label("old")).where(conversations.c.id > last)
        async with reading.connect() as connection:
            rows = (await connection.execute(some.order_by(conversations.c.id).limit(BATCH))).all()
        if not rows:
            return number
        last = rows[-1].id
        if ids := [row.id for row in rows if row.old]:
            began = time.monotonic()
            async with engine.begin() as connection:
                free = select(conversations.c.id).where(conversations.c.id.in_(ids), old)
                held = (await connection.scalars(free.with_for_update(of=conversations, skip_locked=True))).all()
                await connection.execute(delete(conversations).where(conversations.c.id.in_(held)))
            number += len(held)
            await breath(gone.turns)
            await _rest(began)


async def _lookups(engine: AsyncEngine, moment: datetime) -> int:
    """The desk's look-ups hold a caller's words, so their time is the same."""
    number = 0
    while True:
        began = time.monotonic()
        some = select(lookups.c.id, lookups.c.at, lookups.c.pilot, lookups.c.mark).where(lookups.c.at < moment)
        async with engine.begin() as connection:
            rows = (await connection.execute(some.limit(BATCH).with_for_update(skip_locked=True))).all()
            ids = [row.id for row in rows]
            asked = await connection.run_sync(forget_questions, questions.c.lookup_id.in_(ids))
            await connection.run_sync(add_questions, asked)
            await connection.run_sync(add, Counter(looked_up(row.at, row.pilot, row.mark) for row in rows))
            await connection.execute(delete(lookups).where(lookups.c.id.in_(ids)))
        number += len(rows)
        if len(rows) < BATCH:
            return number
        await _rest(began)


async def _rest(began: float) -> None:
    await asyncio.sleep(max(_REST, time.monotonic() - began))
