"""One token for all processes, fetched by one of them, forced seldom, readable to nobody."""

from __future__ import annotations

import asyncio
import itertools
import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.wechat.api import errors
from bot.channels.wechat.api.access_token import FORCED_APART, SharedToken, StableToken
from bot.channels.wechat.api.client import WechatApi
from bot.channels.wechat.api.exchange import Exchange
from bot.memory.access_tokens import AccessTokens
from bot.memory.engine import open_engine
from bot.memory.store import Memory
from bot.memory.tables import access_tokens
from bot.sealing import Seal
from tests.bot.conftest import KEY
from tests.bot.wechat.api.hands import Hands
from tests.bot.wechat.api.stand_in import (
    APP_ID,
    MENU_GET,
    SECRET,
    SEND,
    TOKEN,
    Fault,
    StandIn,
    dawdles,
    refuses,
    says,
)


async def test_it_is_fetched_once_and_kept(platform: StandIn, token: SharedToken) -> None:
    assert [await token.get() for _ in range(3)] == [platform.token] * 3
    assert len(platform.to(TOKEN)) == 1
    assert platform.to(TOKEN)[0].body == {
        "grant_type": "client_credential",
        "appid": APP_ID,
        "secret": SECRET,
        "force_refresh": False,
    }
    assert len(platform.token) == 512


async def test_many_processes_fetch_it_once(
    platform: StandIn, exchange: Exchange, memory: Memory, clock: Hands
) -> None:
    platform.next_on[TOKEN].append(dawdles(0.2))
    engines = [open_engine(memory.engine.url.render_as_string(hide_password=False)) for _ in range(3)]
    source = StableToken(exchange, APP_ID, SECRET)
    tokens = [SharedToken(AccessTokens(engine, Seal(KEY, "access token"), APP_ID), source, clock) for engine in engines]
    got = await asyncio.gather(*(token.get() for token in tokens for _ in range(3)))
    for engine in engines:
        await engine.dispose()
    assert set(got) == {platform.token}
    assert len(platform.to(TOKEN)) == 1


async def test_near_its_end_one_fetches_and_the_others_go_on(
    platform: StandIn, token: SharedToken, clock: Hands
) -> None:
    old = await token.get()
    clock.move(hours=2, minutes=-4)
    platform.spoil()
    platform.next_on[TOKEN].append(dawdles(0.2))
    got = await asyncio.gather(*(token.get() for _ in range(5)))
    assert sorted(got) == sorted([platform.token] + [old] * 4)
    assert await token.get() == platform.token
    assert len(platform.to(TOKEN)) == 2


async def test_a_platform_that_gives_the_same_one_again_is_not_asked_at_every_call(
    platform: StandIn, token: SharedToken, clock: Hands
) -> None:
    platform.lifetime = 200
    for _ in range(10):
        assert await token.get() == platform.token
    assert len(platform.to(TOKEN)) == 1
    clock.move(seconds=30)
    await token.get()
    assert len(platform.to(TOKEN)) == 2


@pytest.mark.parametrize(
    ("patience", "fault"),
    [(10, says(b"oops", 500)), (10, says(b"{")), (10, says(b"{}")), (10, refuses(45009)), (0.5, dawdles(1))],
)
async def test_while_the_old_one_counts_a_failed_fetch_hurts_nobody(
    platform: StandIn, token: SharedToken, clock: Hands, fault: Fault
) -> None:
    old = await token.get()
    clock.move(hours=2, minutes=-4)
    platform.always_on[TOKEN] = fault
    assert [await token.get() for _ in range(5)] == [old] * 5
    assert len(platform.to(TOKEN)) == 2, "asked once, then not again until the lease has ended"
    clock.move(minutes=4)
    with pytest.raises(errors.WechatError):
        await token.get()
    del platform.always_on[TOKEN]
    assert await token.get() == platform.token, "a failure without a token does not keep the next one waiting"


async def test_a_process_killed_while_fetching_holds_up_nobody_for_long(
    platform: StandIn, token: SharedToken, shelf: AccessTokens, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.wechat.api.access_token.PATIENCE", 0.1)
    dead = await shelf.claim(await shelf.look(), clock(), timedelta(seconds=25))
    assert dead is not None
    with pytest.raises(errors.TokenBusy):
        await token.get()
    clock.move(seconds=26)
    assert await token.get() == platform.token
    late = await StableToken(token._source._exchange, APP_ID, SECRET).fetch(clock())
    await shelf.keep(type(late)("late and old", late.expires), dead)
    assert await token.get() == platform.token, "whoever lost the lease writes nothing"


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_bad_token_is_replaced_and_the_call_made_again(platform: StandIn, api: WechatApi, code: int) -> None:
    await api.send_text("o1", "一")
    platform.next_on[SEND].append(refuses(code))
    platform.spoil()  # somebody forced a new one
    await api.send_text("o1", "二")
    assert platform.sent == [("o1", "一"), ("o1", "二")]
    assert platform.forced == 0, "the platform names the new one without force"


async def test_a_token_the_platform_gives_and_refuses_is_forced_once(platform: StandIn, api: WechatApi) -> None:
    await api.menu()
    platform.next_on[MENU_GET].append(refuses(40001))
    await api.menu()
    assert platform.forced == 1
    assert [asked.token for asked in platform.to(MENU_GET)][-1] == platform.token


async def test_a_platform_that_refuses_every_token_is_not_asked_in_circles(platform: StandIn, api: WechatApi) -> None:
    platform.always_on[SEND] = refuses(40001)
    with pytest.raises(errors.TokenRefused):
        await api.send_text("o1", "一")
    assert len(platform.to(SEND)) == 2
    assert platform.forced == 1
    with pytest.raises(errors.TokenRefused):
        await api.send_text("o1", "一")
    assert len(platform.to(SEND)) == 3, "no second call with a token known to be bad"
    assert platform.forced == 1


async def test_force_is_used_at_most_twenty_times_a_day_and_thirty_seconds_apart(shelf: AccessTokens) -> None:
    start = datetime(2023, 8, 31, tzinfo=UTC)
    await shelf.claim(await shelf.look(), start, timedelta(seconds=1))
    asked = [start + timedelta(minutes=17 * step) for step in range(2 * 24 * 60 // 17)]
    forced = [moment for moment in asked if await shelf.may_force(moment, FORCED_APART)]
    assert len(forced) > 30, "and it is used"
    assert min(later - earlier for earlier, later in itertools.pairwise(forced)) >= timedelta(seconds=30)
    for moment in forced:
        assert sum(moment <= other < moment + timedelta(days=1) for other in forced) <= 20


async def test_many_calls_with_a_bad_token_renew_it_once(platform: StandIn, api: WechatApi) -> None:
    await api.menu()
    platform.spoil()
    await asyncio.gather(*(api.send_text(f"o{number}", "一") for number in range(8)))
    assert len(platform.sent) == 8
    assert len(platform.to(TOKEN)) == 2


@pytest.mark.parametrize("code", [40001, 40013, 40125])
async def test_a_wrong_secret_is_named_and_not_tried_again(platform: StandIn, api: WechatApi, code: int) -> None:
    platform.always_on[TOKEN] = refuses(code, f"invalid appsecret {SECRET}")
    with pytest.raises(errors.SecretRefused) as raised:
        await api.send_text("o1", "一")
    assert len(platform.asked) == 1
    assert SECRET not in str(raised.value)


async def test_an_address_that_is_not_allowed_is_told_without_asking_again(platform: StandIn, api: WechatApi) -> None:
    platform.always_on[TOKEN] = refuses(40164, "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist")
    with pytest.raises(errors.AddressRefused, match=r"203\.0\.113\.9"):
        await api.send_text("o1", "一")
    assert len(platform.asked) == 1


async def test_the_database_keeps_it_unreadable(
    platform: StandIn, token: SharedToken, memory: Memory, exchange: Exchange, clock: Hands
) -> None:
    await token.get()
    async with memory.engine.connect() as connection:
        row = (await connection.execute(select(access_tokens))).one()
    assert platform.token not in str(row)
    other = AccessTokens(memory.engine, Seal(b"another key, of the same length", "access token"), APP_ID)
    assert (await other.look()).token is None
    assert await SharedToken(other, StableToken(exchange, APP_ID, SECRET), clock).get() == platform.token


async def test_it_is_in_no_log_and_no_representation(
    platform: StandIn, api: WechatApi, shelf: AccessTokens, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    platform.next_on[SEND].append(refuses(40001))
    await api.send_text("openid-1", "一")
    assert platform.token not in caplog.text + repr(await shelf.look())
    assert SECRET not in caplog.text
    assert "openid-1" not in caplog.text
