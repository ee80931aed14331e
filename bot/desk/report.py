"""The report at the desk: one button. Who made it, and of which days, is in the trail before anything is counted."""

from __future__ import annotations

from typing import get_args

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.refusal import Refusal
from bot.desk.frame import HEADERS, audit, form, require
from bot.desk.surroundings import desk_of
from bot.figures.days import parse_days
from bot.figures.workshop import Kind, WorkshopError
from bot.report.compose import compose
from bot.report.files import name_of
from bot.report.policy import POLICY

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

router = APIRouter(prefix="/desk")


@router.post("/figures/report")
async def make_report(request: Request) -> Response:
    """Word to take along, or a page to read and print."""
    officer = await require(request, "curate")
    sent = await form(request, officer)
    desk = desk_of(request)
    kind: Kind | None = next((kind for kind in get_args(Kind) if kind == sent.get("kind") and kind != "svg"), None)
    if kind is None:
        raise Refusal(422, "bad_kind", "格式只有 Word（docx）和网页（html）。")
    try:
        days = parse_days(sent.get("since", ""), sent.get("until", ""))
    except ValueError as why:
        raise Refusal(422, "bad_days", f"{why}。") from None
    await audit(request, officer, "make_report", kind, since=days.first.isoformat(), until=days.last.isoformat())
    notice = next(iter(desk.notices().values()))
    report = await compose(desk.engine, notice, days, desk.now())
    try:
        made = await desk.workshop.make(kind, report)
    except WorkshopError as why:
        raise Refusal(503, "not_made", str(why)) from None
    if kind == "html":
        headers = HEADERS | {"Content-Security-Policy": POLICY}
        return Response(made, media_type="text/html; charset=utf-8", headers=headers)
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name_of(days, kind)}"'}
    return Response(made, media_type=_WORD, headers=headers)
