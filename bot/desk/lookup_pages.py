"""The page staff have open while a caller talks: results as one types, and one key to log how the call ended.

What is typed travels in the body of a request, never in its address: addresses end up in the logs of proxies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from bot.channels.web.refusal import Refusal
from bot.codes import begun, code_in, grouped, sound
from bot.desk.facts import facts
from bot.desk.finders import Finders
from bot.desk.forms import Fields
from bot.desk.frame import form, page, require
from bot.desk.lookup import LONGEST, LookUp
from bot.desk.officer import Officer
from bot.desk.standard import OUTCOMES, STEPS, pilots_of
from bot.desk.surroundings import Desk, desk_of
from bot.masking import mask
from bot.memory.audit import Deed, append, trail_key
from bot.memory.lookups import MARKS, KeptLookUp, Mark, Sought, change, keep, recent
from bot.notices import Notice

RECENT_SHOWN = 30
LONGEST_NOTE = 200
MARK_NAMES: Mapping[Mark, str] = {"answered": "已答", "not_answered": "未答", "passed_on": "转办"}

router = APIRouter(prefix="/desk", default_response_class=HTMLResponse)
finders = Finders()


@router.get("")
async def lookup_page(request: Request) -> HTMLResponse:
    officer = await require(request, "lookup")
    return await _whole(request, officer, None)


@router.post("")
async def lookup_without_script(request: Request) -> HTMLResponse:
    """The whole page with what was found, for a browser without scripts."""
    officer = await require(request, "lookup")
    sent = await form(request, officer)
    return await _whole(request, officer, await _found(request, sent), sent.get("q", ""))


@router.post("/search")
async def search(request: Request) -> HTMLResponse:
    """What is found for ``q`` and ``pilot``, as a piece of the page."""
    officer = await require(request, "lookup")
    sent = await form(request, officer)
    found = await _found(request, sent)
    return page(request, officer, "found.html", **_shown(found, _notice(request), sent.get("q", "")))


@router.post("/mark")
async def mark_call(request: Request) -> HTMLResponse:
    """Keep a look-up, with ``mark`` and ``note`` or without, and give the list of recent ones.

    ``id`` is that of the look-up already kept, if it was; ``matter`` the entry that was read to the caller, where it
    is not the first.
    """
    officer = await require(request, "lookup")
    sent = await form(request, officer)
    found = await _found(request, sent)
    if found is None:
        raise Refusal(422, "empty_text", "还没有写要查的内容；接续码不用记。")
    sought = _sought(sent, found, _notice(request))
    saved = await _save(desk_of(request), officer, _number(sent.get("id", "")), sought)
    return page(request, officer, "recent.html", saved=saved, **await _recent(request, officer))


async def _whole(request: Request, officer: Officer, found: LookUp | None, text: str = "") -> HTMLResponse:
    notice = _notice(request)
    return page(
        request,
        officer,
        "lookup.html",
        facts=facts(notice, desk_of(request).today()),
        longest=LONGEST,
        longest_note=LONGEST_NOTE,
        saved=None,
        **_shown(found, notice, text),
        **await _recent(request, officer),
    )


def _notice(request: Request) -> Notice:
    return next(iter(desk_of(request).notices().values()))


async def _found(request: Request, sent: Fields) -> LookUp | None:
    notice = _notice(request)
    pilot = sent.get("pilot", "") or None
    if pilot is not None and pilot not in pilots_of(notice):
        allowed = "、".join(pilots_of(notice))
        raise Refusal(422, "unknown_pilot", f"没有「{pilot[:20]}」这类试点，可选：{allowed}。")
    desk = desk_of(request)
    today, switches, text = desk.today(), desk.switches.last, sent.get("q", "")
    if begun(text):  # a code is nobody's question, and nothing of it may be kept
        return None
    # In a thread: the bot's turns go on meanwhile.
    return await run_in_threadpool(lambda: finders.of(notice).find(text, pilot, today, switches))


def _shown(found: LookUp | None, notice: Notice, text: str) -> dict[str, Any]:
    digits = code_in(text)
    code = {"shown": grouped(digits), "sound": sound(digits)} if digits is not None else None
    return {"found": found, "code": code, "pilots": pilots_of(notice), "outcomes": OUTCOMES, "steps": STEPS}


def _sought(sent: Fields, found: LookUp, notice: Notice) -> Sought:
    mark = next((known for known in MARKS if known == sent.get("mark", "")), None)
    if mark is None and sent.get("mark"):
        raise Refusal(422, "unknown_mark", f"没有「{sent['mark'][:20]}」这种结果，可选：{'、'.join(MARKS)}。")
    read_out = notice.answerer.entry(sent.get("matter", ""))
    matter = read_out.id if read_out is not None else found.matter
    pilot = found.pilot or found.seen.state.pilot
    note = mask(sent.get("note", "").strip())[:LONGEST_NOTE] or None
    return Sought(mask(found.text), matter and matter[:64], pilot, mark, note, found.seen.step, found.seen.confidence)


async def _save(desk: Desk, officer: Officer, lookup_id: int | None, sought: Sought) -> int:
    """The id under which it is kept. A line in the trail goes into the same transaction."""
    async with desk.engine.begin() as connection:
        changed = lookup_id is not None and await change(connection, lookup_id, officer.id, sought)
        kept = lookup_id if changed and lookup_id else await keep(connection, officer.id, desk.now(), sought)
        done = Deed(officer.id, officer.login, "lookup", str(kept), {"mark": sought.mark, "matter": sought.matter})
        await append(connection, trail_key(desk.key), desk.now(), done)
    return kept


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


@dataclass(frozen=True)
class _Row:
    """A recent look-up with the names of its matter and pilot as they are now."""

    kept: KeptLookUp
    matter: str
    pilot: str
    mark: str


async def _recent(request: Request, officer: Officer) -> dict[str, Any]:
    kept = await recent(desk_of(request).engine, officer.id, RECENT_SHOWN)
    return {"recent": _named(kept, _notice(request)), "marks": MARK_NAMES}


def _named(kept: Sequence[KeptLookUp], notice: Notice) -> list[_Row]:
    pilots = pilots_of(notice)
    rows = []
    for one in kept:
        entry = notice.answerer.entry(one.matter or "")
        named = {str(mark): name for mark, name in MARK_NAMES.items()}
        rows.append(
            _Row(one, entry.matter if entry else "", pilots.get(one.pilot or "", ""), named.get(one.mark or "", ""))
        )
    return rows
