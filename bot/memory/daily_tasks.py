"""Work that is to be done once a day by one process for all: whoever claims it holds it until done, or for a lease."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.privacy_tables import daily_tasks

LEASE = timedelta(minutes=10)  # a process that died at work is replaced after this


class DailyTask:
    """One task as one process sees it. Each method is one short transaction; raises SQLAlchemyError or OSError."""

    def __init__(self, engine: AsyncEngine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._own = secrets.token_hex(16)

    async def due(self, day: date) -> bool:
        """Whether it is not yet done for ``day``; a look that waits for nobody."""
        query = select(daily_tasks.c.done).where(daily_tasks.c.name == self._name)
        async with self._engine.execution_options(reading=True).connect() as connection:
            done = await connection.scalar(query)
        return done is None or done < day

    async def claim(self, moment: datetime, day: date | None = None) -> bool:
        """Take it, if nobody is at it and, where a ``day`` is given, it is not yet done for that day."""
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        free = or_(daily_tasks.c.held_until.is_(None), daily_tasks.c.held_until <= moment)
        if day is not None:
            free &= or_(daily_tasks.c.done.is_(None), daily_tasks.c.done < day)
        async with self._engine.begin() as connection:
            await connection.execute(dialect.insert(daily_tasks).on_conflict_do_nothing(), [{"name": self._name}])
            taken = await connection.execute(
                update(daily_tasks)
                .where(daily_tasks.c.name == self._name, free)
                .values(held_by=self._own, held_until=moment + LEASE)
            )
        return taken.rowcount == 1

    async def renew(self, moment: datetime) -> bool:
        """Hold it for another lease; False where another process has taken over meanwhile."""
        return await self._held(held_until=moment + LEASE)

    async def finish(self, day: date | None = None) -> bool:
        """Let go of it; with ``day``, as done for that day."""
        done = {} if day is None else {"done": day}
        return await self._held(held_by=None, held_until=None, **done)

    async def _held(self, **values: object) -> bool:
        own = (daily_tasks.c.name == self._name) & (daily_tasks.c.held_by == self._own)
        async with self._engine.begin() as connection:
            return (await connection.execute(update(daily_tasks).where(own).values(**values))).rowcount == 1
