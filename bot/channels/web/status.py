"""For those who run it: is it alive, is it ready, what has it counted."""

from __future__ import annotations

import ipaddress

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from bot.channels.web.site import Site
from bot.metrics import CONTENT_TYPE

NEVER_STORED = {"Cache-Control": "no-store"}

router = APIRouter(include_in_schema=False)


@router.api_route("/healthz/live", methods=["GET", "HEAD"])
async def live() -> JSONResponse:
    """A process that answers is alive; whether its database is must not get it restarted."""
    return JSONResponse({"status": "ok"}, headers=NEVER_STORED)


@router.api_route("/healthz", methods=["GET", "HEAD"])
@router.api_route("/healthz/ready", methods=["GET", "HEAD"])
async def ready(request: Request) -> JSONResponse:
    """200 when messages can be taken, else 503 with the reason."""
    condition = await _site(request).health.look()
    if condition.ready:
        return JSONResponse({"status": "ok"}, headers=NEVER_STORED)
    return JSONResponse({"status": "unready", "reason": condition.reason}, status_code=503, headers=NEVER_STORED)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """The counts, as Prometheus reads them; for the outside world there is no such address.

    The proxy closes it too (``deploy/nginx``); this is for the day somebody forgets.
    """
    if not _from_inside(request):
        raise HTTPException(404)
    site = _site(request)
    condition = await site.health.look()
    site.metrics.database(condition.ready, condition.owed_replies)
    return Response(site.metrics.text(), headers=NEVER_STORED | {"Content-Type": CONTENT_TYPE})


def _from_inside(request: Request) -> bool:
    """From this machine or a private network. A trusted proxy names its client, so its own address does not count."""
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_private
    except ValueError:  # not an address: a socket of the file system
        return False


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site
