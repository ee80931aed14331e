"""The page for a caller who may or may not qualify: the precheck as a form, its verdict as one types, a code to go on.

What is written travels in the body of a request, as on the look-up page.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.channels.web.card import card
from bot.channels.web.refusal import Refusal
from bot.codes import draw, grouped
from bot.desk.caller import LONGEST, Sheet, sheet
from bot.desk.frame import audit, form, page, require
from bot.desk.officer import Officer
from bot.desk.surroundings import Desk, desk_of
from bot.desk.talk_standing import labels_of, standing_of
from bot.masking import mask
from bot.memory import codes, prechecks
from bot.memory.audit import Deed, append, trail_key
from bot.notices import Notice
from bot.speaking.wording import say
from bot.talk_codes import for_how_long
from bot.verdict_json import verdict_json

LONGEST_NOTE = 500
EVERY = "all"
_DRAWS = 5

router = APIRouter(prefix="/desk", default_response_class=HTMLResponse)


@router.get("/caller")
async def caller_page(request: Request) -> HTMLResponse:
    """An empty form; with ``from`` the answers of a precheck that was saved, with ``talk`` those told in a talk."""
    officer = await require(request, "lookup")
    saved, talk = request.query_params.get("from", ""), request.query_params.get("talk", "")
    if not saved and not talk:
        return await _whole(request, officer, {}, EVERY)
    found = await (_saved(request, saved[:36]) if saved else _told_in(request, officer, talk[:36]))
    if found is None:
        raise HTTPException(404)
    answers, programmes = found
    written = labels_of(_notice(request).rulebook.facts, answers)
    return await _whole(request, officer, written, programmes[0] if len(programmes) == 1 else EVERY)


@router.post("/caller")
async def caller_without_script(request: Request) -> HTMLResponse:
    """The whole page with what was written, for a browser without scripts."""
    officer = await require(request, "lookup")
    sent = await form(request, officer)
    return await _whole(request, officer, sent, sent.get("checked", EVERY), note=sent.get("note", ""))


@router.post("/caller/check")
async def check(request: Request) -> HTMLResponse:
    """What the answers come to, as pieces of the page."""
    officer = await require(request, "lookup")
    sent = await form(request, officer)
    shown = await _sheet(request, sent, sent.get("checked", EVERY))
    return page(request, officer, "caller_checked.html", **_shown(request, shown))


@router.post("/caller/save")
async def save(request: Request) -> HTMLResponse:
    """Keep the precheck, with the note, and give its code. Nothing is kept while an answer cannot be read."""
    officer = await require(request, "lookup")
    sent = await form(request, officer)
    shown = await _sheet(request, sent, sent.get("checked", EVERY))
    if shown.form.wrong:
        names = "、".join(f"「{one.spec.short}」" for one in shown.form.wrong)
        return _not_saved(request, officer, f"没有保存：{names}的回答还读不懂，请先改好。")
    if not shown.form.facts:
        return _not_saved(request, officer, "没有保存：还没有回答任何一项。")
    desk = desk_of(request)
    code = await _save(desk, officer, shown, _notice(request), sent.get("note", ""))
    lasts = for_how_long(desk.codes.desk_lasts)
    return page(request, officer, "caller_saved.html", code=grouped(code), lasts=lasts)


def _not_saved(request: Request, officer: Officer, problem: str) -> HTMLResponse:
    return page(request, officer, "caller_saved.html", code="", problem=problem)


async def _save(desk: Desk, officer: Officer, shown: Sheet, notice: Notice, note: str) -> str:
    """The code; precheck, code and the line in the trail are one transaction. Another is drawn where it is taken."""
    kept = prechecks.NewPrecheck(
        str(uuid.uuid4()),
        shown.checked,
        dict(shown.form.facts),
        desk.today(),
        [verdict_json(told.verdict, notice) for told in shown.told],
        mask(note.strip()[:LONGEST_NOTE]) or None,
    )
    results = [f"{told.verdict.programme} {told.verdict.result.value}" for told in shown.told]
    deed = Deed(officer.id, officer.login, "precheck_saved", kept.id, {"results": results})
    for _ in range(_DRAWS):
        code = draw()
        try:
            async with desk.engine.begin() as connection:
                await connection.run_sync(prechecks.keep, officer.id, kept, desk.now())
                digest = desk.codes.digest("desk", code)
                lasts = desk.codes.desk_lasts
                await connection.run_sync(codes.give_precheck, digest, kept.id, desk.now(), lasts)
                await append(connection, trail_key(desk.key), desk.now(), deed)
        except IntegrityError:
            continue
        return code
    raise Refusal(503, "no_code", "没有保存上，请再试一次。")


async def _saved(request: Request, precheck_id: str) -> tuple[Mapping[str, Any], tuple[str, ...]] | None:
    async with desk_of(request).engine.execution_options(reading=True).connect() as connection:
        kept = await connection.run_sync(prechecks.find, precheck_id)
    return (kept.answers, kept.programmes) if kept is not None else None


async def _told_in(
    request: Request, officer: Officer, talk_id: str
) -> tuple[Mapping[str, Any], tuple[str, ...]] | None:
    """The answers of a talk. Taking them over is opening it, and goes into the trail."""
    told = await standing_of(desk_of(request).engine, talk_id)
    if told is None:
        return None
    await audit(request, officer, "open_talk", talk_id, taken_over="来电预检")
    return told.answers, told.programmes


async def _whole(
    request: Request, officer: Officer, written: Mapping[str, str], checked: str, note: str = ""
) -> HTMLResponse:
    shown = await _sheet(request, written, checked)
    return page(
        request,
        officer,
        "caller.html",
        note=note[:LONGEST_NOTE],
        longest=LONGEST,
        longest_note=LONGEST_NOTE,
        **_shown(request, shown),
    )


async def _sheet(request: Request, written: Mapping[str, str], checked: str) -> Sheet:
    notice, today = _notice(request), desk_of(request).today()
    every = tuple(notice.rulebook.programmes)
    if checked != EVERY and checked not in every:
        allowed = "、".join((EVERY, *every))
        raise Refusal(422, "unknown_pilot", f"没有「{checked[:20]}」这类试点，可选：{allowed}。")
    programmes = every if checked == EVERY else (checked,)
    # In a thread: the bot's turns go on meanwhile.
    return await run_in_threadpool(lambda: sheet(notice, programmes, written, today))


def _shown(request: Request, shown: Sheet) -> dict[str, Any]:
    notice = request.app.state.site.notice()
    rulebook = notice.rulebook
    told = [
        (one, card(verdict_json(one.verdict, _notice(request)), notice, one.verdict.facts, "")) for one in shown.told
    ]
    missing = [one for one in shown.questions if one.standing == "open"]
    return {
        "sheet": shown,
        "told": told,
        "missing": missing,
        "programmes": {key: programme.short for key, programme in rulebook.programmes.items()},
        "every": len(shown.checked) > 1,
        "all_met": say("all_met").removeprefix("· "),
    }


def _notice(request: Request) -> Notice:
    return next(iter(desk_of(request).notices().values()))


