"""The access token: one for all processes, got by ``stable_token`` and by nothing else.

Asked without force, ``stable_token`` gives every caller the token in force, so that a lost or doubled answer does no
harm. Forced, it makes a new one and ends the old; the platform allows that 20 times a day, 30 seconds apart.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.wechat.api.errors import SecretRefused, TokenBusy, TokenRefused, Unintelligible, WechatError
from bot.channels.wechat.api.exchange import IN_ALL, Exchange
from bot.clock import now
from bot.memory.access_tokens import AccessToken, AccessTokens, Shelf

log = logging.getLogger("shenbao.wechat.token")

MARGIN = timedelta(minutes=5)  # before its end; from here on the platform has a new one ready and lets both count
LEASE = timedelta(seconds=2 * IN_ALL + 5)  # a fetch may ask twice
FORCED_APART = timedelta(days=1) / 20  # evenly spaced, the day's limit keeps the other one as well
PATIENCE = 5.0  # seconds to wait for another process's fetch
LOOK = 0.05  # seconds between two looks

PATH = "/cgi-bin/stable_token"


class StableToken:
    """Asks the platform for the token of one account."""

    def __init__(self, exchange: Exchange, app_id: str, secret: str) -> None:
        self._exchange = exchange
        self._app_id = app_id
        self._secret = secret

    async def fetch(self, moment: datetime, force: bool = False) -> AccessToken:
        """The token in force from ``moment`` on, or with ``force`` a new one. Raises WechatError."""
        body = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret,
            "force_refresh": force,
        }
        try:
            answer = await self._exchange.ask("POST", PATH, body)
        except TokenRefused as refused:  # no token was sent: here the code means the secret
            raise SecretRefused(refused.code) from None
        value, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(value, str) or not value or not isinstance(seconds, int) or not 0 < seconds <= 86400:
            raise Unintelligible(f"微信接口 {PATH} 的返回里没有可用的 access_token")
        return AccessToken(value, moment + timedelta(seconds=seconds))


class SharedToken:
    """The account's token as every process sees it; ``clock`` gives the moment in UTC."""

    def __init__(self, kept: AccessTokens, source: StableToken, clock: Callable[[], datetime] = now) -> None:
        self._kept = kept
        self._source = source
        self._clock = clock

    async def get(self) -> str:
        """A token that counts. Near its end one process fetches the next; the others go on with this one.

        Raises WechatError when there is none to be had, SQLAlchemyError or OSError when the database is at fault.
        """

        def good(shelf: Shelf) -> str | None:
            token = shelf.token
            if token is None:
                return None
            left = token.expires - self._clock()
            return token.value if left > MARGIN or (left > timedelta() and self._claimed(shelf)) else None

        found, lease, shelf = await self._good_or_lease(good)
        if lease is None:
            return found
        return await self._refresh(lease, shelf)

    async def renew(self, refused: str) -> str:
        """Another token than ``refused``, which the API has just called bad: the one another process has got since,
        else the one in force, else, where the platform keeps naming the refused one, a new one by force.

        Raises TokenRefused when that is not allowed again so soon; else as ``get``.
        """

        def good(shelf: Shelf) -> str | None:
            token = shelf.token
            counts = token is not None and token.value != refused and token.expires > self._clock()
            return token.value if token is not None and counts else None

        found, lease, _ = await self._good_or_lease(good)
        if lease is None:
            return found
        try:
            token = await self._source.fetch(self._clock())
            if token.value == refused and await self._kept.may_force(self._clock(), FORCED_APART):
                log.warning("the platform refuses the access token it gives; demanding a new one")
                token = await self._source.fetch(self._clock(), force=True)
        except WechatError:
            await self._kept.give_back(lease)
            raise
        await self._kept.keep(token, lease)
        if token.value == refused:
            raise TokenRefused(40001)
        return token.value

    async def _refresh(self, lease: datetime, shelf: Shelf) -> str:
        old = shelf.token
        try:
            token = await self._source.fetch(self._clock())
        except WechatError as fault:
            if old is None or old.expires <= self._clock():
                await self._kept.give_back(lease)
                raise
            # The lease is not given back: until it ends on its own, nobody asks again.
            log.warning("the next access token is not to be had yet: %s", fault)
            return old.value
        still_near_its_end = token.expires - self._clock() <= MARGIN
        await self._kept.keep(token, lease, rest=lease if still_near_its_end else None)
        return token.value

    async def _good_or_lease(self, good: Callable[[Shelf], str | None]) -> tuple[str, datetime | None, Shelf]:
        """Either a good token and no lease, or the lease to fetch one, waiting a little for whoever fetches now."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while True:
            shelf = await self._kept.look()
            found = good(shelf)
            if found is not None:
                return found, None, shelf
            lease = None if self._claimed(shelf) else await self._kept.claim(shelf, self._clock(), LEASE)
            if lease is not None:
                return "", lease, shelf
            if loop.time() >= until:
                raise TokenBusy("另一个进程正在获取 access_token，还没有结果，稍后会再试")
            await asyncio.sleep(LOOK)

    def _claimed(self, shelf: Shelf) -> bool:
        return shelf.fetching_until is not None and shelf.fetching_until > self._clock()
