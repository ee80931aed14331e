"""What every page of the desk is built with: who is there and may they, a page, a form, a line in the trail.

``guard`` stands before every route that ``routes.py`` joins, so a page that forgets ``require`` is still closed to
strangers, and one that forgets ``form`` still takes no form but ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.channels.web import static_files
from bot.channels.web.headers import POLICY
from bot.clock import SHANGHAI
from bot.desk import cookies, csrf
from bot.desk.forms import Fields, fields
from bot.desk.officer import ROLE_NAMES, Officer, Role
from bot.desk.places import places
from bot.desk.surroundings import desk_of
from bot.memory import staff_sessions
from bot.memory.audit import Deed, append, trail_key
from bot.templates import templates_in

STATIC = Path(__file__).parent / "static"
HEADERS = {
    # Forms may be sent, to this host; all else is as strict as on the applicants' pages.
    "Content-Security-Policy": POLICY.replace("form-action 'none'", "form-action 'self'"),
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}

templates = templates_in(Path(__file__).parent / "templates")
templates.globals["static"] = lambda path: f"/desk/static/{static_files.version(STATIC)}/{path}"
templates.globals["role_names"] = ROLE_NAMES
templates.globals["places"] = places
templates.filters["moment"] = lambda moment: moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


class LoginNeeded(Exception):
    """Nobody is logged in; a page leads to the login and back, a script is told so (401)."""


class Forbidden(Exception):
    """The officer lacks a role; the page says which."""

    def __init__(self, officer: Officer, role: Role) -> None:
        super().__init__(role)
        self.officer = officer
        self.role = role


async def guard(request: Request) -> None:
    """Let nobody in who is not logged in, and no change that does not come from a page of ours."""
    desk = desk_of(request)
    token = cookies.read(request, cookies.SESSION)
    session = await staff_sessions.find(desk.engine, token, desk.now()) if token else None
    if session is None:
        raise LoginNeeded
    officer = Officer(session.staff_id, session.login, session.name, session.roles, session.csrf)
    if request.method not in ("GET", "HEAD"):
        given = request.headers.get(csrf.HEADER) or (await fields(request)).get(csrf.FIELD, "")
        csrf.check(request, given, officer.csrf)
    request.state.officer = officer
    await desk.switches()  # so that ``desk.notices()`` is what applicants are answered from now


async def require(request: Request, role: Role | None) -> Officer:
    """The officer behind a request; ``role`` of None is for what anybody logged in may do.

    Raises LoginNeeded, or Forbidden for somebody without the role.
    """
    if not hasattr(request.state, "officer"):
        await guard(request)
    officer: Officer = request.state.officer
    if role is not None and not officer.may(role):
        raise Forbidden(officer, role)
    return officer


async def form(request: Request, officer: Officer) -> Fields:
    """The fields of a form the officer sent. Raises Refusal (403) where its token is not theirs."""
    sent = await fields(request)
    csrf.check(request, request.headers.get(csrf.HEADER) or sent.get(csrf.FIELD, ""), officer.csrf)
    return sent


async def audit(request: Request, officer: Officer, action: str, subject: str, **details: Any) -> None:
    """A line in the trail, in a transaction of its own; ``deed`` for one within another. No personal data."""
    desk = desk_of(request)
    async with desk.engine.begin() as connection:
        done = Deed(officer.id, officer.login, action, subject, details)
        await append(connection, trail_key(desk.key), desk.now(), done)


def page(request: Request, officer: Officer | None, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the desk. Templates extend ``base.html`` and have ``officer``, ``path`` and ``particulars`` besides."""
    notice = next(iter(desk_of(request).notices().values()))
    html = templates.get_template(template).render(
        officer=officer, path=request.url.path, particulars=notice.particulars, **values
    )
    return HTMLResponse(html, status_code=status, headers=HEADERS)
