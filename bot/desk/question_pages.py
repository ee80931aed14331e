"""What people ask: groups of questions, the most frequent first, and each with why its wordings are together.

Whoever may curate splits and merges groups; what they decide stays, and is in the trail.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match

from bot.conversation import converse
from bot.desk.frame import form, page, require
from bot.desk.officer import Officer
from bot.desk.question_form import CHANNELS, ENDING_NAMES, ORDERS, read_form
from bot.desk.standard import OUTCOMES, STEPS, pilots_of
from bot.desk.surroundings import Desk, desk_of
from bot.memory.audit import Deed, append, trail_key
from bot.memory.question_decisions import Undecidable, ask_to_regroup, merge, split
from bot.memory.question_details import QuestionDetails, Week
from bot.memory.question_groups import PAGE, Group, QuestionGroups
from bot.notices import Notice
from bot.state import ConversationState
from knowledge.likeness import likeness

WEEKS = 8
NEAR = 5  # neighbours shown
_LEAST = 0.15  # of likeness, below which two groups have nothing to do with each other
_DONE = {
    "merged": "已并入这一组；以后重新归组也不会拆开。",
    "split": "已拆成单独一组；以后重新归组也不会合回去。",
    "regroup": "几分钟内会把没有人工调整过的问题重新归组。",
}
_DRAFT = "/desk/drafts/new"

router = APIRouter(prefix="/desk/questions", default_response_class=HTMLResponse)


@dataclass(frozen=True)
class Line:
    """A group, the name of what the bot mostly took it for, and what comes ``nearest`` where that is nothing."""

    group: Group
    matter: str
    nearest: str


@dataclass(frozen=True)
class Neighbour:
    """Another group that is somewhat alike."""

    id: int
    text: str
    score: float


@router.get("")
async def questions_page(request: Request) -> HTMLResponse:
    officer = await require(request, "lookup")
    desk, notice = desk_of(request), _notice(request)
    asked = read_form(request.query_params, pilots_of(notice))
    groups = QuestionGroups(desk.engine)
    found = await groups.top(asked.wanted, asked.order, PAGE, asked.page * PAGE)
    lines = await run_in_threadpool(lambda: [_line(group, notice) for group in found.groups])
    return page(
        request,
        officer,
        "questions.html",
        422 if asked.problems else 200,
        form=asked,
        lines=lines,
        found=found.found,
        first=asked.page * PAGE + 1,
        older=(asked.page + 1) * PAGE < found.found,
        progress=await QuestionDetails(desk.engine).progress(),
        done=_DONE.get(request.query_params.get("done", ""), ""),
        **_words(notice),
    )


@router.post("/regroup")
async def regroup(request: Request) -> Response:
    """All that nobody decided by hand is grouped anew, by the process that does the grouping."""
    officer = await require(request, "curate")
    await form(request, officer)
    desk = desk_of(request)
    async with desk.engine.begin() as connection:
        await ask_to_regroup(connection)
        deed = Deed(officer.id, officer.login, "questions_regroup", "questions", {})
        await append(connection, trail_key(desk.key), desk.now(), deed)
    return _to("?done=regroup")


@router.get("/{group_id}")
async def group_page(request: Request, group_id: int) -> Response:
    officer = await require(request, "lookup")
    return await _group(request, officer, group_id)


@router.post("/{group_id}/split")
async def split_group(request: Request, group_id: int) -> Response:
    """``wording``: the ids of those that go into a group of their own."""
    officer = await require(request, "curate")
    sent = await form(request, officer)
    desk = desk_of(request)
    wordings = [number for written in sent.all("wording") if (number := _number(written)) is not None]
    try:
        async with desk.engine.begin() as connection:
            own = await split(connection, group_id, wordings, desk.now())
            told = {"group": own, "wordings": len(set(wordings))}
            deed = Deed(officer.id, officer.login, "group_split", str(group_id), told)
            await append(connection, trail_key(desk.key), desk.now(), deed)
    except Undecidable as why:
        return await _group(request, officer, group_id, error=str(why))
    return _to(f"/{own}?done=split")


@router.post("/{group_id}/merge")
async def merge_group(request: Request, group_id: int) -> Response:
    """``into``: the number of the group that takes this one's wordings."""
    officer = await require(request, "curate")
    into = _number((await form(request, officer)).get("into", "").strip())
    if into is None:
        return await _group(request, officer, group_id, error="请填要并入的那一组的编号，是一个数。")
    desk = desk_of(request)
    try:
        async with desk.engine.begin() as connection:
            moved = await merge(connection, group_id, into)
            deed = Deed(officer.id, officer.login, "group_merged", str(group_id), {"group": into, "wordings": moved})
            await append(connection, trail_key(desk.key), desk.now(), deed)
    except Undecidable as why:
        return await _group(request, officer, group_id, error=str(why))
    return _to(f"/{into}?done=merged")


async def _group(request: Request, officer: Officer, group_id: int, error: str = "") -> Response:
    desk, notice = desk_of(request), _notice(request)
    details, groups = QuestionDetails(desk.engine), QuestionGroups(desk.engine)
    standing = await details.standing(group_id) if abs(group_id) < 2**31 else None
    if standing is not None and standing != group_id:
        return _to(f"/{standing}")
    asked = read_form(request.query_params, pilots_of(notice))
    group = await groups.group(group_id) if standing is not None else None
    if group is None:
        raise HTTPException(404)
    weeks = await details.weeks(group_id, asked.wanted)
    return page(
        request,
        officer,
        "question.html",
        422 if error else 200,
        error=error,
        done=_DONE.get(request.query_params.get("done", ""), ""),
        line=await run_in_threadpool(_line, group, notice),
        wordings=await groups.wordings(group_id),
        weeks=weeks[-WEEKS:],
        trend=_trend(weeks),
        latest=await details.latest(group_id),
        today=await run_in_threadpool(_today, group.text, desk, notice),
        near=await _neighbours(group, details, notice),
        draft=_draft(request, group_id),
        **_words(notice),
    )


def _line(group: Group, notice: Notice) -> Line:
    entry = notice.answerer.entry(group.matter or "")
    named = entry.matter if entry is not None else (group.matter or "").partition(":")[2]
    nearest = notice.answerer.near(group.text)[:1] if not named and group.text else ()
    return Line(group, named, nearest[0].matter if nearest else "")


def _trend(weeks: tuple[Week, ...]) -> str:
    """The last week beside the one before, in words."""
    if len(weeks) < 2:
        return ""
    before, last = weeks[-2].asked, weeks[-1].asked
    change = f"比前一周多 {last - before} 次" if last > before else f"比前一周少 {before - last} 次"
    return f"最近一周 {last} 次，{change if last != before else '与前一周一样'}。"


def _today(text: str, desk: Desk, notice: Notice) -> dict[str, object] | None:
    """What the bot says to it today; None where no words are left."""
    if not text:
        return None
    turn = converse(text, ConversationState(), {notice.particulars.key: notice}, desk.today())
    sure = "" if turn.confidence is None else f"{turn.confidence:.2f}"
    return {
        "outcome": OUTCOMES[turn.outcome],
        "step": STEPS.get(turn.step, turn.step),
        "sure": sure,
        "replies": [reply.text for reply in turn.replies],
    }


async def _neighbours(group: Group, details: QuestionDetails, notice: Notice) -> list[Neighbour]:
    """Groups one may want to merge it with, the most alike first."""
    if not group.text:
        return []
    own = await run_in_threadpool(notice.answerer.traits, group.text)
    words = [word.removeprefix("w:") for word in own.words if word.startswith("w:") and len(word) > 3][:3]
    others = await details.beside(group.id, list(own.entries)[:6], words)

    def scored() -> list[Neighbour]:
        found = [Neighbour(other, text, likeness(own, notice.answerer.traits(text))) for other, text in others.items()]
        return sorted((one for one in found if one.score >= _LEAST), key=lambda one: (-one.score, one.id))[:NEAR]

    return await run_in_threadpool(scored)


def _draft(request: Request, group_id: int) -> str:
    """Where an entry is drafted from the group, if this house has such a page."""
    asked = {"type": "http", "method": "GET", "path": _DRAFT, "root_path": "", "headers": []}
    has = any(route.matches(dict(asked))[0] is Match.FULL for route in request.app.routes)
    return f"{_DRAFT}?group={group_id}" if has else ""


def _words(notice: Notice) -> dict[str, object]:
    return {"pilots": pilots_of(notice), "channels": CHANNELS, "endings": ENDING_NAMES, "orders": ORDERS}


def _notice(request: Request) -> Notice:
    return next(iter(desk_of(request).notices().values()))


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else None


def _to(place: str) -> RedirectResponse:
    return RedirectResponse(f"/desk/questions{place}", 303, headers={"Cache-Control": "no-store"})
