"""A code said on the telephone opens what it leads to, here only: a talk with its verdict, or a precheck saved before.

Every opening is a line in the trail, and so is every code that was none.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.codes import code_in, sound
from bot.desk.frame import form, page, require
from bot.desk.officer import Officer
from bot.desk.surroundings import desk_of
from bot.memory import codes
from bot.memory.audit import Deed, append, trail_key
from bot.memory.codes import Opened

WRONG = "没有这个接续码：可能听错了数字，或者已经过期。请对方再报一次；过期的话，请对方对机器人说「转人工」，会给新的。"
MISHEARD = "这几个数字不是接续码，请和对方再核对：一共九位，三个一组。"
TOO_OFTEN = "您这一小时里试错的接续码太多，请稍后再试。"

router = APIRouter(prefix="/desk")


@router.get("/code")
async def code_page(request: Request) -> Response:
    return page(request, await require(request, "lookup"), "code.html", problem="")


@router.post("/code")
async def open_code(request: Request) -> Response:
    officer = await require(request, "lookup")
    digits = code_in((await form(request, officer)).get("code", "")) or ""
    if not sound(digits):
        return page(request, officer, "code.html", 422, problem=MISHEARD)
    opened = await _opened(request, officer, digits)
    if isinstance(opened, str):
        return page(request, officer, "code.html", 404, problem=opened)
    leads_to = f"/desk/talks/{opened.conversation_id}"
    if opened.precheck_id is not None:
        leads_to = f"/desk/caller?from={opened.precheck_id}"
    return RedirectResponse(leads_to, 303, headers={"Cache-Control": "no-store"})


async def _opened(request: Request, officer: Officer, digits: str) -> Opened | str:
    """What the code leads to, with its line in the trail in the same transaction; else why it leads nowhere."""
    desk = desk_of(request)
    who = f"staff {officer.id}"
    both = (desk.codes.digest("talk", digits), desk.codes.digest("desk", digits))
    async with desk.engine.begin() as connection:
        if await connection.run_sync(codes.tried, who, desk.now()) >= codes.MOST_WRONG_AT_DESK:
            return TOO_OFTEN
        opened = await connection.run_sync(codes.opened, both, desk.now())
        if opened is None:
            await connection.run_sync(codes.note_wrong, who, desk.now())
            deed = Deed(officer.id, officer.login, "wrong_code", "", {})
        else:
            where = {"turn": opened.number} if opened.number else {}
            subject = opened.precheck_id or str(opened.conversation_id)
            deed = Deed(officer.id, officer.login, "open_code", subject, where)
        await append(connection, trail_key(desk.key), desk.now(), deed)
    return WRONG if opened is None else opened
