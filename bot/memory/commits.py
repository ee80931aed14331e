"""Group commit: turns that wait at the same moment are read, answered and committed together.

A transaction costs the same for one turn as for sixty. Alone, a turn is committed at once; under load, while one
group is being committed the next one gathers; on PostgreSQL it is read and answered meanwhile, too, in a lane of its
own. SQLite lets one write at a time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.lane import Lane
from bot.memory.ledger import Page
from bot.memory.records import Act, After, Aside, Asked

GROUP = 48  # turns in one transaction: more gain little, and make the first of them wait for the last
LANES = 2  # groups on their way at once, of which one is being written: a third would only make them smaller
DRAWS = 3  # times a turn is taken that failed for what it drew by chance: a code that another talk has
BREATH = 8  # turns answered before other work of the process gets a word in
_TURN_OF_EVENTS = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock


class Full(RuntimeError):
    """Too many turns are waiting; taking one more would only make everybody late."""


@dataclass(frozen=True, eq=False)
class Waiting:
    """A turn not yet taken; ``done`` gets its result once it is committed."""

    asked: Asked
    act: Act[Any]
    done: asyncio.Future[Any]


class GroupCommit:
    """Takes turns in order. One person's turns follow each other, each in a group of its own."""

    def __init__(self, engine: AsyncEngine, limit: int) -> None:
        self._lanes = [Lane(engine) for _ in range(1 if engine.dialect.name == "sqlite" else LANES)]
        self._limit = limit
        self._queue: deque[Waiting] = deque()
        self._groups: dict[Lane, list[Waiting]] = {}
        self._working: dict[Lane, asyncio.Task[None]] = {}
        self._floor = asyncio.Lock()  # of the lane whose group is being read and answered

    def __len__(self) -> int:
        return len(self._queue)

    async def take(self, asked: Asked, act: Act[Any]) -> Any:
        """The result of ``act`` once it is committed.

        Raises Full at once when too many wait; SQLAlchemyError or OSError when the database is at fault, and then
        nothing of the turn was kept, unless the database went away in the middle of its last word.
        """
        if len(self._queue) >= self._limit:
            raise Full(f"{len(self._queue)} turns waiting")
        waiting = Waiting(asked, act, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        free = next((lane for lane in self._lanes if lane not in self._working), None)
        if free is not None:
            # The task lives while there is work, and no longer: nothing to start, nothing to stop.
            work = self._working[free] = asyncio.create_task(self._work(free))
            work.add_done_callback(lambda work: self._give_up(free, work))
        return await waiting.done

    async def _work(self, lane: Lane) -> None:
        while True:
            await self._floor.acquire()
            with ExitStack() as floor:
                floor.callback(self._floor.release)
                self._groups[lane] = self._gather()
                if not self._groups[lane]:
                    del self._groups[lane], self._working[lane]  # from now on a turn needs a new task
                    return
                await self._settle(lane, self._groups[lane], floor.close)
            del self._groups[lane]

    def _gather(self) -> list[Waiting]:
        """The next turns in order, of each person the first; the others keep their places, as do those of whoever has
        one on its way.
        """
        group: list[Waiting] = []
        passed: list[Waiting] = []
        people = {_person(waiting) for taken in self._groups.values() for waiting in taken}
        while self._queue and len(group) < GROUP:
            first = self._queue.popleft()
            person = _person(first)
            (passed if person in people else group).append(first)
            people.add(person)
        self._queue.extendleft(reversed(passed))
        return group

    async def _settle(self, lane: Lane, group: list[Waiting], answered: Callable[[], None], draw: int = 1) -> None:
        try:
            await self._commit(lane, group, answered)
        except (SQLAlchemyError, OSError) as fault:
            if len(group) > 1 and _one_may_be_to_blame(fault):
                for waiting in group:
                    await self._settle(lane, [waiting], answered)
                return
            if isinstance(fault, IntegrityError) and draw < DRAWS:
                await self._settle(lane, group, answered, draw + 1)
                return
            for waiting in group:
                if not waiting.done.done():
                    waiting.done.set_exception(fault)

    async def _commit(self, lane: Lane, group: list[Waiting], answered: Callable[[], None]) -> None:
        """``answered`` is called before the group is written."""
        with ExitStack() as broken_off:
            broken_off.callback(lane.undo)
            pages = await lane.read([waiting.asked for waiting in group])
            results, ended = await _answered(group, pages)
            answered()
            await lane.write(ended)
            broken_off.pop_all()
        for waiting, result in zip(group, results, strict=True):
            if not waiting.done.done():  # whoever waited may have gone meanwhile
                waiting.done.set_result(result)

    def _give_up(self, lane: Lane, work: asyncio.Task[None]) -> None:
        """An act raised, or the loop is closing: nobody may be left waiting for ever."""
        fault = None if work.cancelled() else work.exception()
        if fault is None and not work.cancelled():
            return
        del self._working[lane]
        for waiting in (*self._groups.pop(lane, ()), *self._queue):
            if not waiting.done.done():
                waiting.done.cancel() if fault is None else waiting.done.set_exception(fault)
        self._queue.clear()


def _person(waiting: Waiting) -> tuple[str, str]:
    return waiting.asked.channel, waiting.asked.who


async def _answered(group: list[Waiting], pages: list[Page]) -> tuple[list[Any], list[tuple[Page, After | Aside]]]:
    """The turns' results in order, and what those leave that leave something."""
    results: list[Any] = []
    ended: list[tuple[Page, After | Aside]] = []
    for number, (waiting, page) in enumerate(zip(group, pages, strict=True), start=1):
        result, after = waiting.act(page.before)
        results.append(result)
        if after is not None:
            ended.append((page, after))
        if number % BREATH == 0:
            await asyncio.sleep(0)
    return results, ended


def _one_may_be_to_blame(fault: BaseException) -> bool:
    """True where the rest of a group may well be committed without the turn that failed."""
    if isinstance(fault, IntegrityError | DataError):
        return True
    return isinstance(fault, DBAPIError) and getattr(fault.orig, "sqlstate", None) in _TURN_OF_EVENTS
