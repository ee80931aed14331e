"""Work behind the server: told to stop, it finishes; fallen over, it is heard of."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.background import in_background, stopped_within


async def test_it_finishes_what_is_under_way_before_the_block_ends() -> None:
    done: list[str] = []

    async def work(stop: asyncio.Event) -> None:
        while not await stopped_within(stop, 0.01):
            done.append("a round")
        done.append("the last")

    async with in_background("work", work):
        while not done:
            await asyncio.sleep(0.01)
    assert done[-1] == "the last"


async def test_a_fault_in_it_is_logged_by_its_kind_and_leaves_the_block_alone(caplog: pytest.LogCaptureFixture) -> None:
    async def work(_stop: asyncio.Event) -> None:
        raise RuntimeError("我叫王小明")

    async def the_block() -> None:
        async with in_background("the courier", work):
            while not caplog.records:
                await asyncio.sleep(0.01)

    with caplog.at_level(logging.CRITICAL), pytest.raises(RuntimeError):
        await the_block()
    assert "the courier has stopped: RuntimeError" in caplog.text
    assert "王小明" not in caplog.text


async def test_waiting_ends_with_the_stop_or_the_time() -> None:
    stop = asyncio.Event()
    assert not await stopped_within(stop, 0.01)
    stop.set()
    assert await stopped_within(stop, 60)
