"""The switches as the database keeps them: a row for each that was ever changed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.memory.tables import switches
from bot.switches import Switches

BANNER, OFF, WITHDRAWN = "banner", "off", "withdrawn"


async def read(engine: AsyncEngine) -> Switches:
    """The switches as they stand. Raises SQLAlchemyError or OSError where the database cannot be read."""
    async with engine.execution_options(reading=True).connect() as connection:
        found = await connection.execute(select(switches.c.name, switches.c.value))
        kept: dict[str, Any] = {row.name: json.loads(row.value) for row in found}
    return Switches(kept.get(BANNER) or "", kept.get(OFF), frozenset(kept.get(WITHDRAWN) or ()))


async def last_changes(engine: AsyncEngine) -> dict[str, tuple[datetime, str]]:
    """When each switch was last changed, and by whose login."""
    async with engine.execution_options(reading=True).connect() as connection:
        found = await connection.execute(select(switches.c.name, switches.c.changed_at, switches.c.changed_by))
        return {row.name: (row.changed_at, row.changed_by) for row in found}


async def withdrawn_now(connection: AsyncConnection) -> set[str]:
    """The withdrawn ids, read in the transaction that is to change them: two officers at once lose nothing."""
    query = select(switches.c.value).where(switches.c.name == WITHDRAWN).with_for_update()
    kept = (await connection.execute(query)).scalar()
    return set(json.loads(kept)) if kept else set()


async def write(connection: AsyncConnection, name: str, value: Any, now: datetime, login: str) -> None:
    """Set a switch, in the transaction that also notes it in the trail."""
    await connection.execute(delete(switches).where(switches.c.name == name))
    text = json.dumps(value, ensure_ascii=False)
    await connection.execute(insert(switches).values(name=name, value=text, changed_at=now, changed_by=login))
