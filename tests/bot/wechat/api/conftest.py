"""An account at the stand-in, and processes that share a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from bot.channels.wechat.api.access_token import SharedToken, StableToken
from bot.channels.wechat.api.client import WechatApi
from bot.channels.wechat.api.courier import Courier, Delivery, Sender
from bot.channels.wechat.api.exchange import Exchange, open_exchange
from bot.memory.access_tokens import AccessTokens
from bot.memory.owed import Owings
from bot.memory.store import Memory
from bot.sealing import Seal
from tests.bot.conftest import KEY
from tests.bot.wechat.api.debts import RECIPIENTS, Debtor
from tests.bot.wechat.api.hands import Hands
from tests.bot.wechat.api.stand_in import (
    APP_ID,
    SECRET,
    StandIn,
    standing_in,
)


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
