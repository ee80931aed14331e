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

log = logging.getLogger("shenbao.switchboard")


class Switchboard:
    """``last`` are the switches as last read. ``clock`` gives seconds and never goes back."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float] = time.monotonic) -> None:
        self.last = AS_WRITTEN
        self._engine = engine
        self._clock = clock
        self._read_at: float | None = None
        self._reading = asyncio.Lock()

    async def __call__(self) -> Switches:
        """The switches, at most ``AGE`` old; those last read where the database cannot be reached."""
        async with self._reading:  # one reads for all who wait
            if self._read_at is None or self._clock() - self._read_at >= AGE:
                self._read_at = self._clock()  # also after a fault: a broken database is asked once a second
                try:
                    self.last = await read(self._engine)
                except (SQLAlchemyError, OSError) as fault:
                    log.error("switches not read: %s", without_words(fault))
        return self.last

    def changed(self) -> None:
        """They were changed by this very process: read them at the next question."""
        self._read_at = None
