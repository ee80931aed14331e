"""Published entries as the database keeps them: every version, who made and who checked it, and when.

The last version of an entry counts. Nothing is ever changed or removed here: going back is a new version, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.memory.draft_tables import entry_versions
from knowledge.faq import FaqEntry
from knowledge.overlay import Publication, digest

Deed = Literal["published", "restored", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Version:
    """``entry`` is None where it was withdrawn; ``folder`` the digest of what the notice's folder said at the time."""

    id: int
    notice: str
    entry_id: str
    number: int
    deed: str
    entry: FaqEntry | None
    folder: str
    made_by: tuple[str, ...]
    checked_by: str
    reason: str
    draft_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What is decided of one entry. ``reason`` must come masked."""

    notice: str
    entry_id: str
    deed: Deed
    entry: FaqEntry | None
    folder: str
    made_by: tuple[str, ...]
    checked_by: str
    reason: str = ""
    draft_id: int | None = None


async def add(connection: AsyncConnection, new: NewVersion, at: datetime) -> int:
    """Add a version; its number. Raises IntegrityError where somebody else adds the same one at this moment."""
    here = (entry_versions.c.notice == new.notice) & (entry_versions.c.entry_id == new.entry_id)
    last = await connection.scalar(select(func.max(entry_versions.c.number)).where(here))
    row = {field.name: getattr(new, field.name) for field in fields(new)}
    row |= {
        "number": (last or 0) + 1,
        "entry": new.entry.model_dump_json() if new.entry is not None else None,
        "made_by": json.dumps(new.made_by),
        "at": at,
    }
    await connection.execute(insert(entry_versions).values(**row))
    return (last or 0) + 1


async def stamp(engine: AsyncEngine) -> int:
    """Goes up with every version: what a process knows is as old as the stamp it has seen."""
    async with engine.execution_options(reading=True).connect() as connection:
        return await connection.scalar(select(func.max(entry_versions.c.id))) or 0


async def all_versions(engine: AsyncEngine, notice: str | None = None, entry_id: str | None = None) -> list[Version]:
    """Every version, oldest first; of one notice, or one entry, where that is given."""
    query = _SELECT.order_by(entry_versions.c.id)
    if notice is not None:
        query = query.where(entry_versions.c.notice == notice)
    if entry_id is not None:
        query = query.where(entry_versions.c.entry_id == entry_id)
    async with engine.execution_options(reading=True).connect() as connection:
        return [_version(row) for row in await connection.execute(query)]


def publications(versions: Iterable[Version]) -> Mapping[str, Sequence[Publication]]:
    """What the versions, oldest first, come to: by notice, one publication for each entry."""
    found: dict[str, dict[str, Publication]] = {}
    before: dict[tuple[str, str], set[str]] = {}
    for version in versions:
        older = before.setdefault((version.notice, version.entry_id), set())
        older.add(version.folder)
        new = Publication(id=version.entry_id, entry=version.entry, before=frozenset(older))
        found.setdefault(version.notice, {})[version.entry_id] = new
        if version.entry is not None:
            older.add(digest(version.entry))
    return {notice: tuple(entries.values()) for notice, entries in found.items()}


_SELECT = select(*(entry_versions.c[field.name] for field in fields(Version)))


def _version(row: Row[Any]) -> Version:
    values = dict(row._mapping)
    entry = FaqEntry.model_validate_json(values["entry"]) if values["entry"] is not None else None
    return Version(**values | {"entry": entry, "made_by": tuple(json.loads(values["made_by"]))})
