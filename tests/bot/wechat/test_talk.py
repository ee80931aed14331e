"""A long talk in safe mode, through the whole house, with a client that shares no code with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.app import create_app
from bot.opening import open_site
from bot.settings import load_settings
from tests.bot.wechat.platform import Form, Platform

USER = "oyORnuP8q7ou2gfYjqLzSIWZf0rs"
BEFORE = ["你好", "纸质材料交几份？", "交到哪里", "气候友好型区域谁可以申报", "今天天气怎么样", "哪类试点适合我"]
AFTER = ["领跑者预检", "１", "上一步", "2", "为什么问", "材料几份？", "退出", "更多", "转人工", "谢谢"]
LONGEST_DIALOG = 25
FORMS: list[Form] = ["xml", "json"]


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the whole application, whose account is the platform's; it takes both forms."""
    account = Platform()
    settings = load_settings(
        database_url=f"sqlite:///{tmp_path / 'talks.db'}",
        today="2023-08-20",
        public_url="https://sb.example.cn",
        wechat_token=account.token,
        wechat_app_id=account.app_id,
        wechat_encoding_aes_key=account.encoding_aes_key,
        wechat_app_secret="0123456789abcdef0123456789abcdef",
        turns_per_minute=1000,
    )
    app = create_app(settings, open_site)
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://here") as it:
        yield it


async def test_thirty_turns_in_safe_mode(client: httpx.AsyncClient) -> None:
    """In each form, and each message twice, as from a platform that lost the first answer: the words are the same."""
    for form in FORMS:
        said = await a_talk(Platform(form=form), client, f"oyORnuP8q7ou2gfYjqLzSIW{form}")
        assert len(said) >= 30
        assert len(set(said)) > 15


async def a_talk(platform: Platform, client: httpx.AsyncClient, user: str) -> list[str]:
    said: list[str] = []

    async def say(text: str) -> str:
        message = platform.text(user, text)
        reply = await platform.send(client, message)
        assert reply
        assert len(reply.encode()) <= 1800
        assert await platform.send(client, message) == reply
        said.append(reply)
        return reply

    echo = await client.get("/wechat", params=platform.address_check("4375120948345356249"))
    assert echo.text == "4375120948345356249"
    assert await platform.send(client, platform.event(user, "subscribe", EventKey=""))
    for text in BEFORE:
        await say(text)
    for _ in range(LONGEST_DIALOG):
        if "https://sb.example.cn/verdict/" in await say("1"):
            break
    else:
        pytest.fail(f"no verdict after {LONGEST_DIALOG} answers: {said[-1]}")
    for text in AFTER:
        await say(text)
    while len(said) < 30:
        await say("材料要交纸质的吗" if len(said) % 2 else "哪天截止")
    return said


async def test_what_is_not_for_us(client: httpx.AsyncClient) -> None:
    """Unknown kinds and events pass with ``success``; nobody else's message gets in, and is told why."""
    for form in FORMS:
        platform = Platform(form=form)
        for message in (
            platform.event(USER, "an_event_of_2030"),
            platform.event(USER, "unsubscribe", EventKey=""),
            platform.event(USER, "VIEW", EventKey="https://a.example"),
            platform.message(USER, "a_kind_of_2030"),
        ):
            assert await platform.send(client, message) is None
        for stranger, code in (
            (Platform(form=form, token="guessed"), "bad_signature"),
            (Platform(form=form, app_id="wx2c2769f8efd9abc2"), "wrong_app_id"),
            (Platform(form=form, mode="plain"), "plain_refused"),
        ):
            answer = await stranger.deliver(client, stranger.text(USER, "你好"))
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, code)
