"""What a draft begins from: the questions of a group, an entry to be changed, or nothing."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.desk.surroundings import desk_of
from bot.entries.drafted import Drafted, drafted_from, may_be_drafted
from bot.memory.question_groups import QuestionGroups, Wanted
from bot.notices import Notice
from knowledge.overlay import in_force

LONGEST_MATTER = 20


async def begun(request: Request, notice: Notice) -> tuple[Drafted, str]:
    """The draft to begin with, and its origin. Raises 404 for a group or an entry there is not."""
    group, entry = request.query_params.get("group", ""), request.query_params.get("entry", "")
    if entry:
        known = desk_of(request).publishing.known(notice.particulars.key)
        found = in_force(entry, notice.written, known)
        if found is None or not may_be_drafted(found):
            raise HTTPException(404)
        return drafted_from(found), f"entry:{entry}"
    if group:
        return await _of_group(request, group, notice), f"group:{group}"[:64]
    return Drafted(), ""


async def _of_group(request: Request, group: str, notice: Notice) -> Drafted:
    """The wordings as they are asked, most asked first, without pilots' names: an entry is for all pilots."""
    if not (group.isascii() and group.isdecimal() and len(group) < 10):
        raise HTTPException(404)
    groups = QuestionGroups(desk_of(request).engine)
    wordings = await groups.wordings(int(group), Wanted())
    if not wordings:
        raise HTTPException(404)
    read = (notice.answerer.read(wording.text) for wording in wordings)
    matters = tuple(dict.fromkeys(question.matter or question.text for question in read))
    return Drafted(matter=matters[0][:LONGEST_MATTER], wordings=matters).masked()
