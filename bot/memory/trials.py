"""Trials of drafts as the database keeps them, so that any process can tell how far one is. One for each draft."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.memory.draft_tables import entry_trials

SILENT = timedelta(seconds=60)
"""A trial not heard of for so long has died with its process."""


@dataclass(frozen=True, slots=True)
class Trial:
    """``tried`` is the digest of the entry; ``result`` what came out, None until then; ``fault`` why nothing will."""

    draft_id: int
    tried: str
    done: int
    total: int
    result: dict[str, Any] | None
    fault: str | None
    started: datetime
    seen: datetime

    def running(self, now: datetime) -> bool:
        return self.result is None and self.fault is None and now - self.seen < SILENT


async def find(engine: AsyncEngine, draft_id: int) -> Trial | None:
    query = select(*(entry_trials.c[field.name] for field in fields(Trial)))
    async with engine.execution_options(reading=True).connect() as connection:
        row = (await connection.execute(query.where(entry_trials.c.draft_id == draft_id))).one_or_none()
    if row is None:
        return None
    values = dict(row._mapping)
    return Trial(**values | {"result": json.loads(values["result"]) if values["result"] is not None else None})


async def begin(connection: AsyncConnection, draft_id: int, tried: str, total: int, now: datetime) -> None:
    """A new trial in the place of the draft's last one."""
    await discard(connection, draft_id)
    row = {"draft_id": draft_id, "tried": tried, "done": 0, "total": total, "started": now, "seen": now}
    await connection.execute(insert(entry_trials).values(**row))


async def note(connection: AsyncConnection, draft_id: int, tried: str, now: datetime, **values: Any) -> bool:
    """How far it is, or what came out; False where another trial has taken its place."""
    if "result" in values:
        values["result"] = json.dumps(values["result"], ensure_ascii=False)
    same = (entry_trials.c.draft_id == draft_id) & (entry_trials.c.tried == tried)
    done = await connection.execute(update(entry_trials).where(same).values(seen=now, **values))
    return done.rowcount == 1


async def discard(connection: AsyncConnection, draft_id: int) -> None:
    """Trials hold questions from the log: they go when the draft is decided on, or with the log (``privacy``)."""
    await connection.execute(delete(entry_trials).where(entry_trials.c.draft_id == draft_id))
