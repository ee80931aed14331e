"""Errors in the form the asker can read: JSON under /api, a page with a way back elsewhere."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from bot.channels.web.headers import HEADERS
from bot.channels.web.pages import missing
from bot.channels.web.refusal import Refusal, internal_error

_WORDS = {
    404: ("not_found", "没有这个地址。"),
    405: ("method_not_allowed", "这个地址不接受这种请求。"),
}
_OTHERWISE = ("bad_request", "请求有误。")


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(500, _failed)


async def _refused(_request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return refusal.response()


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and _wants_page(request):
        return missing(request, "没有这个页面", "地址可能写错了，或页面已经移走。")
    code, message = _WORDS.get(error.status_code, _OTHERWISE)
    response = Refusal(error.status_code, code, message).response()
    response.headers.update(error.headers or {})
    return response


async def _failed(_request: Request, _error: Exception) -> Response:
    """The server logs the error itself; the asker learns that the message is not lost and may be sent again."""
    response = internal_error().response()
    response.headers.update(HEADERS)  # this answer leaves from outside the middleware that adds them
    return response


def _wants_page(request: Request) -> bool:
    machine = request.url.path.startswith(("/api/", "/static/", "/wechat"))
    return request.method == "GET" and not machine and "text/html" in request.headers.get("accept", "")
