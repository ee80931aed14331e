"""The pages: the talk, the whole notice, one verdict to read and to print, what is kept of whoever talks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bot.channels.web import glance, static_files
from bot.channels.web.card import card
from bot.channels.web.notice_outline import outline
from bot.channels.web.person import person
from bot.channels.web.site import Site
from bot.speaking.wording import say
from bot.templates import templates_in

TEXT_SIZE_COOKIE = "shenbao_text"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
templates = templates_in(Path(__file__).parent / "templates")
templates.globals["static"] = static_files.url
templates.globals["modules"] = static_files.modules


@router.get("/")
async def talk(request: Request) -> HTMLResponse:
    who = person(request)
    response = page(
        request,
        "talk.html",
        announcement=await _announcement(request),
        text_limit=_site(request).text_limit,
        privacy=say("privacy", days=_site(request).retention_days),
    )
    who.remember(request, response)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/notice")
async def whole_notice(request: Request) -> HTMLResponse:
    notice = _site(request).notice()
    return page(request, "notice.html", announcement=await _announcement(request), documents=outline(notice))


@router.get("/privacy")
async def privacy(request: Request) -> HTMLResponse:
    """What is kept, how long, and how it is deleted."""
    days = _site(request).retention_days
    return page(request, "privacy.html", announcement=await _announcement(request), days=days)


@router.get("/verdict/{token}")
async def verdict(request: Request, token: str) -> HTMLResponse:
    """Whoever holds the address may read it, as with a printed sheet; it names no person."""
    site = _site(request)
    saved = await site.memory.verdict(token) if _TOKEN.fullmatch(token) else None
    if saved is None:
        return missing(request, "没有找到这份预检结果", "链接可能不完整，或结果已被清除。回到对话里可以重新预检。")
    shown = card(saved.verdict, site.notice(), saved.answers, token)
    response = page(request, "verdict.html", announcement=await _announcement(request), card=shown)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def missing(request: Request, title: str, text: str) -> HTMLResponse:
    return page(request, "missing.html", status=404, title=title, text=text)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page with what every page shows: the notice, its particulars for today, the text size chosen."""
    site = _site(request)
    notice = site.notice()
    html = templates.get_template(template).render(
        notice=notice,
        rows=glance.rows(notice, site.today()),
        large=request.cookies.get(TEXT_SIZE_COOKIE) == "large",
        **values,
    )
    return HTMLResponse(html, status_code=status)


async def _announcement(request: Request) -> str:
    """What staff switched on for everybody to read, empty where nothing is."""
    switches = await _site(request).switches()
    return "\n".join(text for text in (switches.off, switches.banner) if text)


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site
