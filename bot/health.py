"""Whether the program can serve: alive it is when it answers at all, ready when its database answers in time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.tables import owed_replies

PING_SECONDS = 1.0  # whoever asks usually waits no longer than two


@dataclass(frozen=True)
class Condition:
    """``reason`` (Chinese, without personal data) says why it is not ready, None when it is.

    ``owed_replies`` waiting in the database, None where unknown.
    """

    reason: str | None = None
    owed_replies: int | None = None

    @property
    def ready(self) -> bool:
        """True when messages can be taken."""
        return self.reason is None


class Health(Protocol):
    """Looks when asked; never raises."""

    async def look(self) -> Condition: ...


class Untroubled:
    """Where there is no database to look at."""

    async def look(self) -> Condition:
        """Ready."""
        return Condition()


class DatabaseHealth:
    """Asks through the turns' own pool, so that an exhausted one shows too."""

    def __init__(self, engine: AsyncEngine, seconds: float = PING_SECONDS) -> None:
        self._engine = engine.execution_options(reading=True)
        self._seconds = seconds

    async def look(self) -> Condition:
        """One small question whose answer is wanted anyway: how many replies are still owed."""
        try:
            async with asyncio.timeout(self._seconds), self._engine.connect() as connection:
                owed = await connection.scalar(select(func.count()).select_from(owed_replies))
        except TimeoutError:
            return Condition(f"数据库在 {self._seconds:g} 秒内没有应答")
        except (SQLAlchemyError, OSError) as fault:
            return Condition(f"数据库不可用（{type(fault).__name__}）")
        return Condition(owed_replies=owed)
