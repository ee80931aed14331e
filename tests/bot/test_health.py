"""Ready means that the database answers in time; whatever it does instead is said in a line."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.database_url import async_url
from bot.health import DatabaseHealth
from bot.memory.engine import open_engine
from bot.memory.schema import upgrade


async def test_a_database_with_its_tables_is_ready(database_url: str) -> None:
    engine = open_engine(async_url(database_url))
    await upgrade(engine)
    condition = await DatabaseHealth(engine, seconds=10).look()
    assert (condition.ready, condition.reason, condition.owed_replies) == (True, None, 0)
    await engine.dispose()


async def test_an_empty_database_is_not(database_url: str) -> None:
    engine = open_engine(async_url(database_url))
    condition = await DatabaseHealth(engine, seconds=10).look()
    assert not condition.ready
    assert condition.reason
    assert condition.reason.startswith("数据库不可用")
    await engine.dispose()


async def test_a_server_that_is_gone_is_named_without_its_password() -> None:
    pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed (extra: postgres)")
    engine = open_engine(async_url("postgresql://u:hunter2@127.0.0.1:1/d"))
    condition = await DatabaseHealth(engine, seconds=10).look()
    assert condition.reason == "数据库不可用（OperationalError）"
    await engine.dispose()


async def test_a_server_that_takes_the_call_and_says_nothing_is_waited_for_no_longer_than_told() -> None:
    pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed (extra: postgres)")
    hung_up = asyncio.Event()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await hung_up.wait()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    engine = open_engine(async_url(f"postgresql://u@127.0.0.1:{port}/d"))
    began = time.perf_counter()
    condition = await DatabaseHealth(engine, seconds=0.2).look()
    assert condition.reason == "数据库在 0.2 秒内没有应答"
    assert time.perf_counter() - began < 5, "not the driver's own two minutes"
    hung_up.set()
    server.close()
    await server.wait_closed()
    await engine.dispose()


async def test_somebody_writing_for_long_does_not_make_it_unready(tmp_path: Path) -> None:
    """Readers never wait in write-ahead mode; a locked-up writer shows in the counts of faults instead."""
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'talks.db'}")
    await upgrade(engine)
    async with engine.begin():
        assert (await DatabaseHealth(engine, seconds=10).look()).ready
    await engine.dispose()


async def test_an_exhausted_pool_shows(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'talks.db'}")
    await upgrade(engine)
    reading = engine.execution_options(reading=True)
    taken = [await reading.connect() for _ in range(4)]  # two kept, two over: all there are
    assert not (await DatabaseHealth(engine, seconds=0.1).look()).ready
    for connection in taken:
        await connection.close()
    assert (await DatabaseHealth(engine, seconds=10).look()).ready, "and it recovers by itself"
    await engine.dispose()
