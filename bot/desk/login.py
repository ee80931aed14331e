"""The login page, the only one a stranger sees, and the way out."""

from __future__ import annotations

import re
import secrets

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk import cookies, csrf
from bot.desk.entering import enter
from bot.desk.forms import fields
from bot.desk.frame import audit, form, page, require
from bot.desk.surroundings import desk_of
from bot.memory import staff_sessions

WRONG = "登录名或密码不对。连续输错 5 次，账号锁定 15 分钟；忘了密码请找管理员重设。"
TOO_MANY = "这台电脑登录得太频繁，请一分钟后再试。"
STALE = "页面放得太久了，请再登录一次。"
_OURS = re.compile(r"/desk(?:[/?][!-\[\]-~]*)?")

router = APIRouter(prefix="/desk")
inside = APIRouter(prefix="/desk")


@router.get("/login")
async def login_page(request: Request) -> Response:
    return _page(request, request.query_params.get("next", ""))


@router.post("/login")
async def log_in(request: Request) -> Response:
    desk = desk_of(request)
    sent = await fields(request)
    wanted, login = sent.get("next", ""), sent.get("login", "")
    cookie = cookies.read(request, cookies.BEFORE_LOGIN)
    if not cookie:
        return _page(request, wanted, STALE, login, 403)
    csrf.check(request, sent.get(csrf.FIELD, ""), csrf.before_login(desk.key, cookie))
    address = request.client.host if request.client else ""
    if not desk.limits.allow(str(hash(address)), desk.ticks()):
        return _page(request, wanted, TOO_MANY, login, 429)
    token = await enter(desk, login, sent.get("password", ""), cookies.read(request, cookies.SESSION))
    if token is None:
        return _page(request, wanted, WRONG, login, 401)
    response = RedirectResponse(_home(wanted), 303, headers={"Cache-Control": "no-store"})
    cookies.put(request, response, cookies.SESSION, token)
    cookies.take_back(request, response, cookies.BEFORE_LOGIN)
    return response


@inside.post("/logout")
async def log_out(request: Request) -> Response:
    officer = await require(request, None)
    await form(request, officer)
    desk = desk_of(request)
    async with desk.engine.begin() as connection:
        await staff_sessions.end(connection, cookies.read(request, cookies.SESSION))
    await audit(request, officer, "logout", officer.login)
    response = RedirectResponse("/desk/login", 303, headers={"Cache-Control": "no-store"})
    cookies.take_back(request, response, cookies.SESSION)
    return response


def _page(request: Request, wanted: str, error: str = "", login: str = "", status: int = 200) -> Response:
    cookie = cookies.read(request, cookies.BEFORE_LOGIN) or secrets.token_urlsafe(24)
    token = csrf.before_login(desk_of(request).key, cookie)
    response = page(
        request, None, "login.html", status, next=_home(wanted), error=error, login=login[:32], token=token
    )
    cookies.put(request, response, cookies.BEFORE_LOGIN, cookie)
    return response


def _home(wanted: str) -> str:
    """Where to go after the login: a page of the desk, whatever the address bar was made to say."""
    return wanted if _OURS.fullmatch(wanted) and wanted.partition("?")[0] != "/desk/login" else "/desk"
