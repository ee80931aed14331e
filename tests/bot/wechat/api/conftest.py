"""An account at the stand-in, and processes that share a database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.wechat.api.access_token import SharedToken, StableToken
from bot.channels.wechat.api.client import WechatApi
from bot.channels.wechat.api.exchange import Exchange, open_exchange
from bot.memory.access_tokens import AccessTokens
from bot.memory.store import Memory
from bot.sealing import Seal
from tests.bot.conftest import KEY
from tests.bot.wechat.api.stand_in import APP_ID, SECRET, StandIn, standing_in


class Hands:
    """A clock whose hands are moved by the test."""

    def __init__(self) -> None:
        self.moment = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        """``move(minutes=5)``"""
        self.moment += timedelta(**by)


@pytest.fixture
def platform() -> Iterator[StandIn]:
    """The platform's API."""
    with standing_in() as it:
        yield it


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def patience() -> float:
    """Seconds; a test of slowness is parametrised with less."""
    return 10.0


@pytest.fixture
async def exchange(platform: StandIn, patience: float) -> AsyncIterator[Exchange]:
    """A connection to the platform."""
    async with open_exchange(platform.address, patience) as it:
        yield it


@pytest.fixture
def shelf(memory: Memory) -> AccessTokens:
    """Where the token is kept."""
    return AccessTokens(memory.engine, Seal(KEY, "access token"), APP_ID)


@pytest.fixture
def token(exchange: Exchange, shelf: AccessTokens, clock: Hands) -> SharedToken:
    return SharedToken(shelf, StableToken(exchange, APP_ID, SECRET), clock)


@pytest.fixture
def api(exchange: Exchange, token: SharedToken) -> WechatApi:
    return WechatApi(exchange, token)
