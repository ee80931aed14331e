"""Group commit: turns that wait at the same moment are read, answered and committed together.

A transaction costs the same for one turn as for sixty. Alone, a turn is committed at once; under load, while one
group is being committed the next one gathers.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.lane import Lane
from bot.memory.ledger import Page
from bot.memory.records import Act, After, Aside, Asked

GROUP = 48  # turns in one transaction: more gain little, and make the first of them wait for the last
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
        self._lane = Lane(engine)
        self._limit = limit
        self._queue: deque[Waiting] = deque()
        self._group: list[Waiting] = []
        self._working: asyncio.Task[None] | None = None

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
        if self._working is None or self._working.done():
            # The task lives while there is work, and no longer: nothing to start, nothing to stop.
            self._working = asyncio.create_task(self._work())
            self._working.add_done_callback(self._give_up)
        return await waiting.done

    async def _work(self) -> None:
        while self._queue:
            self._group = self._gather()
            await self._settle(self._group)

    def _gather(self) -> list[Waiting]:
        """The next turns in order, of each person the first; the others keep their places."""
        group: list[Waiting] = []
        passed: list[Waiting] = []
        people: set[tuple[str, str]] = set()
        while self._queue and len(group) < GROUP:
            first = self._queue.popleft()
            person = (first.asked.channel, first.asked.who)
            (passed if person in people else group).append(first)
            people.add(person)
        self._queue.extendleft(reversed(passed))
        return group

    async def _settle(self, group: list[Waiting], draw: int = 1) -> None:
        try:
            await self._commit(group)
        except (SQLAlchemyError, OSError) as fault:
            if len(group) > 1 and _one_may_be_to_blame(fault):
                for waiting in group:
                    await self._settle([waiting])
                return
            if isinstance(fault, IntegrityError) and draw < DRAWS:
                await self._settle(group, draw + 1)
                return
            for waiting in group:
                if not waiting.done.done():
                    waiting.done.set_exception(fault)

    async def _commit(self, group: list[Waiting]) -> None:
        with ExitStack() as broken_off:
            broken_off.callback(self._lane.undo)
            pages = await self._lane.read([waiting.asked for waiting in group])
            results, ended = await _answered(group, pages)
            await self._lane.write(ended)
            broken_off.pop_all()
        for waiting, result in zip(group, results, strict=True):
            if not waiting.done.done():  # whoever waited may have gone meanwhile
                waiting.done.set_result(result)

    def _give_up(self, work: asyncio.Task[None]) -> None:
        """An act raised, or the loop is closing: nobody may be left waiting for ever."""
        fault = None if work.cancelled() else work.exception()
        if fault is None and not work.cancelled():
            return
        for waiting in (*self._group, *self._queue):
            if not waiting.done.done():
                waiting.done.cancel() if fault is None else waiting.done.set_exception(fault)
        self._queue.clear()


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
