"""Drafts in scenes: a miss, a maker, a checker; each step as a form of its page."""

from __future__ import annotations

import re

import httpx

from bot.entries.drafted import COMMON, Drafted
from bot.memory import drafts, trials
from knowledge.faq import Cite
from knowledge.overlay import digest
from tests.bot.desk.office import Office, token_in

BOARD = "/desk/drafts"
NEW = f"{BOARD}/new"
MISS = "申报书封面能不能印我们的吉祥物"
QUOTE = "纸质版申报材料一式五份（正式盖章件）"
FIELDS: dict[str, str | list[str]] = {
    "notice": "beijing-2023-82",
    "origin": "",
    "base": "",
    "id": "cover_mascot",
    "matter": "封面吉祥物",
    "kind": "answer",
    "wordings": f"{MISS}\n封面印吉祥物行吗\n吉祥物图案放哪一页",
    f"text.{COMMON}": "通知只写了份数和盖章，没有写封面上的图案。纸质版一式五份，要正式盖章件。如需确认请致电{热线}。",
    f"cite.{COMMON}": f"tech.3.5|{QUOTE}",
}


async def write(visitor: httpx.AsyncClient, path: str = NEW, **changed: str | list[str]) -> httpx.Response:
    """Send the editor's form; a second time to the draft's own address, with the revision shown there."""
    shown = await visitor.get(path)
    sent = {"csrf": token_in(shown.text)} | FIELDS | changed
    revision = re.search(r'name="revision" value="(\d+)"', shown.text)
    return await visitor.post(path, data=sent | ({"revision": revision[1]} if revision else {}))


async def drafted(visitor: httpx.AsyncClient, **changed: str | list[str]) -> str:
    """The address of a new draft."""
    answer = await write(visitor, **changed)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


async def press(visitor: httpx.AsyncClient, path: str, deed: str, **fields: str) -> httpx.Response:
    """Press one of the draft's buttons, as its page has it."""
    shown = await visitor.get(path)
    revision = re.search(r'name="revision" value="(\d+)"', shown.text)
    sent = {"csrf": token_in(shown.text), "revision": revision[1] if revision else ""} | fields
    return await visitor.post(f"{path}/{deed}", data=sent)


async def tried(office: Office, path: str) -> None:
    """As if the draft had been tried and nothing else would change: a real trial takes seconds, and has its scene."""
    kept = await drafts.find(office.engine, int(path.rpartition("/")[2]))
    assert kept is not None
    entry = digest(Drafted.model_validate_json(kept.content).entry())
    result = {"questions": 1, "counts": {}, "asked": 0, "changes": [], "strays": []}
    async with office.engine.begin() as connection:
        await trials.begin(connection, kept.id, entry, 1, office.now)
        await trials.note(connection, kept.id, entry, office.now, done=1, result=result)


async def published(office: Office, maker: httpx.AsyncClient, checker: httpx.AsyncClient, **changed: str) -> str:
    """The whole way; the draft's address."""
    path = await drafted(maker, **changed)
    await tried(office, path)
    assert (await press(maker, path, "submit")).status_code == 303
    answer = await press(checker, path, "publish")
    assert answer.status_code == 303, answer.text
    return path


async def asked(office: Office, text: str, user: str = "someone") -> str:
    """What the bot says to somebody who begins with these words."""
    taken = await office.door.take("web", user, text)
    return "\n".join(reply.text for reply in taken.replies)


def cite(raw: str) -> Cite:
    clause, _, quote = raw.partition("|")
    return Cite(clause=clause, quote=quote)
