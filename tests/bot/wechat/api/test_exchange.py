"""Requests that fail in every way a network and a platform can think of, and what the operator is told."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat.api import errors
from bot.channels.wechat.api.errors import WechatError, refusal
from bot.channels.wechat.api.exchange import Exchange, open_exchange
from tests.bot.wechat.api.stand_in import RID, Fault, StandIn, closed_port, dawdles, drips, refuses, says

PATH = "/cgi-bin/any"


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (says(b"<html>502 Bad Gateway</html>", 502), errors.Unintelligible, "HTTP 502"),
        (says(b"", 302), errors.Unintelligible, "HTTP 302"),
        (says(b'{"errcode":0,'), errors.Unintelligible, "不是 JSON"),
        (says(b""), errors.Unintelligible, "不是 JSON"),
        (says(b"\xff\xfe"), errors.Unintelligible, "不是 JSON"),
        (says(b"[" * 100_000), errors.Unintelligible, "不是 JSON"),
        (says(b"[1]"), errors.Unintelligible, "约定的格式"),
        (says(b'{"errcode":"many"}'), errors.Unintelligible, "约定的格式"),
        (refuses(-1), errors.PlatformBusy, "繁忙"),
        (refuses(40001), errors.TokenRefused, "access_token"),
        (refuses(40014), errors.TokenRefused, "access_token"),
        (refuses(42001), errors.TokenRefused, "access_token"),
        (refuses(40125), errors.SecretRefused, "SHENBAO_WECHAT_APP_SECRET"),
        (refuses(45009), errors.QuotaExhausted, "额度"),
        (refuses(45011), errors.QuotaExhausted, "额度"),
        (refuses(45015), errors.WindowClosed, "时限"),
        (refuses(45047), errors.CountExhausted, "条数"),
        (refuses(45002), errors.TooLong, "长度"),
        (refuses(48001), errors.NotPermitted, "未认证的订阅号"),
        (refuses(43004), errors.RecipientGone, "关注"),
        (refuses(99999), errors.Refusal, "99999"),
    ],
)
async def test_every_fault_has_its_type_and_its_words(
    platform: StandIn, exchange: Exchange, fault: Fault, kind: type[WechatError], words: str
) -> None:
    platform.always_on[PATH] = fault
    with pytest.raises(WechatError) as raised:
        await exchange.ask("POST", PATH, {}, "t")
    assert type(raised.value) is kind
    assert words in str(raised.value)
    if isinstance(raised.value, errors.Refusal):
        assert RID in str(raised.value), "the platform's support asks for it"


@pytest.mark.parametrize("patience", [0.3])
@pytest.mark.parametrize("fault", [dawdles(1), drips(2)])
async def test_an_answer_is_given_up_in_time_even_where_it_drips(
    platform: StandIn, exchange: Exchange, fault: Fault
) -> None:
    platform.always_on[PATH] = fault
    with pytest.raises(errors.Unreachable, match=r"0\.3 秒内没有答复"):
        await exchange.ask("GET", PATH)


async def test_nobody_listening() -> None:
    async with open_exchange(closed_port()) as exchange:
        with pytest.raises(errors.Unreachable, match="连不上"):
            await exchange.ask("GET", PATH)


@pytest.mark.parametrize(
    ("message", "address"),
    [
        ("invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist", "203.0.113.9"),
        ("invalid ip 2001:db8::9, not in whitelist", "2001:db8::9"),
        ("invalid ip 203.0.113.9.", "203.0.113.9"),
    ],
)
def test_the_address_to_allow_is_told(message: str, address: str) -> None:
    fault = refusal(40164, f"{message} rid: {RID}")
    assert isinstance(fault, errors.AddressRefused)
    assert fault.address == address
    assert f"IP白名单」里加上 {address}（" in str(fault)


@given(st.integers(), st.text())
def test_whatever_the_platform_says_is_an_error_that_tells_nothing_of_it(code: int, message: str) -> None:
    fault = refusal(code, f"openid-of-somebody {message}")
    assert str(code) in str(fault)
    assert "openid-of-somebody" not in str(fault)


async def test_the_token_reaches_the_platform_and_no_log(
    platform: StandIn, exchange: Exchange, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    platform.token, platform.expires = "tell-nobody", 2e10
    await exchange.ask("POST", PATH, {"text": "你好"}, "tell-nobody")
    assert platform.asked[0].token == "tell-nobody"
    assert platform.asked[0].raw == '{"text": "你好"}'.encode(), "escaped, people would read the escapes"
    assert "/cgi-bin/any" in caplog.text, "httpx does log"
    assert "tell-nobody" not in caplog.text


async def test_a_proxy_of_the_environment_is_used(platform: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", platform.address)
    monkeypatch.setenv("no_proxy", "")
    async with open_exchange("http://api.example.invalid", patience=2) as exchange:
        answer = await exchange.send("GET", PATH)
    assert answer.status_code == 200
    assert platform.asked[0].path.endswith(f"http://api.example.invalid{PATH}"), "as a proxy is asked"
