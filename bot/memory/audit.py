"""The trail of what staff did: rows are only ever added, and each is sealed together with all before it.

A keyed hash, not a bare one: whoever can write to the database but does not hold the secret key can neither change a
row nor make the chain fit again. What a chain cannot show is that its end was cut off; for that the last link is
printed at each check, to be kept elsewhere and given at the next.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.masking import mask
from bot.memory.tables import audit

COMMAND_LINE = "命令行"  # who did it, where no officer was logged in
NOBODY = "—"
_LOCK = 0xA0D17  # any number, the same in every process
_BATCH = 500
_ID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True)
class Deed:
    """What was done by whom to what. ``action`` is a stable English word; ``details`` hold no personal data."""

    staff_id: int | None
    staff_login: str
    action: str
    subject: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Checked:
    """How a check of the trail ended: ``wrong`` is the first row that does not fit, None where all do."""

    rows: int
    wrong: int | None
    last: str


def trail_key(key: bytes) -> bytes:
    """The key of the trail, derived from the installation's secret key."""
    return hmac.new(key, b"audit", hashlib.sha256).digest()


async def append(connection: AsyncConnection, key: bytes, at: datetime, deed: Deed) -> None:
    """Add a row, in the transaction of whatever it tells of: both stand or neither does."""
    if connection.dialect.name == "postgresql":  # SQLite's writers queue already
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    found = await connection.execute(select(audit.c.id, audit.c.chain).order_by(audit.c.id.desc()).limit(1))
    last = found.one_or_none()
    row: dict[str, Any] = {
        "id": last.id + 1 if last is not None else 1,  # without gaps, so that a missing row shows
        "at": at,
        "staff_id": deed.staff_id,
        "staff_login": deed.staff_login,
        "action": deed.action,
        "subject": _masked(deed.subject)[:128],
        "details": json.dumps(_masked(dict(deed.details)), ensure_ascii=False, sort_keys=True),
    }
    row["chain"] = _link(key, last.chain if last is not None else "", row)
    await connection.execute(insert(audit).values(**row))


async def check(connection: AsyncConnection, key: bytes, anchor: tuple[int, str] | None = None) -> Checked:
    """Go through the whole trail. ``anchor`` is a row's number and link as an earlier check gave them."""
    before, number = "", 0
    async for row in _all(connection):
        number += 1
        values = dict(row._mapping)
        fits = values["id"] == number and hmac.compare_digest(values["chain"], _link(key, before, values))
        if not fits or (anchor is not None and number == anchor[0] and values["chain"] != anchor[1]):
            return Checked(number - 1, number, before)
        before = values["chain"]
    cut_off = anchor is not None and number < anchor[0]
    return Checked(number, number + 1 if cut_off else None, before)


async def _all(connection: AsyncConnection) -> AsyncIterator[Row[Any]]:
    after = 0
    while True:
        query = select(audit).where(audit.c.id > after).order_by(audit.c.id).limit(_BATCH)
        rows = (await connection.execute(query)).all()
        if not rows:
            return
        for row in rows:
            yield row
        after = rows[-1].id


def _link(key: bytes, before: str, row: Mapping[str, Any]) -> str:
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    said = [before, row["id"], at, *(row[name] for name in ("staff_id", "staff_login", "action", "subject", "details"))]
    return hmac.new(key, json.dumps(said, ensure_ascii=False).encode(), hashlib.sha256).hexdigest()


def _masked(value: Any) -> Any:
    """Callers put no personal data here; should one slip, it stops here. Ids are to be found again, and stay."""
    match value:
        case str():
            parts = _ID.split(value)
            parts[::2] = [mask(part) for part in parts[::2]]
            return "".join(parts)
        case dict():
            return {str(name): _masked(part) for name, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_masked(part) for part in (sorted(value) if isinstance(value, set | frozenset) else value)]
        case bool() | int() | float() | None:
            return value
        case _:
            return _masked(str(value))
