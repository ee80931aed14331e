"""Reading the trail: the latest first, by who, what, and when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.tables import audit


@dataclass(frozen=True)
class Entry:
    """A row of the trail."""

    id: int
    at: datetime
    login: str
    action: str
    subject: str
    details: dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Which rows: all where nothing is set. ``since`` and ``until`` are moments, the second not included."""

    login: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None  # a row's number: only rows older than it, for the next page


async def read(engine: AsyncEngine, wanted: Wanted, limit: int) -> tuple[Entry, ...]:
    """At most ``limit`` rows, the latest first."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if wanted.login:
        query = query.where(audit.c.staff_login == wanted.login)
    if wanted.action:
        query = query.where(audit.c.action == wanted.action)
    if wanted.since is not None:
        query = query.where(audit.c.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(audit.c.at < wanted.until)
    if wanted.before is not None:
        query = query.where(audit.c.id < wanted.before)
    async with engine.execution_options(reading=True).connect() as connection:
        rows = (await connection.execute(query)).all()
    return tuple(
        Entry(row.id, row.at, row.staff_login, row.action, row.subject, json.loads(row.details)) for row in rows
    )


async def names(engine: AsyncEngine) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every login and every action that occurs, for the filters."""
    async with engine.execution_options(reading=True).connect() as connection:
        logins = await connection.execute(select(audit.c.staff_login).distinct().order_by(audit.c.staff_login))
        actions = await connection.execute(select(audit.c.action).distinct().order_by(audit.c.action))
        return tuple(logins.scalars()), tuple(actions.scalars())
