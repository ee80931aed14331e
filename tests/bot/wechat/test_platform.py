"""The platform's retries and complaints, as the tests that rely on them need them to be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from tests.bot.wechat.fake_account import account_of, app_of
from tests.bot.wechat.platform import Platform, PlatformError, Unanswered, parse_flat

Handler = Callable[[httpx.Request], Awaitable[httpx.Response]]


def client(handler: Handler) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.MockTransport(handler), base_url="http://here")


class Server:
    """Fails ``failures`` times in one way, then answers ``success``; remembers what was sent."""

    def __init__(self, failures: int, how: str) -> None:
        self.failures, self.how = failures, how
        self.requests: list[httpx.Request] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if len(self.requests) <= self.failures:
            if self.how == "silent":
                await asyncio.Event().wait()
            if self.how == "gone":
                raise httpx.ConnectError("refused")
            return httpx.Response(500)
        return httpx.Response(200, content=b"success")


@pytest.mark.parametrize("how", ["silent", "gone", "failing"])
@pytest.mark.parametrize("failures", [0, 1, 3])
async def test_silence_brings_the_same_message_again(how: str, failures: int) -> None:
    server, platform = Server(failures, how), Platform(mode="plain")
    async with client(server) as speaking:
        assert await platform.send(speaking, platform.text("u1", "你好"), patience=0.01) is None
    assert len(server.requests) == failures + 1
    assert len({request.content for request in server.requests}) == 1
    assert len({request.url.params["nonce"] for request in server.requests}) == failures + 1


async def test_a_retry_may_carry_the_same_nonce() -> None:
    server, platform = Server(2, "failing"), Platform()
    async with client(server) as speaking:
        await platform.send(speaking, platform.text("u1", "你好"), patience=0.001, same_nonce=True)
    assert len({request.url.params["nonce"] for request in server.requests}) == 1


@pytest.mark.parametrize("how", ["silent", "gone", "failing"])
async def test_after_three_more_times_it_gives_up(how: str) -> None:
    server, platform = Server(9, how), Platform()
    async with client(server) as speaking:
        with pytest.raises(Unanswered):
            await platform.send(speaking, platform.text("u1", "你好"), patience=0.001)
    assert len(server.requests) == 4


async def test_an_answer_too_long_is_the_platforms_complaint() -> None:
    platform = Platform()
    account = account_of(platform)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app_of(account)), base_url="http://here") as speaking:
        assert await platform.send(speaking, platform.text("u1", "长" * 600)) == "长" * 600
        with pytest.raises(PlatformError, match="出现故障"):
            await platform.send(speaking, platform.text("u1", "长" * 700))


@pytest.mark.parametrize(
    "answer",
    [
        b"<xml><Content>unsealed</Content></xml>",
        b"SUCCESS",
        b"<xml><Encrypt>QUJD</Encrypt><MsgSignature>0</MsgSignature><TimeStamp>1</TimeStamp><Nonce>1</Nonce></xml>",
    ],
)
def test_no_answer_is_taken_that_the_platform_would_not_take(answer: bytes) -> None:
    with pytest.raises(PlatformError):
        Platform().read(answer)


@pytest.mark.parametrize("text", ["<xml><A>1</A><A>2</A></xml>", "<xml><A><![CDATA[a]]>]]></A>", "<xml>&lt;</xml>"])
def test_broken_answers_are_not_read(text: str) -> None:
    with pytest.raises(PlatformError):
        parse_flat(text)
