"""The switches of a crisis: a banner, the bot off, single answers withdrawn. Each change is in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.frame import form, page, require
from bot.desk.officer import Officer
from bot.desk.surroundings import desk_of
from bot.memory import switches
from bot.memory.audit import Deed, append, trail_key
from bot.switches import may_be_withdrawn, off_text
from knowledge.faq import FaqEntry

LONGEST_BANNER = 200
LONGEST_MESSAGE = 300
MESSAGE = "申报助手暂停服务，正在核对内容。给您添麻烦了，请拨打热线咨询。"
GONE = "（通知里已没有这一条）"
_DONE = {
    "banner": "公告已发布，两秒内所有用户可见。",
    "no_banner": "公告已撤下。",
    "off": "机器人已停用，两秒内对所有用户生效。",
    "on": "机器人已恢复。",
    "withdrawn": "这条回答已停用，两秒内改答热线电话。",
    "restored": "这条回答已恢复。",
}

router = APIRouter(prefix="/desk")


@router.get("/switches")
async def switches_page(request: Request) -> Response:
    officer = await require(request, "admin")
    return await _page(request, officer, done=_DONE.get(request.query_params.get("done", ""), ""))


@router.post("/switches/banner")
async def set_banner(request: Request) -> Response:
    """An empty text takes the banner down."""
    officer = await require(request, "admin")
    text = (await form(request, officer)).get("text", "").strip()
    if len(text) > LONGEST_BANNER:
        return await _page(request, officer, error=f"公告最多 {LONGEST_BANNER} 个字，现在有 {len(text)} 个。")
    await _change(request, officer, switches.BANNER, text, "banner_on" if text else "banner_off", text=text)
    return _back("banner" if text else "no_banner")


@router.post("/switches/off")
async def switch_off(request: Request) -> Response:
    officer = await require(request, "admin")
    sent = await form(request, officer)
    text = sent.get("text", "").strip()
    if sent.get("sure") != "yes":
        return await _page(request, officer, error="停用会影响所有用户，请先勾选“确认停用”。")
    if not 0 < len(text) <= LONGEST_MESSAGE:
        return await _page(request, officer, error=f"停用时要有一句话告诉用户，1 到 {LONGEST_MESSAGE} 个字。")
    await _change(request, officer, switches.OFF, text, "bot_off", text=text)
    return _back("off")


@router.post("/switches/on")
async def switch_on(request: Request) -> Response:
    officer = await require(request, "admin")
    await form(request, officer)
    await _change(request, officer, switches.OFF, None, "bot_on")
    return _back("on")


@router.post("/switches/withdraw")
async def withdraw(request: Request) -> Response:
    """By the entry's id or its matter, as the list in the page offers them."""
    officer = await require(request, "admin")
    named = (await form(request, officer)).get("entry", "").strip()
    entry = next((entry for entry in _entries(request).values() if named in (entry.id, entry.matter)), None)
    if entry is None:
        return await _page(request, officer, error=f"没有「{named[:40]}」这条回答，请从列表里选。", status=422)
    await _withdrawal(request, officer, entry.id, "answer_withdrawn", matter=entry.matter)
    return _back("withdrawn")


@router.post("/switches/restore")
async def restore(request: Request) -> Response:
    officer = await require(request, "admin")
    entry = (await form(request, officer)).get("entry", "")
    await _withdrawal(request, officer, entry, "answer_restored")
    return _back("restored")


async def _change(request: Request, officer: Officer, name: str, value: Any, action: str, **details: str) -> None:
    desk = desk_of(request)
    async with desk.engine.begin() as connection:
        await switches.write(connection, name, value, desk.now(), officer.login)
        done = Deed(officer.id, officer.login, action, name, details)
        await append(connection, trail_key(desk.key), desk.now(), done)
    await desk.switches.changed()


async def _withdrawal(request: Request, officer: Officer, entry: str, action: str, **details: str) -> None:
    desk = desk_of(request)
    async with desk.engine.begin() as connection:
        withdrawn = await switches.withdrawn_now(connection)
        changed = withdrawn | {entry} if action == "answer_withdrawn" else withdrawn - {entry}
        if changed != withdrawn:
            await switches.write(connection, switches.WITHDRAWN, sorted(changed), desk.now(), officer.login)
            done = Deed(officer.id, officer.login, action, entry, details)
            await append(connection, trail_key(desk.key), desk.now(), done)
    await desk.switches.changed()


async def _page(request: Request, officer: Officer, *, error: str = "", done: str = "", status: int = 0) -> Response:
    desk = desk_of(request)
    now = await desk.switches()
    entries = _entries(request)
    return page(
        request,
        officer,
        "switches.html",
        status or (422 if error else 200),
        error=error,
        done=done,
        now=now,
        told=off_text(now.off, desk.content()) if now.off else "",
        message=MESSAGE,
        longest_banner=LONGEST_BANNER,
        longest_message=LONGEST_MESSAGE,
        entries=[entry for entry in entries.values() if entry.id not in now.withdrawn],
        withdrawn=[(name, entries[name].matter if name in entries else GONE) for name in sorted(now.withdrawn)],
        changes=await switches.last_changes(desk.engine),
    )


def _entries(request: Request) -> Mapping[str, FaqEntry]:
    """Every answer that can be withdrawn, by id."""
    notices = desk_of(request).content().values()
    return {entry.id: entry for notice in notices for entry in notice.faq if may_be_withdrawn(entry)}


def _back(done: str) -> Response:
    return RedirectResponse(f"/desk/switches?done={done}", 303, headers={"Cache-Control": "no-store"})
