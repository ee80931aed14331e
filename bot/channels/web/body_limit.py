"""No request body larger than its path may have is ever taken in."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.refusal import Refusal

OTHER_BYTES = 256 * 1024
_BYTES_PER_CHARACTER = 12  # the longest JSON can make one: two escaped halves, \\ud83d\\ude00
_ENVELOPE_BYTES = 1024


class BodyLimit:
    """Reads a body up to its limit and hands it on whole; 413 as soon as more is announced or arrives.

    Bodies are small here, so holding one is cheaper than teaching every route to stop half-way.
    """

    def __init__(self, app: ASGIApp, text_limit: int) -> None:
        """``text_limit`` is the longest message in characters; the API takes no body that could not be one."""
        self._app = app
        # Twice, so that a text somewhat too long is still answered in the talk and not by a bare error.
        self._api_bytes = 2 * text_limit * _BYTES_PER_CHARACTER + _ENVELOPE_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._api_bytes if scope["path"].startswith("/api/") else OTHER_BYTES
        body = await _read(receive, limit) if _announced(scope) <= limit else None
        if body is None:
            refusal = Refusal(413, "body_too_large", "发送的内容太大了，请分几次发送。", limit=limit)
            await refusal.response()(scope, receive, send)
            return
        pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self._app(scope, replay, send)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value[:18]) if value.isdigit() else 0  # of more digits than any limit has, 18 are enough
    return 0


async def _read(receive: Receive, limit: int) -> bytes | None:
    """The whole body, None once it is longer than ``limit``; a dropped connection ends it early."""
    body = b""
    while True:
        message = await receive()
        part: bytes = message.get("body", b"")
        body += part
        if len(body) > limit:
            return None
        if not message.get("more_body", False):
            return body
