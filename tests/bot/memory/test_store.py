"""One turn, one transaction; told on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.database_url import async_url
from bot.memory.engine import open_engine
from bot.memory.records import NewTurn, NewVerdict
from bot.memory.store import Memory
from bot.memory.tables import conversations, turns
from tests.bot.conftest import KEY


def a_turn(said: str = "截止时间", message_id: str | None = None, **more: Any) -> NewTurn:
    return NewTurn(
        id=str(uuid.uuid4()),
        message_id=message_id,
        text=said,
        outcome="answered",
        step="faq",
        confidence=0.9,
        clauses=("notice.3",),
        replies='[{"kind":"answer","text":"8月31日"}]',
        latency_ms=1.5,
        **more,
    )


def a_verdict(programme: str) -> NewVerdict:
    return NewVerdict(
        programme, {"applicant_type": "企业"}, date(2023, 8, 20), "hash", {"programme": programme, "result": "verify"}
    )


async def test_the_next_turn_finds_the_state_of_the_last(memory: Memory) -> None:
    async with memory.turn("web", "小王") as turn:
        assert turn.state is None
        await turn.keep(a_turn(), state='{"pilot":"tech"}')
    async with memory.turn("web", "小王") as turn:
        assert turn.state == '{"pilot":"tech"}'


async def test_people_and_channels_are_kept_apart(memory: Memory) -> None:
    async with memory.turn("web", "u1") as turn:
        await turn.keep(a_turn(), state="1")
    for channel, user in (("web", "u2"), ("wechat", "u1")):
        async with memory.turn(channel, user) as turn:
            assert turn.state is None


async def test_a_turn_that_fails_half_way_leaves_no_trace(memory: Memory) -> None:
    async with memory.turn("web", "u1") as turn:
        await turn.keep(a_turn("第一句", "m1"), state="1")

    async def fail_after_writing() -> None:
        async with memory.turn("web", "u1") as turn:
            await turn.keep(a_turn("第二句", "m2"), state="2")
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="power"):
        await fail_after_writing()
    async with memory.turn("web", "u1") as turn:
        assert turn.state == "1"
        assert await turn.kept("m2") is None
    assert [kept.text for kept in await memory.history("web", "u1")] == ["第一句"]


async def test_a_repeated_message_finds_its_reply_byte_for_byte(memory: Memory) -> None:
    reply = '[ {"text" : "格式，原样\\n", "emoji":"🌏"} ]'
    first = a_turn("问", "m1", verdicts=(a_verdict("tech"), a_verdict("leader")))
    async with memory.turn("web", "u1") as turn:
        tokens = await turn.keep(NewTurn(**{**vars(first), "replies": reply}), state="1")
    async with memory.turn("web", "u1") as turn:
        kept = await turn.kept("m1")
    assert kept is not None
    assert (kept.id, kept.replies, kept.tokens) == (first.id, reply, tokens)
    async with memory.turn("web", "another person") as turn:
        assert await turn.kept("m1") is None, "message ids are one person's own"


async def test_a_message_id_of_any_length_is_remembered(memory: Memory) -> None:
    async with memory.turn("web", "u1") as turn:
        await turn.keep(a_turn("问", "m" * 5000), state="1")
    async with memory.turn("web", "u1") as turn:
        assert await turn.kept("m" * 5000) is not None
        assert await turn.kept("m" * 4999) is None


async def test_turns_of_one_person_wait_for_each_other(memory: Memory) -> None:
    """Twenty messages at once: each sees the state the one before left, none is lost."""

    async def count_one_up() -> None:
        async with memory.turn("web", "u1") as turn:
            before = int(turn.state or 0)
            await asyncio.sleep(0.001)
            await turn.keep(a_turn(str(before)), state=str(before + 1))

    await asyncio.gather(*(count_one_up() for _ in range(20)))
    assert [kept.text for kept in await memory.history("web", "u1")] == [str(number) for number in range(20)]


async def test_two_processes_wait_for_each_other_too(memory: Memory, database_url: str) -> None:
    """Another memory on the same database stands for another process: it shares no lane with the first."""
    other_engine = open_engine(async_url(database_url))
    other = Memory(other_engine, KEY)

    async def count_one_up(at: Memory) -> None:
        async with at.turn("web", "u1") as turn:
            before = int(turn.state or 0)
            await asyncio.sleep(0.001)
            await turn.keep(a_turn(), state=str(before + 1))

    await asyncio.gather(*(count_one_up(at) for at in (memory, other) * 5))
    await other_engine.dispose()
    async with memory.turn("web", "u1") as turn:
        assert turn.state == "10"


async def test_no_user_id_is_stored(memory: Memory) -> None:
    async with memory.turn("wechat", "oXyZ-openid-1234567") as turn:
        await turn.keep(a_turn(), state="1")
    async with memory.engine.connect() as connection:
        for table in ("conversations", "turns", "verdicts"):
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()
            assert "openid" not in str(rows)
        (hashed,) = (await connection.execute(select(conversations.c.user_hash))).scalars()
    other_key = Memory(memory.engine, b"another key, another hash")
    async with other_key.turn("wechat", "oXyZ-openid-1234567") as turn:
        assert turn.state is None, "the hash hangs on the key: a copied database tells nobody's name"
    assert len(hashed) == 64


async def test_a_state_that_cannot_be_read_is_put_aside(memory: Memory) -> None:
    async with memory.turn("web", "u1") as turn:
        await turn.keep(a_turn(), state='{"from":"the future"}')
    async with memory.turn("web", "u1") as turn:
        await turn.keep(a_turn(), state="{}", unreadable=turn.state)
    async with memory.engine.connect() as connection:
        row = (await connection.execute(select(conversations))).one()
    assert (row.state, row.former_state) == ("{}", '{"from":"the future"}')


async def test_a_turn_may_leave_the_state_as_it_was(memory: Memory) -> None:
    async with memory.turn("web", "u1") as turn:
        await turn.keep(a_turn(), state="before")
    async with memory.turn("web", "u1") as turn:
        await turn.keep(a_turn(), state=None)
    async with memory.turn("web", "u1") as turn:
        assert turn.state == "before"


async def test_a_verdict_is_found_by_its_token_and_by_nothing_else(memory: Memory) -> None:
    async with memory.turn("web", "u1") as turn:
        (token,) = await turn.keep(a_turn(verdicts=(a_verdict("region"),)), state="1")
    kept = await memory.verdict(token)
    assert kept is not None
    assert (kept.programme, kept.as_of, kept.rules) == ("region", date(2023, 8, 20), "hash")
    assert kept.answers == {"applicant_type": "企业"}
    assert kept.verdict["result"] == "verify"
    assert datetime.now(UTC) - kept.created < timedelta(minutes=1)
    assert len(token) >= 32
    assert await memory.verdict(token[:-1]) is None
    assert await memory.verdict("") is None


async def test_history_ends_with_the_last_turn_and_keeps_to_its_limit(memory: Memory) -> None:
    for number in range(5):
        async with memory.turn("web", "u1") as turn:
            await turn.keep(a_turn(str(number)), state="1")
    assert [kept.text for kept in await memory.history("web", "u1", limit=3)] == ["2", "3", "4"]
    assert await memory.history("web", "nobody") == ()


async def test_moments_come_back_in_utc(memory: Memory) -> None:
    async with memory.turn("web", "u1") as turn:
        await turn.keep(a_turn(), state="1")
    async with memory.engine.connect() as connection:
        (created,) = (await connection.execute(select(turns.c.created))).scalars()
    assert created.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - created) < timedelta(minutes=1)
