"""All versions of an entry: who made and checked each, what it changed, and the way back to it.

Going back and withdrawing are decided by one person with the right to publish, and noted: what comes back was checked
once already, and what goes leaves the folder's own answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.refusal import Refusal
from bot.desk.drafts.board import STANDINGS
from bot.desk.drafts.comparison import NAMES, Difference, compared
from bot.desk.drafts.deciding import LONGEST_NOTE
from bot.desk.drafts.work import CHANGED, maker_or_checker, notice_of
from bot.desk.frame import form, page, require
from bot.desk.officer import Officer
from bot.desk.standard import pilots_of
from bot.desk.surroundings import desk_of
from bot.entries.checking import problems_of
from bot.entries.drafted import COMMON, drafted_from
from bot.masking import mask
from bot.memory import versions
from bot.memory.audit import Deed, append, trail_key
from bot.memory.versions import NewVersion, Version
from bot.notices import Notice
from knowledge.faq import FaqEntry
from knowledge.overlay import Standing, digest

DEEDS = {"published": "发布", "restored": "恢复旧版", "withdrawn": "撤下"}

router = APIRouter(prefix="/desk/drafts/entries/{notice_key}/{entry_id}")


@dataclass(frozen=True)
class ShownVersion:
    version: Version
    deed: str
    differences: tuple[Difference, ...]


@router.get("")
async def history(request: Request, notice_key: str, entry_id: str) -> Response:
    officer = await maker_or_checker(request)
    notice, _ = notice_of(desk_of(request), notice_key)
    every = await versions.all_versions(desk_of(request).engine, notice_key, entry_id)
    if not every:
        raise HTTPException(404)
    return _page(request, officer, notice, every)


@router.post("/restore")
async def restore(request: Request, notice_key: str, entry_id: str) -> Response:
    """Back to version ``number``, as a new version."""
    officer = await require(request, "publish")
    sent = await form(request, officer)
    desk = desk_of(request)
    notice, folder = notice_of(desk, notice_key)
    every = await versions.all_versions(desk.engine, notice_key, entry_id)
    wanted = next((one for one in every if str(one.number) == sent.get("number", "") and one.entry), None)
    if wanted is None or wanted.entry is None:
        raise HTTPException(404)
    known = desk.publishing.known(notice_key)
    wrong = await run_in_threadpool(problems_of, drafted_from(wanted.entry), folder, known, entry_id)
    if wrong:
        told = "；".join(dict.fromkeys(problem.message for problem in wrong))
        return _page(request, officer, notice, every, f"第 {wanted.number} 版现在不能恢复：{told}")
    await _decide(request, officer, _new(officer, notice, wanted, sent.get("reason", ""), wanted.entry))
    return _back("restored")


@router.post("/withdraw")
async def withdraw(request: Request, notice_key: str, entry_id: str) -> Response:
    """Nothing published any more: the folder's own entry answers, where it has one."""
    officer = await require(request, "publish")
    sent = await form(request, officer)
    desk = desk_of(request)
    notice, _ = notice_of(desk, notice_key)
    every = await versions.all_versions(desk.engine, notice_key, entry_id)
    if not every:
        raise HTTPException(404)
    if every[-1].entry is not None:
        await _decide(request, officer, _new(officer, notice, every[-1], sent.get("reason", ""), None))
    return _back("withdrawn")


def _new(officer: Officer, notice: Notice, of: Version, reason: str, entry: FaqEntry | None) -> NewVersion:
    there = next((one for one in notice.written if one.id == of.entry_id), None)
    return NewVersion(
        notice=of.notice,
        entry_id=of.entry_id,
        deed="restored" if entry is not None else "withdrawn",
        entry=entry,
        folder=digest(there),
        made_by=of.made_by,
        checked_by=officer.login,
        reason=mask(reason.strip())[:LONGEST_NOTE],
    )


async def _decide(request: Request, officer: Officer, new: NewVersion) -> None:
    desk = desk_of(request)
    if not new.reason:
        raise Refusal(422, "no_reason", "请写一句理由，会记入操作记录。")
    try:
        async with desk.engine.begin() as connection:
            number = await versions.add(connection, new, desk.now())
            told = {"version": number, "reason": new.reason}
            done = Deed(officer.id, officer.login, f"entry_{new.deed}", new.entry_id, told)
            await append(connection, trail_key(desk.key), desk.now(), done)
    except IntegrityError:
        raise Refusal(409, "changed_meanwhile", CHANGED) from None
    await desk.publishing.take_in()


def _page(request: Request, officer: Officer, notice: Notice, every: list[Version], error: str = "") -> Response:
    last = every[-1]
    standing = notice.standings.get(last.entry_id, Standing.withdrawn)
    there = next((one for one in notice.written if one.id == last.entry_id), None)
    return page(
        request,
        officer,
        "drafts/history.html",
        422 if error else 200,
        error=error,
        every=_compared(every),
        last=last,
        matter=next((one.entry.matter for one in reversed(every) if one.entry), last.entry_id),
        standing=STANDINGS[standing],
        good=standing in (Standing.published, Standing.in_folder),
        in_folder=there is not None,
        names={**NAMES, COMMON: "回答", **pilots_of(notice)},
        longest=LONGEST_NOTE,
    )


def _compared(every: list[Version]) -> list[ShownVersion]:
    """The latest first, each beside the one before it that said something."""
    found: list[ShownVersion] = []
    before: FaqEntry | None = None
    for version in every:
        old = drafted_from(before) if before is not None else None
        new = compared(old, drafted_from(version.entry)) if version.entry is not None else ()
        found.append(ShownVersion(version, DEEDS.get(version.deed, version.deed), new))
        before = version.entry or before
    return found[::-1]


def _back(done: str) -> Response:
    return RedirectResponse(f"/desk/drafts?done={done}", 303, headers={"Cache-Control": "no-store"})
