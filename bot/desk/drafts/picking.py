"""Choosing the words an answer rests on: clauses found or browsed, each cut into pieces to quote by.

The page puts neighbouring pieces together; a quote is so the clause's own words by construction, and is checked again
when the draft is saved.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.desk.drafts.work import notice_of
from bot.desk.frame import form, page, require
from bot.desk.lookup_pages import finders
from bot.desk.surroundings import desk_of
from bot.notices import Notice
from knowledge.clauses import Clause
from knowledge.normalise import normalise
from knowledge.pieces import pieces

LONGEST = 100
SHOWN = 8

router = APIRouter(prefix="/desk/drafts")


@dataclass(frozen=True, slots=True)
class Offered:
    """A clause with its pieces; ``below`` are the ids and names of the clauses under it."""

    id: str
    path: str
    pieces: tuple[str, ...]
    below: tuple[tuple[str, str], ...]


@router.post("/clauses")
async def clauses(request: Request) -> Response:
    """Clauses that speak of ``q``; or those under ``under``, a clause's id, the documents where that is empty."""
    officer = await require(request, "curate")
    sent = await form(request, officer)
    notice, _ = notice_of(desk_of(request), sent.get("notice", ""))
    text = sent.get("q", "").strip()[:LONGEST]
    if normalise(text):
        found = await run_in_threadpool(_found, notice, text)
    else:
        found = _under(notice, sent.get("under", ""))
    return page(request, officer, "drafts/clauses.html", offered=found, sought=text)


def _found(notice: Notice, text: str) -> list[Offered]:
    if text in notice.clauses:
        return [_offered(notice, notice.clauses[text])]
    question = notice.answerer.read(text)
    found = finders.of(notice).clauses.find(question, (), None)
    return [_offered(notice, notice.clauses[clause.id]) for clause in found[:SHOWN]]


def _under(notice: Notice, above: str) -> list[Offered]:
    if above in notice.clauses:
        clause = notice.clauses[above]
        return [_offered(notice, each) for each in (clause, *notice.clauses.children(above))]
    return [_offered(notice, clause) for clause in notice.clauses.values() if clause.depth == 0]


def _offered(notice: Notice, clause: Clause) -> Offered:
    below = tuple((child.id, child.headings[-1]) for child in notice.clauses.children(clause.id))
    return Offered(clause.id, clause.path, pieces(clause.text), below)
