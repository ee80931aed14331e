"""Trying a draft before it is published: how far the trial is, and which answers would change.

The question set is what people asked, as far as the log keeps it, and the questions that lie with the notice: a log
begins empty and is emptied by the days, and what has been answered well must stay so all the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.refusal import Refusal
from bot.desk.drafts.work import Work, maker_or_checker, problems, work_of
from bot.desk.frame import form, page
from bot.desk.surroundings import Desk, desk_of
from bot.logs import without_words
from bot.memory import trials
from bot.memory.audit import Deed, append, trail_key
from bot.memory.drafts import OPEN
from bot.memory.known_questions import known_questions
from bot.memory.trials import Trial
from bot.trying.questions import kept_questions
from bot.trying.running import TrialFault, run
from bot.trying.task import Task
from knowledge.faq import FaqEntry
from knowledge.overlay import digest

EFFECTS: Mapping[str, str] = {
    "taken": "原来有别的回答，改由这一条回答",
    "lost": "原来由这一条回答，改由别的回答",
    "other": "回答有变化",
    "reached": "原来没有回答，现在由这一条回答",
}
"""In the order they are to be looked at."""

log = logging.getLogger("shenbao.trial")
router = APIRouter(prefix="/desk/drafts")
_under_way: set[asyncio.Task[None]] = set()


@dataclass(frozen=True)
class ShownTrial:
    """``fresh``: it tried the draft as it is now; ``running``: it is still at it."""

    trial: Trial
    fresh: bool
    running: bool

    @property
    def passed(self) -> bool:
        """Whether this very draft was tried to the end."""
        return self.fresh and self.trial.result is not None


async def shown(request: Request, work: Work) -> ShownTrial | None:
    """The draft's last trial; None where there was none."""
    desk = desk_of(request)
    trial = await trials.find(desk.engine, work.kept.id)
    if trial is None:
        return None
    return ShownTrial(trial, trial.tried == digest(work.entry), trial.running(desk.now()))


@router.post("/{draft_id}/try")
async def begin(request: Request, draft_id: str) -> Response:
    """Begin a trial; it goes on behind the server. One at a time for each draft."""
    officer = await maker_or_checker(request)
    await form(request, officer)
    work = await work_of(request, draft_id)
    desk = desk_of(request)
    before = await shown(request, work)
    if before is not None and before.running and before.fresh:
        return _back(work)
    entry = work.entry
    if entry is None or work.kept.state not in OPEN or await problems(request, work):
        raise Refusal(422, "unfinished", "草稿还有没改好的地方，改好并保存后再试答。")
    asked = await known_questions(desk.engine)
    kept = await run_in_threadpool(kept_questions, work.folder)
    questions = {**dict.fromkeys(kept, 0), **asked}
    task = Task(
        folder=work.folder.resolve(),
        publications=desk.publishing.known(work.kept.notice),
        entry=entry,
        questions=tuple(questions.items()),
        today=desk.today(),
    )
    async with desk.engine.begin() as connection:
        await trials.begin(connection, work.kept.id, digest(entry), len(questions), desk.now())
        done = Deed(officer.id, officer.login, "draft_tried", str(work.kept.id), {"entry": entry.id})
        await append(connection, trail_key(desk.key), desk.now(), done)
    going = asyncio.create_task(_carry_out(desk, work.kept.id, entry, task))
    _under_way.add(going)  # the loop itself holds tasks only weakly
    going.add_done_callback(_under_way.discard)
    return _back(work)


@router.get("/{draft_id}/trial")
async def trial_piece(request: Request, draft_id: str) -> Response:
    """How far it is, as a piece of the page."""
    officer = await maker_or_checker(request)
    work = await work_of(request, draft_id)
    told = await shown(request, work)
    return page(request, officer, "drafts/trial.html", kept=work.kept, trial=told, effects=EFFECTS)


async def _carry_out(desk: Desk, draft_id: int, entry: FaqEntry, task: Task) -> None:
    async def note(**values: Any) -> None:
        async with desk.engine.begin() as connection:
            await trials.note(connection, draft_id, digest(entry), desk.now(), **values)

    try:
        result = await run(task, lambda done: note(done=done))
        await note(done=result.questions, result=result.model_dump(mode="json"))
    except TrialFault as fault:
        await note(fault=str(fault))
    except (SQLAlchemyError, OSError) as fault:
        log.error("trial of draft %s not kept: %s", draft_id, without_words(fault))


def _back(work: Work) -> Response:
    return RedirectResponse(f"/desk/drafts/{work.kept.id}#trial", 303, headers={"Cache-Control": "no-store"})
