"""One talk, from its first turn to its last. Opening it goes into the trail before anything is shown."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.card import card
from bot.desk.frame import audit, page, require
from bot.desk.log_words import Line, line_of
from bot.desk.surroundings import desk_of
from bot.desk.talk_standing import labels_of, standing_of
from bot.keeping import REPLIES
from bot.memory.question_log import LONGEST_TALK, QuestionLog, TalkTurn
from bot.notices import Notice

_TALK = re.compile(r"[A-Za-z0-9-]{1,36}")

router = APIRouter(prefix="/desk")


@dataclass(frozen=True)
class Exchange:
    """What was said and what was said back; ``near`` are the matters that were nearly the answer."""

    line: Line
    replies: tuple[str, ...]
    near: tuple[str, ...]


@router.get("/talks/{talk_id}")
async def talk_page(request: Request, talk_id: str) -> Response:
    officer = await require(request, "lookup")
    desk = desk_of(request)
    turns = await QuestionLog(desk.engine).talk(talk_id) if _TALK.fullmatch(talk_id) else ()
    if not turns:
        raise HTTPException(404)
    await audit(request, officer, "open_talk", talk_id, turns=len(turns))
    notice = next(iter(desk.notices().values()))
    standing = await standing_of(desk.engine, talk_id)
    shown = request.app.state.site.notice()
    told = [card(one, shown, {}, "") for one in standing.verdicts] if standing else []
    facts = shown.rulebook.facts
    answers = labels_of(facts, standing.answers) if standing else {}
    return page(
        request,
        officer,
        "talk.html",
        exchanges=[_exchange(turn, notice) for turn in turns],
        cut=turns[0].line.number > 1,
        longest=LONGEST_TALK,
        talk_id=talk_id,
        told=told,
        answers=[(facts[name].short, label) for name, label in answers.items()],
        as_of=standing.as_of if standing else None,
    )


def _exchange(turn: TalkTurn, notice: Notice) -> Exchange:
    near = (notice.answerer.entry(entry) for entry in turn.runners_up)
    matters = tuple(entry.matter for entry in near if entry)
    return Exchange(line_of(turn.line, notice.clauses), _texts(turn.replies), matters)


def _texts(kept: str) -> tuple[str, ...]:
    """The words of the replies; not as they left in the channel, which may hold the applicant's own link."""
    try:
        return tuple(reply.text for reply in REPLIES.validate_json(kept))
    except ValidationError:  # an older program's replies: the words alone
        return tuple(str(reply.get("text", "")) for reply in json.loads(kept))
