"""The list of it all: drafts in work, entries that need looking at, and what is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.desk.drafts.work import maker_or_checker
from bot.desk.frame import page
from bot.desk.surroundings import Desk, desk_of
from bot.entries.drafted import Drafted, may_be_drafted
from bot.memory import drafts, versions
from bot.memory.versions import Version
from bot.notices import Notice
from knowledge.faq import Cite
from knowledge.holding_back import lapsed
from knowledge.overlay import Standing, in_force

DONE = {
    "published": "已发布：本机已经生效，其余进程两秒内生效。",
    "returned": "已退回起草人。",
    "dropped": "草稿已放弃。",
    "restored": "已恢复到那一版，两秒内处处生效。",
    "withdrawn": "已撤下，两秒内处处生效。",
    "nothing": "已发布的都在通知文件夹里了，没有要导出的。",
}
STANDINGS: Mapping[Standing, str] = {
    Standing.published: "生效中",
    Standing.in_folder: "已并入文件",
    Standing.overtaken: "文件另有改动，以文件为准",
    Standing.lapsed: "引文失效，暂不作答",
    Standing.withdrawn: "已撤下",
}

router = APIRouter(prefix="/desk/drafts")


@dataclass(frozen=True)
class PublishedEntry:
    """The last version of an entry, and how it stands in this process."""

    last: Version
    matter: str
    standing: str
    good: bool


@dataclass(frozen=True)
class Doubtful:
    """An entry somebody has to look at: ``gone`` are the quotes that no longer stand in the notice."""

    notice: str
    id: str
    matter: str
    why: str
    gone: tuple[Cite, ...]


@router.get("")
async def board(request: Request) -> Response:
    officer = await maker_or_checker(request)
    desk = desk_of(request)
    open_drafts = [(kept, Drafted.model_validate_json(kept.content)) for kept in await drafts.open_drafts(desk.engine)]
    entries = {
        (key, entry.id): entry.matter
        for key, notice in desk.notices().items()
        for entry in notice.written
        if may_be_drafted(entry)
    }
    return page(
        request,
        officer,
        "drafts/board.html",
        done=DONE.get(request.query_params.get("done", ""), ""),
        submitted=[(kept, drafted) for kept, drafted in open_drafts if kept.state == "submitted"],
        drafting=[(kept, drafted) for kept, drafted in open_drafts if kept.state == "drafting"],
        doubtful=[one for key, notice in desk.content().items() for one in _doubtful(desk, key, notice)],
        published=_published(desk, await versions.all_versions(desk.engine)),
        names={key: notice.particulars.name for key, notice in desk.notices().items()},
        entries=entries,
    )


def _published(desk: Desk, every: list[Version]) -> list[PublishedEntry]:
    """The latest decided first."""
    last = {(version.notice, version.entry_id): version for version in every}
    matters = {(version.notice, version.entry_id): version.entry.matter for version in every if version.entry}
    found = []
    for key, version in sorted(last.items(), key=lambda pair: -pair[1].id):
        notice = desk.content().get(version.notice)
        standing = notice.standings.get(version.entry_id) if notice is not None else None
        told = STANDINGS[standing] if standing is not None else "本机没有这个通知"
        good = standing in (Standing.published, Standing.in_folder)
        found.append(PublishedEntry(version, matters.get(key, version.entry_id), told, good))
    return found


def _doubtful(desk: Desk, key: str, notice: Notice) -> list[Doubtful]:
    """Held back, or overtaken by the folder."""
    known = desk.publishing.known(key)
    found = []
    for id, standing in notice.standings.items():
        if standing not in (Standing.lapsed, Standing.overtaken):
            continue
        entry = in_force(id, notice.written, known)
        gone = lapsed(entry, notice.clauses) if entry is not None and standing is Standing.lapsed else ()
        found.append(Doubtful(key, id, entry.matter if entry else id, STANDINGS[standing], gone))
    return found
