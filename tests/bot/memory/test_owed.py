"""What a turn still owes is written with the turn, handed out in order, and to one process at a time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.memory.engine import open_engine
from bot.memory.owed import FOLLOWS, Owings, owe
from bot.memory.store import Memory
from bot.memory.tables import conversations, owed_replies

NOON = datetime(2023, 8, 20, 4, tzinfo=UTC)
LEASE = timedelta(minutes=1)


async def owes(memory: Memory, talk: str, *pages: str, at: datetime = NOON) -> None:
    async with memory.engine.begin() as connection:
        known = await connection.scalar(select(func.count()).where(conversations.c.id == talk))
        if not known:
            values = {"id": talk, "channel": "wechat", "user_hash": talk, "turns": 0, "created": at, "updated": at}
            await connection.execute(insert(conversations).values(values))
        await connection.run_sync(owe, talk, f"sealed {talk}", pages, at)


async def test_of_each_talk_only_the_first_is_handed_out(memory: Memory) -> None:
    owings = Owings(memory.engine)
    await owes(memory, "a", "一", "二")
    await owes(memory, "b", "甲")
    await owes(memory, "a", "先", at=NOON - timedelta(seconds=10))
    first = await owings.claim(NOON + FOLLOWS, LEASE, 10)
    assert sorted((reply.recipient, reply.text) for reply in first) == [("sealed a", "先"), ("sealed b", "甲")]
    assert await owings.claim(NOON + FOLLOWS, LEASE, 10) == ()
    for reply in first:
        await owings.settle(reply)
    (second,) = await owings.claim(NOON + FOLLOWS, LEASE, 10)
    assert (second.text, second.attempts) == ("一", 1)


async def test_a_claim_runs_out(memory: Memory) -> None:
    owings = Owings(memory.engine)
    await owes(memory, "a", "一")
    assert await owings.claim(NOON, LEASE, 10) == (), "the answer itself goes first"
    moment = NOON + FOLLOWS
    for attempt in (1, 2, 3):
        (reply,) = await owings.claim(moment, LEASE, 10)
        assert reply.attempts == attempt
        assert await owings.claim(moment + LEASE - timedelta(seconds=1), LEASE, 10) == ()
        moment += LEASE


async def test_no_more_are_handed_out_than_asked_for(memory: Memory) -> None:
    for number in range(5):
        await owes(memory, f"talk {number}", "一")
    owings = Owings(memory.engine)
    sizes = [len(await owings.claim(NOON + FOLLOWS, LEASE, 2)) for _ in range(4)]
    assert sizes == [2, 2, 1, 0]


async def test_two_processes_never_get_the_same(memory: Memory) -> None:
    for number in range(20):
        await owes(memory, f"talk {number}", "一")
    engines = [open_engine(memory.engine.url.render_as_string(hide_password=False)) for _ in range(3)]
    claims = await asyncio.gather(*(Owings(engine).claim(NOON + FOLLOWS, LEASE, 20) for engine in engines))
    for engine in engines:
        await engine.dispose()
    ids = [reply.id for claim in claims for reply in claim]
    assert len(ids) == len(set(ids)) == 20


async def test_a_turn_that_is_undone_owes_nothing(memory: Memory) -> None:
    await owes(memory, "a")

    async def fail_in_the_middle() -> None:
        async with memory.engine.begin() as connection:
            await connection.run_sync(owe, "a", "sealed a", ["一"], NOON)
            raise RuntimeError("the turn's fault")

    with pytest.raises(RuntimeError, match="the turn's fault"):
        await fail_in_the_middle()
    assert await Owings(memory.engine).claim(NOON + FOLLOWS, LEASE, 10) == ()


async def test_dropping_a_page_takes_the_rest_of_its_turn_and_no_more(memory: Memory) -> None:
    owings = Owings(memory.engine)
    await owes(memory, "a", "一", "二", "三")
    await owes(memory, "a", "下一轮", at=NOON + timedelta(seconds=5))
    (reply,) = await owings.claim(NOON + timedelta(seconds=9), LEASE, 10)
    assert await owings.drop(reply) == 3
    async with memory.engine.connect() as connection:
        assert (await connection.execute(select(owed_replies.c.text))).scalars().all() == ["下一轮"]
