"""The talk over HTTP: a turn, the turns before, a word on an answer, a clause. Everything is JSON, errors too."""

from __future__ import annotations

import json
import uuid
from typing import Annotated, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.channels.web.person import person
from bot.channels.web.refusal import Refusal
from bot.channels.web.site import CHANNEL, Site
from bot.channels.web.turns import past_turn, shown_turn

TURNS_KEPT_ON_SCREEN = 100
NEVER_STORED = {"Cache-Control": "no-store"}

router = APIRouter(prefix="/api")


class Said(BaseModel):
    """What the page sends: ``message_id`` is the page's own, and the same again when it tries again."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    message_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")] | None = None


class Judged(BaseModel):
    """Whether the answer of a turn was of use; null takes the word back."""

    model_config = ConfigDict(extra="forbid", strict=True)

    turn: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,36}$")]
    up: bool | None


Body = TypeVar("Body", bound=BaseModel)


@router.post("/turn")
async def take_turn(request: Request) -> JSONResponse:
    said = await _read(request, Said, '消息格式不对，应为 {"text": "…", "message_id": "…"}。')
    if not said.text.strip():
        raise Refusal(422, "empty_text", "还没有写内容。")
    who = person(request)
    site = _site(request)
    message_id = said.message_id or uuid.uuid4().hex
    turn = await site.door.take(CHANNEL, who.cookie, said.text.strip(), message_id)
    response = JSONResponse(await shown_turn(turn, site), headers=NEVER_STORED)
    if not who.known:
        who.remember(request, response)
    return response


@router.get("/history")
async def history(request: Request) -> JSONResponse:
    """The latest turns of this person, oldest first."""
    who = person(request)
    site = _site(request)
    turns = await site.memory.history(CHANNEL, who.cookie, TURNS_KEPT_ON_SCREEN) if who.known else ()
    return JSONResponse({"turns": [await past_turn(turn, site) for turn in turns]}, headers=NEVER_STORED)


@router.post("/thumb")
async def thumb(request: Request) -> JSONResponse:
    """Keep the person's word on an answer of theirs; nobody else's can be judged."""
    judged = await _read(request, Judged, '格式不对，应为 {"turn": "…", "up": true 或 false 或 null}。')
    who = person(request)
    if not who.known or not await _site(request).memory.thumb(CHANNEL, who.cookie, judged.turn, judged.up):
        raise Refusal(404, "unknown_turn", "没有找到这条回答，它可能已被清除。")
    return JSONResponse({"up": judged.up}, headers=NEVER_STORED)


@router.get("/clauses/{clause_id}")
async def clause(request: Request, clause_id: str) -> JSONResponse:
    """One clause with its text and where it stands; ``above`` are the headings it belongs to, outermost first."""
    site = _site(request)
    clauses = site.notice().clauses
    found = clauses.get(clause_id)
    if found is None:
        raise Refusal(404, "unknown_clause", "没有找到这一条款，它可能已随通知更新。", clause=clause_id[:80])
    above: list[str] = []
    parent = found.parent
    while parent is not None and parent in clauses and clauses[parent].depth > 0:
        above.insert(0, clauses[parent].text)
        parent = clauses[parent].parent
    body = {
        "id": found.id,
        "document": found.title,
        "clause": found.label,
        "path": found.path,
        "text": found.text,
        "above": above,
        "page": f"/notice#{found.id}",
    }
    return JSONResponse(body, headers={"Cache-Control": "no-cache"})


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


async def _read(request: Request, shape: type[Body], otherwise: str) -> Body:
    """The checked body of a request; whatever is wrong with it is said in words."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        # A form on another site cannot send JSON without the browser asking us first.
        raise Refusal(415, "not_json", "请以 application/json 发送。")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refusal(403, "other_site", "只接受本页面发出的消息。")
    try:
        return shape.model_validate(json.loads(await request.body()))
    except (ValidationError, ValueError, RecursionError):
        raise Refusal(422, "bad_message", otherwise) from None
