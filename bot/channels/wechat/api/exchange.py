"""One request to the platform's API and its answer, with time-outs; every way it can fail becomes a WechatError."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from bot.channels.wechat.api.errors import Unintelligible, Unreachable, refusal

CONNECTING = 3.0  # seconds
IN_ALL = 10.0  # seconds for a request and its answer, however slowly they drip

_TOKEN = "access_token"


class TokenTransport(httpx.AsyncBaseTransport):
    """Writes the access token into the address at the last moment.

    The platform wants the token there, where httpx would log it and put it into its errors; this far down, it does
    neither.
    """

    def __init__(self, below: httpx.AsyncBaseTransport) -> None:
        self._below = below

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The same request, with the token of its extension ``access_token`` in the address."""
        token = request.extensions.get(_TOKEN)
        if token is not None:
            request = httpx.Request(
                request.method,
                request.url.copy_merge_params({_TOKEN: token}),
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        return await self._below.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._below.aclose()


class Exchange:
    """Speaks JSON to the API at one address, over kept connections."""

    def __init__(self, http: httpx.AsyncClient, patience: float = IN_ALL) -> None:
        self._http = http
        self._patience = patience

    async def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, token: str | None = None
    ) -> dict[str, Any]:
        """The answer to ``body``. Raises WechatError, also for an ``errcode`` other than 0."""
        response = await self.send(method, path, body, token)
        if response.status_code != httpx.codes.OK:
            raise Unintelligible(f"微信接口 {path} 返回了 HTTP {response.status_code}，稍后会再试")
        try:
            answer = json.loads(response.content)
        except (ValueError, RecursionError):
            raise Unintelligible(f"微信接口 {path} 的返回不是 JSON，请检查 SHENBAO_WECHAT_API_URL 和出口代理") from None
        if not isinstance(answer, dict) or not isinstance(answer.get("errcode", 0), int):
            raise Unintelligible(f"微信接口 {path} 的返回不是约定的格式")
        if answer.get("errcode", 0) != 0:
            raise refusal(answer["errcode"], str(answer.get("errmsg", "")))
        return answer

    async def send(
        self, method: str, path: str, body: dict[str, Any] | None = None, token: str | None = None
    ) -> httpx.Response:
        """Any answer, whatever it says. Raises Unreachable."""
        # The platform shows \u escapes to people as they stand, so the characters go as they are.
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        extensions = {} if token is None else {_TOKEN: token}
        try:
            async with asyncio.timeout(self._patience):
                return await self._http.request(method, path, content=content, extensions=extensions)
        except (TimeoutError, httpx.TimeoutException):
            raise Unreachable(f"微信接口 {path} 在 {self._patience:g} 秒内没有答复，请检查到微信的网络") from None
        except httpx.HTTPError as fault:
            raise Unreachable(f"连不上微信接口 {path}（{type(fault).__name__}），请检查网络和出口代理") from None


@asynccontextmanager
async def open_exchange(url: str, patience: float = IN_ALL) -> AsyncIterator[Exchange]:
    """An exchange with the API at ``url`` (``https://api.weixin.qq.com``), closed at the end of the block.

    The environment's proxy (HTTPS_PROXY …) is used: where the platform wants a known address, that is often the way.
    """
    transport = TokenTransport(httpx.AsyncHTTPTransport(proxy=_proxy(url)))
    times = httpx.Timeout(patience, connect=CONNECTING)
    async with httpx.AsyncClient(base_url=url, timeout=times, transport=transport) as http:
        yield Exchange(http, patience)


def _proxy(url: str) -> str | None:
    """The environment's proxy for ``url``; httpx itself looks for it only where it makes its own transport."""
    address = urlsplit(url)
    return None if proxy_bypass(address.hostname or "") else getproxies().get(address.scheme)
