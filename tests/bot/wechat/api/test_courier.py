"""What is owed goes out, in order, once, by whichever process is there, and is forgotten."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from bot.channels.wechat.api.client import WechatApi
from bot.channels.wechat.api.courier import AT_ONCE, LEASE, WINDOW, Courier, Delivery, Sender, courier_at_work
from bot.clock import now
from bot.memory.engine import open_engine
from bot.memory.owed import FOLLOWS, Owings, owe
from bot.memory.store import Memory
from bot.memory.tables import conversations, owed_replies
from bot.sealing import Seal
from bot.settings import load_settings
from tests.bot.conftest import KEY
from tests.bot.wechat.api.conftest import Hands
from tests.bot.wechat.api.stand_in import APP_ID, SECRET, SEND, TOKEN, Fault, StandIn, dawdles, refuses, says

ROOT = Path(__file__).parents[4]
RECIPIENTS = Seal(KEY, "recipient")


class Debtor:
    """Owes pages to people, each in a talk of their own."""

    def __init__(self, memory: Memory, clock: Hands) -> None:
        self.memory = memory
        self.clock = clock
        self._talks: dict[str, str] = {}

    async def owe(self, openid: str, *pages: str) -> None:
        async with self.memory.engine.begin() as connection:
            if openid not in self._talks:
                talk = self._talks[openid] = str(uuid.uuid4())
                values = {"id": talk, "channel": "wechat", "user_hash": talk, "turns": 0}
                await connection.execute(insert(conversations).values(**values, created=now(), updated=now()))
            await owe(connection, self._talks[openid], RECIPIENTS.close(openid), pages, self.clock())
        self.clock.move(seconds=FOLLOWS.total_seconds())

    async def left(self) -> Sequence[str]:
        """The pages still owed."""
        query = select(owed_replies.c.text).order_by(owed_replies.c.created, owed_replies.c.position)
        async with self.memory.engine.connect() as connection:
            return (await connection.execute(query)).scalars().all()


@pytest.fixture
def debtor(memory: Memory, clock: Hands) -> Debtor:
    return Debtor(memory, clock)


@pytest.fixture
def counted() -> Counter[Delivery]:
    return Counter()


@pytest.fixture
def hire(memory: Memory, api: WechatApi, clock: Hands, counted: Counter[Delivery]) -> Callable[..., Courier]:
    """Couriers, each as in a process of its own; ``hire(sender)`` for one who sends by other means."""

    def one(sender: Sender = api) -> Courier:
        def count(how: Delivery, pages: int) -> None:
            counted[how] += pages

        return Courier(Owings(memory.engine), sender, RECIPIENTS, count=count, clock=clock, look=0.01)

    return one


@pytest.fixture
def courier(hire: Callable[..., Courier]) -> Courier:
    return hire()


async def all_rounds(*couriers: Courier) -> None:
    """Rounds until nobody finds anything."""
    while any([await courier.round() for courier in couriers]):
        pass


async def test_pages_go_out_in_order_and_are_forgotten(
    platform: StandIn, debtor: Debtor, courier: Courier, counted: Counter[Delivery]
) -> None:
    await debtor.owe("o1", "一", "二")
    await debtor.owe("o2", "甲")
    await debtor.owe("o1", "三")
    await all_rounds(courier)
    assert [page for openid, page in platform.sent if openid == "o1"] == ["一", "二", "三"]
    assert ("o2", "甲") in platform.sent
    assert await debtor.left() == []
    assert counted == {Delivery.sent: 4}


async def test_the_answer_itself_is_not_overtaken(
    platform: StandIn, debtor: Debtor, courier: Courier, clock: Hands
) -> None:
    await debtor.owe("o1", "一")
    clock.move(seconds=-0.5)
    assert await courier.round() == []
    clock.move(seconds=0.5)
    assert await courier.round() == [Delivery.sent]
    assert platform.sent == [("o1", "一")]


@pytest.mark.parametrize(
    ("patience", "fault"),
    [
        (10, refuses(-1)),
        (10, refuses(45009)),
        (10, refuses(40164)),
        (10, says(b"", 503)),
        (10, says(b"{")),
        (0.5, dawdles(0.7)),
    ],
)
async def test_a_passing_fault_costs_time_only(
    platform: StandIn, debtor: Debtor, courier: Courier, counted: Counter[Delivery], fault: Fault
) -> None:
    await debtor.owe("o1", "一", "二")
    platform.next_on[SEND].append(fault)
    assert await courier.round() == [Delivery.retried]
    assert await courier.round() == [], "the second page waits behind the first"
    debtor.clock.move(seconds=5)
    await all_rounds(courier)
    # Where the platform takes it and answers too late, nobody can know; a repeat is better than a gap.
    assert list(dict.fromkeys(platform.sent)) == [("o1", "一"), ("o1", "二")]
    assert counted == {Delivery.retried: 1, Delivery.sent: 2}


async def test_each_failure_waits_longer_than_the_last(
    platform: StandIn, debtor: Debtor, courier: Courier, clock: Hands
) -> None:
    await debtor.owe("o1", "一")
    platform.always_on[SEND] = says(b"", 500)
    for pause in (5, 10, 20, 40):
        assert await courier.round() == [Delivery.retried]
        clock.move(seconds=pause - 1)
        assert await courier.round() == []
        clock.move(seconds=1)
    assert len(platform.to(SEND)) == 4


@pytest.mark.parametrize("code", [45015, 45047, 48001, 43004, 40003, 45002])
async def test_what_can_never_be_sent_is_dropped_with_what_follows_it(
    platform: StandIn,
    debtor: Debtor,
    courier: Courier,
    counted: Counter[Delivery],
    code: int,
) -> None:
    await debtor.owe("o1", "一", "二", "三")
    await debtor.owe("o1", "下一轮")
    platform.next_on[SEND].append(refuses(code))
    await all_rounds(courier)
    assert platform.sent == [("o1", "下一轮")], "the next turn may have opened the window again"
    assert await debtor.left() == []
    assert counted == {Delivery.dropped: 3, Delivery.sent: 1}


async def test_the_log_says_why_and_to_nobody_whom(
    platform: StandIn, debtor: Debtor, courier: Courier, caplog: pytest.LogCaptureFixture
) -> None:
    await debtor.owe("o-of-somebody", "一段话")
    platform.next_on[SEND] += [refuses(45009, "to o-of-somebody"), refuses(48001, "to o-of-somebody")]
    await courier.round()
    debtor.clock.move(minutes=1)
    await courier.round()
    assert "45009" in caplog.text
    assert "SHENBAO_WECHAT_CUSTOMER_SERVICE" in caplog.text
    assert "o-of-somebody" not in caplog.text
    assert "一段话" not in caplog.text


async def test_a_refusal_nobody_knows_is_given_up_after_some_tries(
    platform: StandIn, debtor: Debtor, courier: Courier, clock: Hands, counted: Counter[Delivery]
) -> None:
    await debtor.owe("o1", "一")
    platform.always_on[SEND] = refuses(47001)
    for _ in range(20):
        await courier.round()
        clock.move(minutes=10)
    assert counted == {Delivery.retried: 7, Delivery.dropped: 1}
    assert len(platform.to(SEND)) == 8


async def test_nothing_is_sent_when_the_window_has_closed(
    platform: StandIn, debtor: Debtor, courier: Courier, clock: Hands, counted: Counter[Delivery]
) -> None:
    await debtor.owe("o1", "一", "二")
    clock.move(seconds=WINDOW.total_seconds())
    await all_rounds(courier)
    assert platform.asked == []
    assert counted == {Delivery.dropped: 2}


async def test_a_bad_token_does_not_delay_a_page(platform: StandIn, debtor: Debtor, courier: Courier) -> None:
    await debtor.owe("o1", "一", "二")
    await courier.round()
    platform.spoil()
    await courier.round()
    assert platform.sent == [("o1", "一"), ("o1", "二")]


async def test_the_database_never_shows_the_recipient(debtor: Debtor, memory: Memory, courier: Courier) -> None:
    await debtor.owe("o-of-somebody", "一")
    async with memory.engine.connect() as connection:
        assert "o-of-somebody" not in str((await connection.execute(select(owed_replies))).all())
    stranger = Courier(Owings(memory.engine), courier._sender, Seal(b"another key", "recipient"), clock=courier._clock)
    assert await stranger.round() == [Delivery.dropped], "a changed key makes it unreadable for ever"


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
