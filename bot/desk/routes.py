"""The desk's pages, joined behind one guard. A new page: its router into ``BEHIND_LOGIN``."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from bot.desk import audit, help, log, login, lookup_pages, switches, talks
from bot.desk.frame import guard

BEHIND_LOGIN: tuple[APIRouter, ...] = (
    login.inside,
    lookup_pages.router,
    switches.router,
    audit.router,
    help.router,
)

router = APIRouter(include_in_schema=False)
router.include_router(login.router)
for pages in BEHIND_LOGIN:
    router.include_router(pages, dependencies=[Depends(guard)])
