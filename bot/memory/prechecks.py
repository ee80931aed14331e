"""Prechecks made at the desk with a caller: kept like a verdict told in a talk, with what is needed to replay them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.memory.tables import prechecks


@dataclass(frozen=True)
class NewPrecheck:
    """A precheck made at the desk. ``answers`` are facts, ``verdicts`` JSON objects; ``note`` is masked."""

    id: str
    programmes: tuple[str, ...]
    answers: Mapping[str, object]
    as_of: date
    verdicts: Sequence[Mapping[str, object]]
    note: str | None


@dataclass(frozen=True)
class KeptPrecheck:
    """A precheck as it was kept."""

    programmes: tuple[str, ...]
    answers: Mapping[str, Any]
    as_of: date
    note: str | None


def keep(connection: Connection, staff_id: int, told: NewPrecheck, moment: datetime) -> None:
    """Keep a precheck of an officer's."""
    row = {
        "id": told.id,
        "programmes": json.dumps(told.programmes),
        "answers": json.dumps(told.answers, ensure_ascii=False),
        "as_of": told.as_of,
        "verdicts": json.dumps(told.verdicts, ensure_ascii=False),
        "note": told.note,
    }
    connection.execute(insert(prechecks).values(**row, staff_id=staff_id, at=moment))


def find(connection: Connection, precheck_id: str) -> KeptPrecheck | None:
    """A precheck made at the desk, whoever made it."""
    row = (connection.execute(select(prechecks).where(prechecks.c.id == precheck_id))).one_or_none()
    if row is None:
        return None
    return KeptPrecheck(tuple(json.loads(row.programmes)), json.loads(row.answers), row.as_of, row.note)
