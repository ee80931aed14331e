"""What is owed goes out, in order, once, and is forgotten."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from bot.channels.wechat.api.courier import WINDOW, Courier, Delivery
from bot.memory.owed import Owings
from bot.memory.store import Memory
from bot.memory.tables import owed_replies
from bot.sealing import Seal
from tests.bot.wechat.api.debts import Debtor, all_rounds
from tests.bot.wechat.api.hands import Hands
from tests.bot.wechat.api.stand_in import SEND, Fault, StandIn, dawdles, refuses, says


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
