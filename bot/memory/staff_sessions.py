"""Who is logged in where. The database holds only hashes of the tokens: a copy of it opens nobody's desk."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.memory.tables import staff, staff_sessions

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)  # a write for each key struck in the search box would be too many


@dataclass(frozen=True)
class Session:
    """An open session and whose it is."""

    staff_id: int
    login: str
    name: str
    roles: frozenset[str]
    csrf: str


async def begin(connection: AsyncConnection, staff_id: int, now: datetime) -> str:
    """Open a session; returns its token, which is kept nowhere else. Sessions long ended are cleared away."""
    token = secrets.token_urlsafe(32)
    ended = or_(staff_sessions.c.expires <= now, staff_sessions.c.seen <= now - IDLE)
    await connection.execute(delete(staff_sessions).where(ended))
    await connection.execute(
        insert(staff_sessions).values(
            token_hash=_hashed(token),
            staff_id=staff_id,
            csrf=secrets.token_urlsafe(32),
            created=now,
            seen=now,
            expires=now + LONGEST,
        )
    )
    return token


async def find(engine: AsyncEngine, token: str, now: datetime) -> Session | None:
    """The session of a token; None where there is none, it has ended, or its holder is disabled.

    Ends 30 minutes after it was last used, and 12 hours after it began whatever is done in it.
    """
    query = (
        select(staff_sessions, staff.c.login, staff.c.name, staff.c.roles)
        .join(staff, staff.c.id == staff_sessions.c.staff_id)
        .where(
            staff_sessions.c.token_hash == _hashed(token),
            staff_sessions.c.expires > now,
            staff_sessions.c.seen > now - IDLE,
            staff.c.disabled.is_(False),
        )
    )
    async with engine.execution_options(reading=True).connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    if now - row.seen >= _SEEN_EVERY:
        async with engine.begin() as connection:
            await connection.execute(
                update(staff_sessions).where(staff_sessions.c.token_hash == row.token_hash).values(seen=now)
            )
    return Session(row.staff_id, row.login, row.name, frozenset(json.loads(row.roles)), row.csrf)


async def end(connection: AsyncConnection, token: str) -> None:
    """End one session; one that is not there is fine."""
    await connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == _hashed(token)))


async def end_all(connection: AsyncConnection, staff_id: int) -> None:
    """End every session of one person: their account was disabled or their password reset."""
    await connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id))


def _hashed(token: str) -> str:
    # The token is 256 random bits: nothing slower than one round of a hash is needed.
    return hashlib.sha256(token.encode()).hexdigest()
