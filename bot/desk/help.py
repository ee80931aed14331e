"""The desk's own help: all a new member of staff needs, every key with its page."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.desk.frame import page, require

router = APIRouter(prefix="/desk")


@router.get("/help")
async def help_page(request: Request) -> Response:
    officer = await require(request, None)
    return page(request, officer, "help.html")
