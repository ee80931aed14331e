"""The account between the platform's patience and the door's time: in time, late, sent on its own, or not at all."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import cache

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from bot.channels.wechat.account import OfficialAccount
from bot.channels.wechat.envelope import Envelope
from bot.channels.wechat.freshness import Freshness
from bot.channels.wechat.incoming import Incoming, ReplayedNonce
from bot.channels.wechat.manner import WechatManner
from bot.clock import fixed
from bot.door import Door
from bot.memory.records import NOTHING, Act, Needs, T
from bot.memory.store import Memory
from bot.memory.tables import owed_replies, turns
from bot.metrics import Metrics
from bot.notices import Notices, load_notices
from tests.bot.conftest import KEY
from tests.bot.wechat.platform import Platform

USER = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"


@cache
def notices() -> Notices:
    """Loaded, and warm: the first question must not be late."""
    loaded = load_notices()
    for notice in loaded.values():
        notice.warm()
    return loaded


class Slow(Memory):
    """A memory whose turns wait for ``ready``."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(memory.engine, KEY)
        self.ready = asyncio.Event()
        self.ready.set()

    async def turn(
        self,
        channel: str,
        user: str,
        act: Act[T],
        message_id: str | None = None,
        nonce: str | None = None,
        *,
        needs: Needs = NOTHING,
    ) -> T:
        await self.ready.wait()
        return await super().turn(channel, user, act, message_id, nonce, needs=needs)


@pytest.fixture
def slow(memory: Memory) -> Slow:
    return Slow(memory)


def account(memory: Memory, *, seal: bool = False, deadline: float = 0.2) -> OfficialAccount:
    door = Door(memory, notices(), fixed(date(2023, 8, 1)), tally=Metrics())
    manner = WechatManner("https://sb.example.cn", customer_service=seal)
    envelope = Envelope("plain", "token", "wx1234567890abcdef")
    hide = (lambda user: f"sealed {len(user)}") if seal else None
    return OfficialAccount(door, memory, envelope, Freshness(), manner, deadline, hide)


def message(content: str, nonce: str = "1", **fields: str) -> Incoming:
    given = Platform().text(USER, content) | fields
    return Incoming.of({name: str(value) for name, value in given.items()}, nonce=nonce, form="xml", sealed=True)


def event(name: str, **fields: str) -> Incoming:
    given = Platform().event(USER, name) | fields
    return Incoming.of({key: str(value) for key, value in given.items()}, nonce="1", form="xml", sealed=True)


async def kept(memory: Memory) -> list[str]:
    async with memory.engine.connect() as connection:
        return list((await connection.execute(select(turns.c.step).order_by(turns.c.number))).scalars())


async def test_a_question_is_answered_and_a_retry_gets_the_same_words(slow: Slow) -> None:
    at = account(slow, deadline=4)
    asked = message("截止时间")
    words = await at.answer(asked)
    assert "8月31日" in str(words)
    assert await at.answer(asked) == words
    assert len(await kept(slow)) == 1


async def test_another_message_under_a_used_nonce_is_refused(slow: Slow) -> None:
    at = account(slow, deadline=4)
    await at.answer(message("截止时间", nonce="777"))
    with pytest.raises(ReplayedNonce):
        await at.answer(message("材料", nonce="777"))
    assert len(await kept(slow)) == 1


async def test_what_needs_no_answer_leaves_no_trace(slow: Slow) -> None:
    at = account(slow, deadline=4)
    for name in ("unsubscribe", "VIEW", "LOCATION", "something_new"):
        assert await at.answer(event(name)) is None
    assert await kept(slow) == []


async def test_a_new_follower_is_welcomed_once(slow: Slow) -> None:
    at = account(slow, deadline=4)
    followed = event("subscribe")
    first = await at.answer(followed)
    assert await at.answer(followed) == first
    assert await kept(slow) == ["welcome"]


async def test_an_answer_that_comes_late_is_brought_by_asking_for_more(slow: Slow) -> None:
    at = account(slow)
    slow.ready.clear()
    told = str(await at.answer(message("截止时间")))
    assert "更多" in told
    assert "68455013" in told
    slow.ready.set()
    await at.settled()
    assert "8月31日" in str(await at.answer(message("更多", nonce="2")))
    assert await kept(slow) == ["faq", "more"]


async def test_a_retry_of_a_message_answered_late_gets_the_answer(slow: Slow) -> None:
    at = account(slow)
    slow.ready.clear()
    asked = message("截止时间")
    assert "更多" in str(await at.answer(asked))
    slow.ready.set()
    await at.settled()
    assert "8月31日" in str(await at.answer(asked))


async def test_an_answer_that_comes_late_is_sent_where_it_can_be(slow: Slow) -> None:
    at = account(slow, seal=True)
    slow.ready.clear()
    assert "马上发给您" in str(await at.answer(message("截止时间")))
    slow.ready.set()
    await at.settled()
    async with slow.engine.connect() as connection:
        (row,) = (await connection.execute(select(owed_replies))).all()
    assert row.recipient == f"sealed {len(USER)}"
    assert "8月31日" in row.text


async def test_a_database_that_is_gone_gets_a_sorry_with_the_hotline_and_comes_back(
    slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = account(slow, deadline=4)

    async def gone(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, OSError("gone"))

    with monkeypatch.context() as patch:
        patch.setattr(slow, "turn", gone)
        assert "68455013" in str(await at.answer(message("截止时间")))
    assert "8月31日" in str(await at.answer(message("截止时间", nonce="2")))


async def test_a_late_answer_nobody_could_keep_is_a_fault_that_is_counted(slow: Slow) -> None:
    at = account(slow)
    slow.ready.clear()
    assert "更多" in str(await at.answer(message("截止时间")))
    async with slow.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE conversations RENAME TO elsewhere"))
    slow.ready.set()
    await at.settled()
    assert isinstance(at.door.tally, Metrics)
    assert "shenbao_faults_total{kind=" in at.door.tally.text().decode()
    async with slow.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE elsewhere RENAME TO conversations"))


async def test_many_deliveries_of_one_message_to_two_processes_have_one_effect(memory: Memory) -> None:
    """Two memories on one database stand for two processes."""
    at = [account(Memory(memory.engine, KEY), deadline=30) for _ in range(2)]
    asked = message("截止时间")
    words = await asyncio.gather(*(at[number % 2].answer(asked) for number in range(10)))
    assert len(set(words)) == 1
    assert len(await kept(memory)) == 1
