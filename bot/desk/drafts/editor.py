"""Writing a draft: begun from a group of questions, from an entry, or from nothing; saved with what is wrong beside."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.refusal import Refusal
from bot.desk.drafts import trial
from bot.desk.drafts.comparison import NAMES, compared
from bot.desk.drafts.form import LONGEST_LINE, LONGEST_TEXT, read_form
from bot.desk.drafts.origins import begun
from bot.desk.drafts.work import CHANGED, Work, maker_or_checker, notice_of, problems, same_revision, work_of
from bot.desk.forms import Fields
from bot.desk.frame import form, page, require
from bot.desk.officer import Officer
from bot.desk.standard import of_entry, pilots_of
from bot.desk.surroundings import desk_of
from bot.entries.checking import LONGEST_ID
from bot.entries.drafted import COMMON, Drafted, drafted_from
from bot.memory import drafts
from bot.memory.audit import Deed, append, trail_key
from bot.memory.drafts import OPEN, By, Written
from bot.notices import Notice
from knowledge.faq import FaqEntry
from knowledge.filling import fill, placeholders

DONE = {
    "saved": "已保存。",
    "masked": "已保存。问法里像是个人信息的地方已打码，请改写成不含个人信息的问法。",
    "submitted": "已提交，等另一位有发布权限的人核对。",
    "returned": "已退回起草人。",
}

router = APIRouter(prefix="/desk/drafts")


@router.get("/new")
async def new_page(request: Request) -> Response:
    """``group`` or ``entry`` in the address says what it begins from; ``notice`` of which notice."""
    officer = await require(request, "curate")
    desk = desk_of(request)
    key = request.query_params.get("notice") or next(iter(desk.notices()))
    notice, _ = notice_of(desk, key)
    drafted, origin = await begun(request, notice)
    return page(
        request,
        officer,
        "drafts/editor.html",
        drafted=drafted,
        kept=None,
        origin=origin,
        problems={},
        error="",
        done="",
        **_shown(request, key, notice),
    )


@router.post("/new")
async def create(request: Request) -> Response:
    officer = await require(request, "curate")
    sent = await form(request, officer)
    desk = desk_of(request)
    key, origin = sent.get("notice", ""), sent.get("origin", "")[:64]
    notice, _ = notice_of(desk, key)
    drafted = _read(sent, notice, sent.get("base", "")[:32])
    async with desk.engine.begin() as connection:
        by = By(officer.login, desk.now())
        number = await drafts.add(connection, key, _written(drafted), origin, by)
        done = Deed(officer.id, officer.login, "draft_saved", str(number), {"entry": drafted.id})
        await append(connection, trail_key(desk.key), desk.now(), done)
    return _back(number, sent, drafted)


@router.get("/{draft_id}")
async def draft_page(request: Request, draft_id: str) -> Response:
    officer = await maker_or_checker(request)
    return await shown(request, officer, await work_of(request, draft_id))


@router.post("/{draft_id}")
async def save(request: Request, draft_id: str) -> Response:
    officer = await require(request, "curate")
    sent = await form(request, officer)
    work = await work_of(request, draft_id)
    same_revision(work, sent)
    drafted = _read(sent, work.notice, work.drafted.base)
    desk = desk_of(request)
    async with desk.engine.begin() as connection:
        by = By(officer.login, desk.now())
        if not await drafts.save(connection, work.kept, _written(drafted), by):
            raise Refusal(409, "changed_meanwhile", CHANGED)
        done = Deed(officer.id, officer.login, "draft_saved", str(work.kept.id), {"entry": drafted.id})
        await append(connection, trail_key(desk.key), desk.now(), done)
    return _back(work.kept.id, sent, drafted)


async def shown(request: Request, officer: Officer, work: Work, error: str = "") -> Response:
    """The draft's page: a form for who may change it, else what it says; ``error`` on top (422)."""
    if work.kept.state not in OPEN:
        raise HTTPException(404)
    desk = desk_of(request)
    told = await problems(request, work)
    entry = work.entry
    wanted = work.kept.state == "drafting" or "edit" in request.query_params
    return page(
        request,
        officer,
        "drafts/editor.html" if wanted and officer.may("curate") else "drafts/checking.html",
        422 if error else 200,
        drafted=work.drafted,
        kept=work.kept,
        origin=work.kept.origin,
        problems=told,
        error=error,
        done=DONE.get(request.query_params.get("done", ""), ""),
        trial=await trial.shown(request, work),
        preview=of_entry(entry, None, _with(work, entry), desk.today()) if entry is not None and not told else (),
        differences=compared(drafted_from(work.now) if work.now is not None else None, work.drafted),
        same_person=officer.login in work.kept.editors,
        **_shown(request, work.kept.notice, work.notice),
    )


def _with(work: Work, entry: FaqEntry) -> Notice:
    """The notice as it would say it: the entry's own texts and quotes need no index."""
    return work.notice.standing_in({entry.id: entry})


def _shown(request: Request, key: str, notice: Notice) -> dict[str, Any]:
    desk = desk_of(request)
    pilots = pilots_of(notice)
    answers = {COMMON: "不分试点，或没说是哪类时", **pilots}
    today = desk.today()
    return {
        "notice_key": key,
        "notice": notice,
        "several": len(desk.notices()) > 1,
        "pilots": pilots,
        "answers": answers,
        "names": {**NAMES, **answers},
        "effects": trial.EFFECTS,
        "common": COMMON,
        "placeholders": {name: fill(name, notice.particulars, today) for name in placeholders(notice.particulars)},
        "clauses": notice.clauses,
        "longest": {"id": LONGEST_ID, "line": LONGEST_LINE, "text": LONGEST_TEXT},
    }


def _read(sent: Fields, notice: Notice, base: str) -> Drafted:
    """What was sent, masked. Raises Refusal (422) for a quote that does not stand in its clause: it is never kept."""
    drafted = read_form(sent, pilots_of(notice), base)
    wrong = drafted.misquoted(notice.clauses)
    if wrong:
        told = "；".join(f"{cite.clause}「{cite.quote[:40]}」" for cite in wrong)
        raise Refusal(422, "misquoted", f"引文必须逐字出自条款，这些不是：{told}。没有保存。")
    return drafted.masked()


def _written(drafted: Drafted) -> Written:
    return Written(drafted.id[:LONGEST_ID], drafted.model_dump_json())


def _back(number: int, sent: Fields, drafted: Drafted) -> Response:
    raw = {" ".join(line.split()) for line in sent.get("wordings", "").split("\n") if line.strip()}
    masked = not raw.issuperset(drafted.wordings)
    done = "masked" if masked else "saved"
    return RedirectResponse(f"/desk/drafts/{number}?done={done}", 303, headers={"Cache-Control": "no-store"})
