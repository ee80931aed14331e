"""A stand-in of the platform's API on a real port, which keeps the platform's rules and misbehaves when told to."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
import threading
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

APP_ID = "wx0123456789abcdef"
SECRET = "5ec2e75ec2e75ec2e75ec2e75ec2e75e"
RID = "65a1b2c3-0f0f0f0f-1a2b3c4d"

TOKEN = "/cgi-bin/stable_token"
SEND = "/cgi-bin/message/custom/send"
MENU_CREATE = "/cgi-bin/menu/create"
MENU_GET = "/cgi-bin/menu/get"

Fault = Callable[[], Awaitable[Response | None]]


def refuses(code: int, message: str = "refused") -> Fault:
    """Answers with an errcode."""

    async def answer() -> Response:
        return JSONResponse({"errcode": code, "errmsg": f"{message} rid: {RID}"})

    return answer


def says(body: bytes, status: int = 200) -> Fault:
    """Answers with just these bytes."""

    async def answer() -> Response:
        return Response(body, status)

    return answer


def dawdles(seconds: float) -> Fault:
    """Answers rightly, too late."""

    async def answer() -> None:
        await asyncio.sleep(seconds)

    return answer


def drips(seconds: float) -> Fault:
    """Answers at once, and byte after byte."""

    async def bytes_() -> AsyncIterator[bytes]:
        for _ in range(round(seconds / 0.05)):
            yield b" "
            await asyncio.sleep(0.05)

    async def answer() -> Response:
        return StreamingResponse(bytes_())

    return answer


@dataclass
class Asked:
    """A request as it came in."""

    path: str
    token: str | None
    body: dict[str, Any]
    raw: bytes


@dataclass
class StandIn:
    """The account as the platform sees it. ``next_on[path]`` are faults to come, ``always_on[path]`` one that stays."""

    address: str = ""
    token: str = ""
    expires: float = 0.0
    lifetime: int = 7200
    skew: float = 0.0
    menu: dict[str, Any] | None = None
    asked: list[Asked] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    next_on: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    always_on: dict[str, Fault] = field(default_factory=dict)

    def to(self, path: str) -> list[Asked]:
        """What was asked of one path."""
        return [asked for asked in self.asked if asked.path == path]

    @property
    def forced(self) -> int:
        """How often a new token was demanded."""
        return sum(asked.body["force_refresh"] for asked in self.to(TOKEN))

    def spoil(self) -> None:
        """Somebody else forces a new token: the one in force ends."""
        self.token, self.expires = secrets.token_hex(256), time.time() + self.lifetime

    async def answer(self, request: Request) -> Response:
        """Any request."""
        raw = await request.body()
        asked = Asked(
            request.url.path,
            request.query_params.get("access_token"),
            json.loads(raw) if raw else {},
            raw,
        )
        self.asked.append(asked)
        waiting = self.next_on[asked.path]
        fault = waiting.popleft() if waiting else self.always_on.get(asked.path)
        response = (await fault() if fault else None) or self._answer(asked)
        response.headers["date"] = formatdate(time.time() + self.skew, usegmt=True)
        return response

    def _answer(self, asked: Asked) -> Response:
        if asked.path == TOKEN:
            return self._stable_token(asked.body)
        if asked.token != self.token or time.time() >= self.expires:
            return JSONResponse({"errcode": 40001 if asked.token else 41001, "errmsg": f"invalid rid: {RID}"})
        if asked.path == SEND:
            self.sent.append((asked.body["touser"], asked.body["text"]["content"]))
        elif asked.path == MENU_CREATE:
            self.menu = asked.body
        elif asked.path == MENU_GET:
            if self.menu is None:
                return JSONResponse({"errcode": 46003, "errmsg": "menu no exist"})
            return JSONResponse({"menu": self.menu})
        return JSONResponse({"errcode": 0, "errmsg": "ok"})

    def _stable_token(self, body: dict[str, Any]) -> Response:
        if body["appid"] != APP_ID or body["grant_type"] != "client_credential":
            return JSONResponse({"errcode": 40013, "errmsg": "invalid appid"})
        if body["secret"] != SECRET:
            return JSONResponse({"errcode": 40125, "errmsg": "invalid appsecret"})
        if body["force_refresh"] or time.time() >= self.expires:
            self.spoil()
        return JSONResponse({"access_token": self.token, "expires_in": int(self.expires - time.time())})


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The application on a free port of this machine; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_level="error", date_header=False, timeout_graceful_shutdown=1, lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """A stand-in with an account of its own."""
    it = StandIn()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        response = await it.answer(Request(scope, receive))
        await response(scope, receive, send)

    with serving(app) as it.address:
        yield it


def closed_port() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return f"http://127.0.0.1:{listening.getsockname()[1]}"
