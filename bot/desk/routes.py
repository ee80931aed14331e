"""The desk's pages, joined behind one guard. A new page: its router into ``BEHIND_LOGIN``."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, Depends

from bot.desk import (
    audit,
    caller_pages,
    code_pages,
    figures,
    help,
    log,
    login,
    lookup_pages,
    question_pages,
    report,
    switches,
    talks,
)
from bot.desk.drafts import board, deciding, editor, export, history, picking, trial
from bot.desk.frame import guard

BEHIND_LOGIN: tuple[APIRouter, ...] = (
    login.inside,
    lookup_pages.router,
    caller_pages.router,
    code_pages.router,
    log.router,
    talks.router,
    question_pages.router,
    figures.router,
    report.router,
    board.router,
    export.router,  # before the pages of single drafts, whose addresses are open at the end
    picking.router,
    history.router,
    editor.router,
    trial.router,
    deciding.router,
    switches.router,
    audit.router,
    help.router,
)


def joined(behind_login: Iterable[APIRouter]) -> APIRouter:
    """The login in front, and the pages behind the guard."""
    router = APIRouter(include_in_schema=False)
    router.include_router(login.router)
    for pages in behind_login:
        router.include_router(pages, dependencies=[Depends(guard)])
    return router


router = joined(BEHIND_LOGIN)
