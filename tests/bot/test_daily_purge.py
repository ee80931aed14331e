"""Once a day, in the small hours, one of the processes that serve removes what is too old."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.daily_purge import TASK, Interrupted, Purging, purging_daily
from bot.database_url import async_url
from bot.memory import forgetting, privacy
from bot.memory.daily_tasks import LEASE, DailyTask
from bot.memory.engine import open_engine
from bot.memory.store import Memory
from bot.memory.tables import privacy_runs
from bot.settings import Settings
from tests.bot.memory.test_privacy import talk

NIGHT = datetime(2023, 8, 19, 19, 0, tzinfo=UTC)  # three in the morning of the 20th in Beijing
BEFORE = NIGHT - timedelta(seconds=1)
OLD = NIGHT - timedelta(days=181)


async def runs(memory: Memory) -> int:
    async with memory.engine.connect() as connection:
        return len((await connection.execute(select(privacy_runs))).all())


async def until(reached: Callable[[], Any]) -> None:
    async with asyncio.timeout(20):
        while not await reached():
            await asyncio.sleep(0.01)


async def test_it_runs_by_itself_once_a_night_whatever_the_number_of_processes(
    memory: Memory, database_url: str
) -> None:
    await talk(memory, "u1", OLD)
    looks = [0, 0]

    def clock(process: int) -> Callable[[], datetime]:
        def look() -> datetime:
            looks[process] += 1
            return NIGHT

        return look

    async def both_looked_again() -> bool:
        return min(looks) >= 4

    other = open_engine(async_url(database_url))
    async with (
        purging_daily(memory.engine, 180, clock=clock(0), look=0.02, settle=0),
        purging_daily(other, 180, clock=clock(1), look=0.02, settle=0),
    ):
        await until(both_looked_again)
    await other.dispose()
    assert await memory.history("web", "u1") == ()
    assert await runs(memory) == 1


async def test_the_night_begins_at_three_in_beijing(memory: Memory) -> None:
    task = DailyTask(memory.engine, TASK)
    moment = BEFORE

    async def has_run(times: int) -> bool:
        return await runs(memory) == times

    async with purging_daily(memory.engine, 180, clock=lambda: moment, look=0.01, settle=0):
        await until(lambda: has_run(1))  # a server that was not there yesterday catches up
        moment = NIGHT
        await until(lambda: has_run(2))
    assert not await task.due((NIGHT + timedelta(hours=5)).date())


async def test_a_process_that_died_at_work_is_replaced_after_its_lease(memory: Memory, database_url: str) -> None:
    other = open_engine(async_url(database_url))
    dead, alive = DailyTask(memory.engine, TASK), DailyTask(other, TASK)
    assert await dead.claim(NIGHT, NIGHT.date())
    assert not await alive.claim(NIGHT + LEASE - timedelta(seconds=1), NIGHT.date())
    assert await alive.claim(NIGHT + LEASE, NIGHT.date())
    assert not await dead.renew(NIGHT + LEASE), "and finds out, should it come back"
    assert not await dead.finish(NIGHT.date())
    assert await alive.finish(NIGHT.date())
    assert not await alive.claim(NIGHT + LEASE * 2, NIGHT.date()), "done is done"
    await other.dispose()


async def test_who_is_replaced_meanwhile_stops(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (forgetting, privacy):
        monkeypatch.setattr(module, "BATCH", 2)
    await talk(memory, "u1", *[OLD] * 6)
    slow, quick = (DailyTask(memory.engine, TASK) for _ in range(2))
    assert await slow.claim(NIGHT)
    assert await quick.claim(NIGHT + LEASE)
    with pytest.raises(Interrupted):
        await Purging(memory.engine, 180, slow).run(NIGHT)
    assert len(await memory.history("web", "u1")) == 4
    assert await runs(memory) == 0


async def test_a_server_that_stops_lets_the_next_one_go_on(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (forgetting, privacy):
        monkeypatch.setattr(module, "BATCH", 1)
    await talk(memory, "u1", *[OLD] * 12)

    async def begun() -> bool:
        return len(await memory.history("web", "u1")) < 12

    async with purging_daily(memory.engine, 180, clock=lambda: NIGHT, settle=0):
        await until(begun)
    left = len(await memory.history("web", "u1"))
    assert 0 < left < 12
    assert await DailyTask(memory.engine, TASK).claim(NIGHT, NIGHT.date()), "it need not wait for the lease"


async def test_a_database_that_is_away_means_another_look(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await talk(memory, "u1", OLD)
    due = DailyTask.due
    tried = 0

    async def gone_at_first(task: DailyTask, day: Any) -> bool:
        nonlocal tried
        tried += 1
        if tried == 1:
            raise OSError("gone")
        return await due(task, day)

    monkeypatch.setattr(DailyTask, "due", gone_at_first)

    async def has_run() -> bool:
        return await runs(memory) == 1

    async with purging_daily(memory.engine, 180, clock=lambda: NIGHT, look=0.01, settle=0):
        await until(has_run)
    assert "the purge's database: OSError" in caplog.text


def test_half_a_year_where_nothing_is_set() -> None:
    assert Settings().retention_days == 180
