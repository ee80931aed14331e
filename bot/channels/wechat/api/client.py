"""The platform's API as the rest of the program sees it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.wechat.api.access_token import SharedToken, StableToken
from bot.channels.wechat.api.errors import NoMenu, TokenRefused
from bot.channels.wechat.api.exchange import Exchange, open_exchange
from bot.memory.access_tokens import AccessTokens
from bot.sealing import Seal
from bot.settings import Settings


class WechatApi:
    """Calls on behalf of one account. Every method raises WechatError, and what ``SharedToken.get`` raises."""

    def __init__(self, exchange: Exchange, token: SharedToken) -> None:
        self._exchange = exchange
        self._token = token

    async def send_text(self, openid: str, text: str) -> None:
        """A customer-service message (at most 2048 bytes of UTF-8) to someone who has written within 48 hours."""
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        await self._call("POST", "/cgi-bin/message/custom/send", body)

    async def push_menu(self, payload: dict[str, Any]) -> None:
        """Replace the account's custom menu."""
        await self._call("POST", "/cgi-bin/menu/create", payload)

    async def menu(self) -> dict[str, Any] | None:
        """The custom menu as it stands at the platform; None where none was ever pushed."""
        try:
            return await self._call("GET", "/cgi-bin/menu/get")
        except NoMenu:
            return None

    async def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One call, and a second one where the token was bad; a third would only go round in circles."""
        token = await self._token.get()
        try:
            return await self._exchange.ask(method, path, body, token)
        except TokenRefused:
            token = await self._token.renew(token)
        return await self._exchange.ask(method, path, body, token)


@asynccontextmanager
async def open_api(settings: Settings, engine: AsyncEngine, key: bytes) -> AsyncIterator[WechatApi]:
    """The API of the settings' account, its token shared through the database; ``key`` is that of ``secret_key``."""
    if settings.wechat_app_id is None or settings.wechat_app_secret is None:
        raise ValueError("the API needs an official account in the settings")
    app_id = settings.wechat_app_id
    async with open_exchange(settings.wechat_api_url) as exchange:
        source = StableToken(exchange, app_id, settings.wechat_app_secret.get_secret_value())
        yield WechatApi(exchange, SharedToken(AccessTokens(engine, Seal(key, "access token"), app_id), source))
