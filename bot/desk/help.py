"""The desk's own help: all a new member of staff needs, every key with its page."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.desk.frame import page, require
from bot.desk.places import places

EVERYWHERE = (
    (("Tab", "Shift+Tab"), "到下一个、上一个可以操作的地方"),
    (("Enter",), "打开链接、按下按钮；在表单里提交"),
)

router = APIRouter(prefix="/desk")


@router.get("/help")
async def help_page(request: Request) -> Response:
    officer = await require(request, None)
    to_pages = tuple(((f"Alt+{place.key}",), place.name) for place in places(officer))
    return page(request, officer, "help.html", all_pages=(*to_pages, *EVERYWHERE))
