"""Grouping as it goes on by itself: every minute, in one of the processes that serve."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.background import in_background, stopped_within
from bot.clock import now
from bot.memory.daily_tasks import DailyTask
from bot.memory.question_intake import TASK
from bot.notices import Notices
from bot.questions.grouper import Grouper

log = logging.getLogger("shenbao.questions")

LOOK = 60.0  # seconds between two looks whether there is more
RENEW = 60.0  # seconds of work after which the task is held for longer
SETTLE = 45.0  # seconds after a start: first the people who were waiting for it


class Interrupted(RuntimeError):
    """Grouping ends before its end; the message says why. What was grouped stays, the rest is for the next look."""


@dataclass
class _Shift:
    """One process at the work. It keeps the task between looks: whoever has grouped before knows what is kept."""

    task: DailyTask
    grouper: Grouper
    stop: asyncio.Event
    held: bool = False
    renewed: float = 0.0

    async def look(self) -> None:
        self.held = await (self.task.renew(now()) if self.held else self.task.claim(now()))
        self.renewed = time.monotonic()
        if not self.held:
            return
        if done := await self.grouper.go_on(now(), self._breath):
            log.info("put %d questions into groups", done)
        if await self.grouper.wanted_anew():
            log.info("grouped %d wordings anew", await self.grouper.regroup(now(), self._breath))

    async def _breath(self, _so_far: int) -> None:
        if self.stop.is_set():
            raise Interrupted("the server stops")
        if time.monotonic() < self.renewed + RENEW:
            return
        self.renewed = time.monotonic()
        self.held = await self.task.renew(now())
        if not self.held:
            raise Interrupted("another process has taken over")


@asynccontextmanager
async def grouping_questions(
    engine: AsyncEngine, notices: Callable[[], Notices], *, look: float = LOOK, settle: float = SETTLE
) -> AsyncIterator[None]:
    """For the length of the block, what people ask is put into groups; a fault means another look."""

    async def work(stop: asyncio.Event) -> None:
        shift = _Shift(DailyTask(engine, TASK), Grouper(engine, notices), stop)
        pause = settle
        while not await stopped_within(stop, pause):
            pause = look
            try:
                await shift.look()
            except (SQLAlchemyError, OSError) as fault:
                log.error("the grouping's database: %s", type(fault).__name__)
            except Interrupted as why:
                log.warning("grouping was interrupted: %s", why)
        await _let_go(shift)

    async with in_background("the grouping of questions", work):
        yield


async def _let_go(shift: _Shift) -> None:
    try:
        if shift.held:
            await shift.task.finish()
    except (SQLAlchemyError, OSError) as fault:  # its lease will run out
        log.error("the grouping's database: %s", type(fault).__name__)
