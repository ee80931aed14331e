"""A draft on the table: what is kept of it, its notice, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.channels.web.refusal import Refusal
from bot.desk.drafts.form import by_field
from bot.desk.forms import Fields
from bot.desk.frame import Forbidden, require
from bot.desk.officer import Officer
from bot.desk.surroundings import Desk, desk_of
from bot.entries.checking import problems_of
from bot.entries.drafted import Drafted
from bot.memory import drafts
from bot.memory.drafts import KeptDraft
from bot.notices import Notice
from knowledge.faq import FaqEntry
from knowledge.overlay import digest, in_force


@dataclass(frozen=True)
class Work:
    """``now`` is the entry it would take the place of, as it is at this moment; None where there is none."""

    kept: KeptDraft
    drafted: Drafted
    notice: Notice
    folder: Path
    now: FaqEntry | None

    @property
    def changes(self) -> str | None:
        """The id of the entry it changes; None for a new one."""
        return changed_by(self.kept.origin)

    @property
    def outdated(self) -> bool:
        """Whether that entry has become another since the draft was begun."""
        return self.changes is not None and digest(self.now) != self.drafted.base

    @property
    def entry(self) -> FaqEntry | None:
        """The finished entry; None while it is not finished."""
        try:
            return self.drafted.entry()
        except ValidationError:
            return None


def changed_by(origin: str) -> str | None:
    return origin.removeprefix("entry:") if origin.startswith("entry:") else None


async def maker_or_checker(request: Request) -> Officer:
    """The officer, who may write drafts or publish them. Raises Forbidden for others."""
    officer = await require(request, None)
    if not (officer.may("curate") or officer.may("publish")):
        raise Forbidden(officer, "curate")
    return officer


async def work_of(request: Request, draft_id: str) -> Work:
    """The draft of that number. Raises 404 where there is none, or its notice is no longer served."""
    desk = desk_of(request)
    number = int(draft_id) if draft_id.isascii() and draft_id.isdecimal() and len(draft_id) < 10 else 0
    kept = await drafts.find(desk.engine, number)
    if kept is None:
        raise HTTPException(404)
    notice, folder = notice_of(desk, kept.notice)
    now = in_force(changed_by(kept.origin) or "", notice.written, desk.publishing.known(kept.notice))
    return Work(kept, Drafted.model_validate_json(kept.content), notice, folder, now)


def notice_of(desk: Desk, key: str) -> tuple[Notice, Path]:
    """A notice and its folder; raises 404 for one that is not served."""
    notice, folder = desk.notices().get(key), desk.publishing.folders.get(key)
    if notice is None or folder is None:
        raise HTTPException(404)
    return notice, folder


async def problems(request: Request, work: Work) -> Mapping[str, list[str]]:
    """All that keeps it from being published, by field."""
    known = desk_of(request).publishing.known(work.kept.notice)
    # In a thread: the bot's turns go on meanwhile.
    found = await run_in_threadpool(problems_of, work.drafted, work.folder, known, work.changes)
    told = dict(by_field(found))
    if work.outdated:
        told[""] = [*told.get("", []), "这一条在您起草之后有了别的改动，请从现在的内容重新起草"]
    return told


def same_revision(work: Work, sent: Fields) -> None:
    """Raises Refusal (409) where the page that sent the form showed an older state of the draft."""
    if sent.get("revision", "") != str(work.kept.revision):
        raise Refusal(409, "changed_meanwhile", CHANGED)


CHANGED = "这份草稿刚被别人改过。请返回刷新页面，看过新的内容再操作。"
