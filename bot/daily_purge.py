"""The purge that runs by itself: once a day, in the small hours, in one of the processes that serve."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.background import in_background, stopped_within
from bot.clock import SHANGHAI, now
from bot.memory.daily_tasks import DailyTask
from bot.memory.privacy import Breath, Removed, note_run, purge

log = logging.getLogger("shenbao.privacy")

TASK = "purge"
FROM = timedelta(hours=3)  # in Beijing: when fewest people ask
LOOK = 600.0  # seconds between two looks whether it is due
SETTLE = 30.0  # seconds after a start: first the people who were waiting for it


class Interrupted(RuntimeError):
    """The purge ends before its end; the message says why. What it removed stays removed, the rest is for the next."""


@dataclass(frozen=True)
class Purging:
    """A purge of what is older than ``days``, held by this process as ``task``."""

    engine: AsyncEngine
    days: int
    task: DailyTask

    async def run(self, moment: datetime, day: date | None = None, breath: Breath | None = None) -> Removed:
        """Purge as of ``moment`` once the task is claimed; put it down in numbers, and as done for ``day``.

        Raises Interrupted when another process has taken the task over, and whatever ``breath`` raises; SQLAlchemyError
        or OSError when the database is at fault.
        """

        async def hold(so_far: int) -> None:
            if not await self.task.renew(now()):
                raise Interrupted("another process has taken over")
            if breath is not None:
                await breath(so_far)

        removed = await purge(self.engine, moment - timedelta(days=self.days), hold)
        await note_run(self.engine, "purge", asdict(removed))
        await self.task.finish(day)
        return removed


@asynccontextmanager
async def purging_daily(
    engine: AsyncEngine,
    days: int,
    *,
    clock: Callable[[], datetime] = now,
    look: float = LOOK,
    settle: float = SETTLE,
) -> AsyncIterator[None]:
    """For the length of the block, records older than ``days`` are removed once a day; a fault means another look."""
    purging = Purging(engine, days, DailyTask(engine, TASK))
    async with in_background("the daily purge", lambda stop: _every_day(purging, clock, (settle, look), stop)):
        yield


async def _every_day(
    purging: Purging, clock: Callable[[], datetime], pauses: tuple[float, float], stop: asyncio.Event
) -> None:
    async def unless_stopped(_so_far: int) -> None:
        if stop.is_set():
            raise Interrupted("the server stops")

    pause, look = pauses
    while not await stopped_within(stop, pause):
        pause = look
        moment = clock()
        day = (moment.astimezone(SHANGHAI) - FROM).date()
        try:
            if await purging.task.due(day) and await purging.task.claim(moment, day):
                removed = await purging.run(moment, day, unless_stopped)
                log.info("purged what is older than %d days: %s", purging.days, asdict(removed))
        except (SQLAlchemyError, OSError) as fault:
            log.error("the purge's database: %s", type(fault).__name__)
        except Interrupted as why:
            log.warning("the purge was interrupted: %s", why)
            await _let_go(purging.task)


async def _let_go(task: DailyTask) -> None:
    try:
        await task.finish()
    except (SQLAlchemyError, OSError) as fault:  # its lease will run out
        log.error("the purge's database: %s", type(fault).__name__)
