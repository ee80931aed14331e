"""The address the platform calls: ``/wechat``. One message in, at most one text back, in kind.

Whatever is wrong with a request, it is turned away with one 4xx that says why; nothing of its content is logged.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.web.refusal import Refusal, internal_error
from bot.channels.wechat import payload
from bot.channels.wechat.freshness import Freshness
from bot.channels.wechat.incoming import Incoming
from bot.channels.wechat.stamp import Stamp

if TYPE_CHECKING:  # wechatpy takes a third of a second to import: only where there is an account
    from bot.channels.wechat.envelope import Envelope

log = logging.getLogger("shenbao.wechat")

PATH = "/wechat"
MOST_BYTES = 256 * 1024
SUCCESS = "success"  # never sealed: the platform would not know it
_LONGEST_ECHO = 1024
_MEDIA_TYPES = {"xml": "text/xml", "json": "application/json"}


class Account(Protocol):
    """What the callback needs of the official account; see ``account.Account``."""

    @property
    def envelope(self) -> Envelope: ...
    @property
    def freshness(self) -> Freshness: ...

    async def answer(self, incoming: Incoming) -> str | None:
        """The text to reply with, None for no reply; raises ReplayedNonce."""
        ...


async def check_address(request: Request) -> Response:
    """The platform asks whether this address is ours: the signed ``echostr`` goes back as it came."""
    try:
        account = _account(request)
        stamp = Stamp.of(request.query_params)
        account.freshness.check(stamp.timestamp)
        account.envelope.check(stamp)
        echo = request.query_params.get("echostr", "")
        if not 0 < len(echo) <= _LONGEST_ECHO:
            raise Refusal(400, "missing_parameter", "地址里缺少参数 echostr，或它太长。", parameter="echostr")
    except Refusal as refusal:
        return _turned_away(refusal)
    return PlainTextResponse(echo)


async def take_message(request: Request) -> Response:
    """Takes a message or event and answers it: a passive reply, or ``success`` where there is nothing to say."""
    try:
        account = _account(request)
        incoming = await _read(request, account)
        text = await account.answer(incoming)
    except Refusal as refusal:
        return _turned_away(refusal)
    return _reply(account, incoming, text) if text else PlainTextResponse(SUCCESS)


class Callback:
    """Around the whole application: what comes to ``/wechat`` goes no further.

    The platform has no use for what is there for browsers (routes, security headers, forms read whole), and each of
    its messages would pay for all of that. A fault is answered here, too, before the server logs it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        answer = _METHODS.get(scope["method"], _no_such_method)
        response: Response | None = None
        try:
            response = await answer(Request(scope, receive))
        finally:  # whatever went wrong goes on to the server, which logs it
            await (response or internal_error().response())(scope, receive, send)


async def _no_such_method(_request: Request) -> Response:
    return PlainTextResponse("Method Not Allowed", 405, {"Allow": ", ".join(_METHODS)})


_METHODS = {"GET": check_address, "HEAD": check_address, "POST": take_message}


def _account(request: Request) -> Account:
    account: Account | None = getattr(request.app.state, "account", None)
    if account is None:
        raise Refusal(404, "no_account", "本服务没有设置公众号。")
    return account


async def _read(request: Request, account: Account) -> Incoming:
    stamp = Stamp.of(request.query_params)
    account.freshness.check(stamp.timestamp)
    form, fields = payload.read(await _body(request))
    opened = account.envelope.open(fields, stamp)
    if opened is not None:
        inside, fields = payload.read(opened)
        if inside != form:
            raise Refusal(400, "mixed_forms", "信封与消息一个是 XML，一个是 JSON。")
    return Incoming.of(fields, nonce=stamp.nonce, form=form, sealed=opened is not None)


async def _body(request: Request) -> bytes:
    """The whole body, given up as soon as more is announced or arrives than any message has."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and (len(announced) > 18 or int(announced) > MOST_BYTES):
        raise _too_large()
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                raise _too_large()
    except ClientDisconnect:
        raise Refusal(400, "cut_off", "消息没有发完。") from None
    return bytes(body)


def _too_large() -> Refusal:
    return Refusal(413, "body_too_large", f"消息超过 {MOST_BYTES // 1024} KB。", limit=MOST_BYTES)


def _reply(account: Account, incoming: Incoming, text: str) -> Response:
    now = account.freshness.now()
    reply: dict[str, str | int] = {
        "ToUserName": incoming.user,
        "FromUserName": incoming.account,
        "CreateTime": now,
        "MsgType": "text",
        "Content": text,
    }
    body = payload.write(incoming.form, reply)
    if incoming.sealed:
        body = payload.write(incoming.form, account.envelope.seal(body, now, incoming.nonce).fields)
    return Response(body, media_type=_MEDIA_TYPES[incoming.form])


def _turned_away(refusal: Refusal) -> Response:
    log.warning("turned away: %s", refusal.code)
    return refusal.response()
