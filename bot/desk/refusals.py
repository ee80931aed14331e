"""Turned away at the desk: to the login, or with a page that says which right is missing."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.refusal import Refusal
from bot.desk.frame import Forbidden, LoginNeeded, page
from bot.desk.officer import ROLE_NAMES


def add_desk_handlers(app: FastAPI) -> None:
    app.add_exception_handler(LoginNeeded, _to_login)
    app.add_exception_handler(Forbidden, _forbidden)


async def _to_login(request: Request, _error: Exception) -> Response:
    if not _wants_page(request):
        return Refusal(401, "login_needed", "登录已结束，请重新登录。").response()
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    wanted = f"?next={quote(back, safe='')}" if request.method == "GET" and back != "/desk" else ""
    return RedirectResponse(f"/desk/login{wanted}", 303, headers={"Cache-Control": "no-store"})


async def _forbidden(request: Request, error: Exception) -> Response:
    assert isinstance(error, Forbidden)
    role = ROLE_NAMES[error.role]
    if not _wants_page(request):
        return Refusal(403, "forbidden", f"您的账号没有「{role}」权限。").response()
    return page(request, error.officer, "forbidden.html", 403, role=role)


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
