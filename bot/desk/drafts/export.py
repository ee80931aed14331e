"""What is published, as a patch to take to the notice's folder."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.drafts.work import notice_of
from bot.desk.frame import HEADERS, audit, require
from bot.desk.surroundings import desk_of
from bot.entries.patching import patch_for

router = APIRouter(prefix="/desk/drafts")


@router.get("/export")
async def export(request: Request) -> Response:
    """The patch for one notice's folder, as it lies on this server's disk."""
    officer = await require(request, "publish")
    desk = desk_of(request)
    key = request.query_params.get("notice") or next(iter(desk.notices()))
    _, folder = notice_of(desk, key)
    patch = await run_in_threadpool(patch_for, folder, desk.publishing.known(key))
    if not patch.text:
        return RedirectResponse("/desk/drafts?done=nothing", 303, headers={"Cache-Control": "no-store"})
    await audit(request, officer, "entries_exported", key, rows=len(patch.ids))
    name = f"entries-{folder.name}-{desk.today().isoformat()}.patch"
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(patch.text, media_type="text/x-patch; charset=utf-8", headers=headers)
