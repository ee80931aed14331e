"""An account that answers by itself, so that the callback can be tried without a talk behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import FastAPI

from bot.channels.wechat.callback import Callback
from bot.channels.wechat.envelope import Envelope
from bot.channels.wechat.freshness import Freshness
from bot.channels.wechat.incoming import Incoming
from tests.bot.wechat.platform import Platform


def echo(incoming: Incoming) -> str | None:
    """A text says itself; nothing else is answered."""
    return incoming.text or None


@dataclass
class FakeAccount:
    """Remembers what came in. ``say`` gives the reply."""

    envelope: Envelope
    freshness: Freshness
    say: Callable[[Incoming], str | None] = echo
    heard: list[Incoming] = field(default_factory=list)

    async def answer(self, incoming: Incoming) -> str | None:
        self.heard.append(incoming)
        return self.say(incoming)


def account_of(platform: Platform) -> FakeAccount:
    """The server's side of the platform's account: the same settings, the same clock."""
    envelope = Envelope(platform.mode, platform.token, platform.app_id, platform.encoding_aes_key)
    return FakeAccount(envelope, Freshness(platform.clock))


def app_of(account: FakeAccount) -> FastAPI:
    """The callback alone; what it lets through as an exception, a test sees."""
    app = FastAPI(openapi_url=None)
    app.add_middleware(Callback)
    app.state.account = account
    return app
