"""What becomes of a draft: submitted by its maker, handed back or published by somebody else, or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.refusal import Refusal
from bot.desk.drafts import trial
from bot.desk.drafts.editor import shown
from bot.desk.drafts.work import CHANGED, Work, problems, same_revision, work_of
from bot.desk.frame import form, require
from bot.desk.officer import Officer
from bot.desk.surroundings import desk_of
from bot.masking import mask
from bot.memory import drafts, trials, versions
from bot.memory.audit import Deed, append, trail_key
from bot.memory.drafts import By, State
from bot.memory.versions import NewVersion
from knowledge.overlay import digest

LONGEST_NOTE = 200
NOT_TRIED = "请先试答一遍现在的内容，看过会改变哪些回答再继续。"
UNFINISHED = "草稿还有没改好的地方，见下面标出的各项。"
SAME_PERSON = "您改过这份草稿，要由另一位有发布权限、没有改过它的人发布。"

_DEEDS: Mapping[State, str] = {
    "submitted": "draft_submitted",
    "drafting": "draft_returned",
    "dropped": "draft_dropped",
    "published": "entry_published",
}

router = APIRouter(prefix="/desk/drafts")


@router.post("/{draft_id}/submit")
async def submit(request: Request, draft_id: str) -> Response:
    officer = await require(request, "curate")
    work = await _taken(request, officer, draft_id)
    refused = await _not_ready(request, officer, work)
    if refused is not None:
        return refused
    await _move(request, officer, work, "submitted")
    return _back(f"/{work.kept.id}?done=submitted")


@router.post("/{draft_id}/return")
async def hand_back(request: Request, draft_id: str) -> Response:
    officer = await require(request, "publish")
    work = await _taken(request, officer, draft_id)
    note = mask((await form(request, officer)).get("note", "").strip())[:LONGEST_NOTE]
    if not note:
        return await shown(request, officer, work, "退回时请写一句为什么，起草人好改。")
    if work.kept.state != "submitted":
        raise Refusal(409, "not_submitted", "这份草稿还没有提交。")
    await _move(request, officer, work, "drafting", note=note)
    return _back("?done=returned")


@router.post("/{draft_id}/drop")
async def drop(request: Request, draft_id: str) -> Response:
    officer = await require(request, "curate")
    work = await _taken(request, officer, draft_id)
    await _move(request, officer, work, "dropped")
    return _back("?done=dropped")


@router.post("/{draft_id}/publish")
async def publish(request: Request, draft_id: str) -> Response:
    """Live in this process when the answer comes, in every other within two seconds."""
    officer = await require(request, "publish")
    work = await _taken(request, officer, draft_id)
    if officer.login in work.kept.editors:
        raise Refusal(403, "same_person", SAME_PERSON)
    if work.kept.state != "submitted":
        raise Refusal(409, "not_submitted", "这份草稿还没有提交。")
    refused = await _not_ready(request, officer, work)
    if refused is not None:
        return refused
    entry = work.entry
    assert entry is not None  # an unfinished one is not ready
    there = next((one for one in work.notice.written if one.id == entry.id), None)
    new = NewVersion(
        notice=work.kept.notice,
        entry_id=entry.id,
        deed="published",
        entry=entry,
        folder=digest(there),
        made_by=work.kept.editors,
        checked_by=officer.login,
        draft_id=work.kept.id,
    )
    await _move(request, officer, work, "published", version=new)
    await desk_of(request).publishing.take_in()
    return _back("?done=published")


async def _taken(request: Request, officer: Officer, draft_id: str) -> Work:
    """The draft a form is about, as the officer has seen it."""
    sent = await form(request, officer)
    work = await work_of(request, draft_id)
    same_revision(work, sent)
    return work


async def _not_ready(request: Request, officer: Officer, work: Work) -> Response | None:
    """The draft's page with the reason where it may not go on; None where it may."""
    if await problems(request, work):
        return await shown(request, officer, work, UNFINISHED)
    tried = await trial.shown(request, work)
    return None if tried is not None and tried.passed else await shown(request, officer, work, NOT_TRIED)


async def _move(
    request: Request,
    officer: Officer,
    work: Work,
    state: State,
    *,
    note: str | None = None,
    version: NewVersion | None = None,
) -> None:
    """Draft, version and the line in the trail change together. Raises Refusal (409) where somebody was quicker."""
    desk = desk_of(request)
    details: dict[str, Any] = {"entry": work.drafted.id}
    try:
        async with desk.engine.begin() as connection:
            if not await drafts.move(connection, work.kept, state, By(officer.login, desk.now()), note):
                raise Refusal(409, "changed_meanwhile", CHANGED)
            if state in ("published", "dropped"):
                await trials.discard(connection, work.kept.id)
            if version is not None:
                details["version"] = await versions.add(connection, version, desk.now())
                details["made_by"] = "、".join(version.made_by)
            done = Deed(officer.id, officer.login, _DEEDS[state], str(work.kept.id), details)
            await append(connection, trail_key(desk.key), desk.now(), done)
    except IntegrityError:
        raise Refusal(409, "changed_meanwhile", CHANGED) from None


def _back(where: str) -> Response:
    return RedirectResponse(f"/desk/drafts{where}", 303, headers={"Cache-Control": "no-store"})
