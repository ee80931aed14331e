"""What was counted a moment ago: a page and its charts come one by one, and must tell the same numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.figures import Counts, Scope, count

FRESH = 300.0  # seconds
MOST = 16  # scopes kept


class Recent:
    """Counts once for whoever asks at the same time. ``ticks`` are seconds of any clock that goes on."""

    def __init__(self, engine: AsyncEngine, ticks: Callable[[], float]) -> None:
        self._engine = engine
        self._ticks = ticks
        self._kept: dict[Scope, tuple[float, asyncio.Task[Counts]]] = {}

    async def anew(self, scope: Scope, now: datetime) -> Counts:
        """Counted now; raises SQLAlchemyError or OSError."""
        task = asyncio.ensure_future(count(self._engine, scope, now))
        task.add_done_callback(lambda ended: self._drop_failed(scope, ended))
        self._kept.pop(scope, None)
        self._kept[scope] = (self._ticks(), task)
        while len(self._kept) > MOST:
            self._kept.pop(next(iter(self._kept)))
        return await asyncio.shield(task)

    async def lately(self, scope: Scope, now: datetime) -> Counts:
        """As counted within the last minutes, else counted now."""
        at, task = self._kept.get(scope, (0.0, None))
        if task is None or self._ticks() - at > FRESH:
            return await self.anew(scope, now)
        return await asyncio.shield(task)

    def _drop_failed(self, scope: Scope, ended: asyncio.Task[Counts]) -> None:
        failed = ended.cancelled() or ended.exception() is not None
        if failed and self._kept.get(scope, (0.0, None))[1] is ended:
            del self._kept[scope]
