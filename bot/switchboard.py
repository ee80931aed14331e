"""The switches of this process: read again when they are a second old, so that a change is seen everywhere within two.

Read when somebody asks, not by a clock: an idle process leaves the database alone.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.logs import without_words
from bot.memory.switches import read
from bot.switches import AS_WRITTEN, Switches

AGE = 1.0  # seconds
PATIENCE = 0.5  # seconds a message waits for them; a database that hangs must not hold up the sorry too

log = logging.getLogger("shenbao.switchboard")


class Switchboard:
    """``last`` are the switches as last read. ``clock`` gives seconds and never goes back."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float] = time.monotonic) -> None:
        self.last = AS_WRITTEN
        self._engine = engine
        self._clock = clock
        self._read_at: float | None = None
        self._reading: asyncio.Task[None] | None = None

    async def __call__(self) -> Switches:
        """The switches, at most ``AGE`` old; those last read where the database does not give them in time."""
        if self._reading is None and (self._read_at is None or self._clock() - self._read_at >= AGE):
            self._reading = asyncio.create_task(self._read())
        if self._reading is not None:  # one reads for all who wait
            await asyncio.wait({self._reading}, timeout=PATIENCE)
        return self.last

    async def changed(self) -> None:
        """They were changed by this very process: read them now."""
        while self._reading is not None:  # begun before the change, it may not have seen it
            await asyncio.wait({self._reading})
        self._read_at = None
        await self()

    async def _read(self) -> None:
        try:
            self.last = await read(self._engine)
        except (SQLAlchemyError, OSError, ValueError) as fault:
            log.error("switches not read: %s", without_words(fault))
        finally:
            self._read_at = self._clock()  # also after a fault: a broken database is asked once a second
            self._reading = None
