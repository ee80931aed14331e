"""Look-ups of the hotline staff as they are kept: what was sought, what it was taken for, how the call ended.

Text and note must come masked: nothing here knows who called, and nothing may tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.memory.tables import lookups

Mark = Literal["answered", "not_answered", "passed_on"]
MARKS: tuple[Mark, ...] = get_args(Mark)


@dataclass(frozen=True, slots=True)
class Sought:
    """A look-up to keep. ``matter`` is an entry's id or a trade, ``pilot`` a key; both None where not known."""

    text: str
    matter: str | None
    pilot: str | None
    mark: Mark | None
    note: str | None
    step: str | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class KeptLookUp:
    """A look-up as it was kept."""

    id: int
    at: datetime
    text: str
    matter: str | None
    pilot: str | None
    mark: str | None
    note: str | None


async def keep(connection: AsyncConnection, staff_id: int, at: datetime, sought: Sought) -> int:
    """Add a look-up; its id."""
    added = await connection.execute(insert(lookups).values(staff_id=staff_id, at=at, **asdict(sought)))
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


async def change(connection: AsyncConnection, lookup_id: int, staff_id: int, sought: Sought) -> bool:
    """Put ``sought`` in place of a look-up of this very member of staff; False where there is none such."""
    done = await connection.execute(
        update(lookups).where(lookups.c.id == lookup_id, lookups.c.staff_id == staff_id).values(**asdict(sought))
    )
    return done.rowcount == 1


async def recent(engine: AsyncEngine, staff_id: int, limit: int) -> Sequence[KeptLookUp]:
    """The latest look-ups of one member of staff, newest first."""
    columns = [lookups.c[name] for name in KeptLookUp.__slots__]
    query = select(*columns).where(lookups.c.staff_id == staff_id).order_by(lookups.c.at.desc(), lookups.c.id.desc())
    async with engine.execution_options(reading=True).connect() as connection:
        rows = (await connection.execute(query.limit(limit))).all()
    return [_kept(row) for row in rows]


def _kept(row: Row[Any]) -> KeptLookUp:
    return KeptLookUp(**row._mapping)
