"""Drafts of entries as the database keeps them. Content and notes must come masked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.memory.draft_tables import entry_drafts

State = Literal["drafting", "submitted", "published", "dropped"]
OPEN: tuple[State, ...] = ("drafting", "submitted")


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft. ``editors`` are the logins of all who ever changed it; ``content`` is JSON."""

    id: int
    notice: str
    entry_id: str
    state: str
    content: str
    origin: str
    editors: tuple[str, ...]
    note: str | None
    revision: int
    created: datetime
    changed: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Written:
    """What an officer wrote: the entry's id so far, and all of it as JSON."""

    entry_id: str
    content: str


@dataclass(frozen=True, slots=True)
class By:
    """Whose hand, and when."""

    login: str
    at: datetime


async def add(connection: AsyncConnection, notice: str, written: Written, origin: str, by: By) -> int:
    """Keep a new draft; its id."""
    row = {
        "notice": notice,
        "entry_id": written.entry_id,
        "state": "drafting",
        "content": written.content,
        "origin": origin,
        "editors": json.dumps([by.login]),
        "revision": 1,
        "created": by.at,
        "changed": by.at,
        "changed_by": by.login,
    }
    added = await connection.execute(insert(entry_drafts).values(**row))
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


async def save(connection: AsyncConnection, draft: KeptDraft, written: Written, by: By) -> bool:
    """Put new content in the place of what ``draft`` is; False where somebody changed it since, or it is not open.

    What was submitted is so no longer: whoever looks at it must see what they publish.
    """
    editors = draft.editors if by.login in draft.editors else (*draft.editors, by.login)
    values = {"entry_id": written.entry_id, "content": written.content, "editors": json.dumps(editors)}
    return await _change(connection, draft, OPEN, {"state": "drafting", **values}, by)


async def move(connection: AsyncConnection, draft: KeptDraft, state: State, by: By, note: str | None = None) -> bool:
    """Take it to another state; False where somebody changed it since, or it cannot go there."""
    sources: dict[State, tuple[State, ...]] = {"submitted": ("drafting",), "dropped": OPEN}
    return await _change(connection, draft, sources.get(state, ("submitted",)), {"state": state, "note": note}, by)


async def find(engine: AsyncEngine, draft_id: int) -> KeptDraft | None:
    async with engine.execution_options(reading=True).connect() as connection:
        row = (await connection.execute(_SELECT.where(entry_drafts.c.id == draft_id))).one_or_none()
    return _kept(row) if row is not None else None


async def open_drafts(engine: AsyncEngine) -> Sequence[KeptDraft]:
    """Those in work, the latest changed first."""
    query = _SELECT.where(entry_drafts.c.state.in_(OPEN)).order_by(entry_drafts.c.changed.desc())
    async with engine.execution_options(reading=True).connect() as connection:
        return [_kept(row) for row in await connection.execute(query)]


async def _change(
    connection: AsyncConnection, draft: KeptDraft, sources: Sequence[State], values: dict[str, Any], by: By
) -> bool:
    same = (entry_drafts.c.id == draft.id) & (entry_drafts.c.revision == draft.revision)
    done = await connection.execute(
        update(entry_drafts)
        .where(same & entry_drafts.c.state.in_(sources))
        .values(revision=draft.revision + 1, changed=by.at, changed_by=by.login, **values)
    )
    return done.rowcount == 1


_SELECT = select(*(entry_drafts.c[field.name] for field in fields(KeptDraft)))


def _kept(row: Row[Any]) -> KeptDraft:
    values = dict(row._mapping)
    return KeptDraft(**values | {"editors": tuple(json.loads(values["editors"]))})
