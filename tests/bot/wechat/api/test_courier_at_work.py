"""The courier at work beside the turns: databases that go away, processes that are killed, several at once."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.channels.wechat.api.client import WechatApi
from bot.channels.wechat.api.courier import AT_ONCE, LEASE, Courier, Delivery, courier_at_work
from bot.clock import now
from bot.memory.engine import open_engine
from bot.memory.owed import Owings
from bot.memory.store import Memory
from bot.memory.tables import owed_replies
from bot.settings import load_settings
from tests.bot.conftest import KEY
from tests.bot.wechat.api.debts import RECIPIENTS, Debtor, all_rounds
from tests.bot.wechat.api.hands import Hands
from tests.bot.wechat.api.stand_in import APP_ID, SECRET, SEND, TOKEN, StandIn, dawdles, refuses

ROOT = Path(__file__).parents[4]


class Deaf:
    """Takes messages, and the database goes away before it can be told."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.sent: list[tuple[str, str]] = []

    async def send_text(self, openid: str, page: str) -> None:
        self.sent.append((openid, page))
        async with self.memory.engine.begin() as connection:
            await connection.execute(text("ALTER TABLE owed_replies RENAME TO gone"))

    async def heal(self) -> None:
        async with self.memory.engine.begin() as connection:
            await connection.execute(text("ALTER TABLE gone RENAME TO owed_replies"))


async def test_a_database_that_goes_away_after_sending_makes_no_repeat(
    memory: Memory, debtor: Debtor, hire: Callable[..., Courier], clock: Hands
) -> None:
    await debtor.owe("o1", "一")
    sender = Deaf(memory)
    courier = hire(sender)
    with pytest.raises(memory.faults):
        await courier.round()
    await sender.heal()
    clock.move(seconds=LEASE.total_seconds())
    assert await courier.round() == [Delivery.sent]
    assert sender.sent == [("o1", "一")]
    assert await debtor.left() == []


async def test_at_work_it_finds_what_comes_and_finishes_what_is_under_way(
    platform: StandIn, debtor: Debtor, courier: Courier
) -> None:
    async with courier.running():
        await debtor.owe("o1", "一")
        while not platform.sent:
            await asyncio.sleep(0.01)
        platform.next_on[SEND].append(dawdles(0.2))
        await debtor.owe("o1", "二")
        while len(platform.to(SEND)) < 2:
            await asyncio.sleep(0.01)
    assert platform.sent == [("o1", "一"), ("o1", "二")]
    assert await debtor.left() == []


async def test_at_work_it_outlives_a_database_that_goes_away(
    platform: StandIn,
    debtor: Debtor,
    courier: Courier,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.channels.wechat.api.courier.FIRST_PAUSE", 0.01)
    sender = Deaf(debtor.memory)
    await debtor.owe("o1", "一")
    async with debtor.memory.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE owed_replies RENAME TO gone"))
    async with courier.running():
        while "the courier's database" not in caplog.text:
            await asyncio.sleep(0.01)
        await sender.heal()
        while not platform.sent:
            await asyncio.sleep(0.01)
    assert platform.sent == [("o1", "一")]


async def test_a_platform_out_of_order_is_not_asked_for_every_reply(
    platform: StandIn, debtor: Debtor, courier: Courier, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(30):
        await debtor.owe(f"o{number}", "一")
    platform.always_on[TOKEN] = refuses(40164)
    async with courier.running():
        while "owed reply" not in caplog.text:
            await asyncio.sleep(0.01)
    assert len(await debtor.left()) == 30
    assert len(platform.asked) <= AT_ONCE


KILLED = """
import asyncio, os, signal, sys
from bot.channels.wechat.api.courier import Courier
from bot.memory.engine import open_engine
from bot.memory.owed import Owings
from bot.sealing import Seal
from bot.settings import load_settings

class Killer:
    async def send_text(self, openid, text):
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(Courier(Owings(open_engine(sys.argv[1])), Killer(), Seal(sys.argv[2].encode(), "recipient")).round())
"""


async def test_a_courier_killed_while_sending_loses_nothing(
    platform: StandIn, memory: Memory, debtor: Debtor, courier: Courier, clock: Hands
) -> None:
    await debtor.owe("o1", "一", "二")
    clock.move(seconds=-60)  # for the one who looks at the real clock, it is due
    async with memory.engine.begin() as connection:
        await connection.execute(owed_replies.update().values(due=clock()))
    url = memory.engine.url.render_as_string(hide_password=False)
    killed = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", KILLED, url, KEY.decode()], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    clock.moment = now()
    assert await courier.round() == [], "it is under way, as far as anybody knows"
    clock.move(seconds=(LEASE + timedelta(seconds=1)).total_seconds())
    await all_rounds(courier)
    assert platform.sent == [("o1", "一"), ("o1", "二")]


async def test_couriers_of_several_processes_send_nothing_twice(
    platform: StandIn, memory: Memory, api: WechatApi, debtor: Debtor, clock: Hands
) -> None:
    """Each with connections of its own, as processes have."""
    for number in range(10):
        await debtor.owe(f"o{number}", "一", "二")
    engines = [open_engine(memory.engine.url.render_as_string(hide_password=False)) for _ in range(4)]
    couriers = [Courier(Owings(engine), api, RECIPIENTS, clock=clock) for engine in engines]
    while any(await asyncio.gather(*(courier.round() for courier in couriers))):
        pass
    for engine in engines:
        await engine.dispose()
    assert sorted(platform.sent) == sorted((f"o{number}", page) for number in range(10) for page in ("一", "二"))


async def test_opened_from_the_settings_it_sends_what_is_owed(
    platform: StandIn, debtor: Debtor, counted: Counter[Delivery]
) -> None:
    settings = load_settings(
        wechat_token="t0kenOfTheCallback",
        wechat_app_id=APP_ID,
        wechat_app_secret=SECRET,
        wechat_mode="plain",
        wechat_api_url=platform.address,
    )
    debtor.clock.move(minutes=-1)
    await debtor.owe("o1", "一", "二")

    def count(how: Delivery, pages: int) -> None:
        counted[how] += pages

    async with courier_at_work(settings, debtor.memory.engine, KEY, RECIPIENTS, count):
        while len(platform.sent) < 2:
            await asyncio.sleep(0.01)
    assert platform.sent == [("o1", "一"), ("o1", "二")]
    assert counted == {Delivery.sent: 2}
