"""What stays of turns that are deleted: how many there were each day, of which kind. Nothing of who or what."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from bot.clock import SHANGHAI
from bot.memory.privacy_tables import daily_counts

_LONGEST = 128  # characters of a name; the column's length


class Key(NamedTuple):
    """A row of the table. ``day`` is Beijing's; ``kind`` outcome, step, clause or mark."""

    day: date
    channel: str
    kind: str
    name: str


def counted(at: datetime, channel: str, outcome: str, step: str, clauses: Iterable[str]) -> Counter[Key]:
    """One turn in numbers: once as its outcome, once as its step, once for each clause it cites."""
    day = at.astimezone(SHANGHAI).date()
    named = [("outcome", outcome), ("step", step), *(("clause", clause) for clause in clauses)]
    return Counter(Key(day, channel, kind, name[:_LONGEST]) for kind, name in named)


def clauses_of(kept: str) -> tuple[str, ...]:
    """The clause ids of a turn as its row holds them."""
    return tuple(json.loads(kept))


def add(connection: Connection, numbers: Counter[Key]) -> None:
    """Add to the table. Once in a transaction and always in the same order, so that nobody blocks anybody."""
    if not numbers:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    adding = dialect.insert(daily_counts)
    connection.execute(
        adding.on_conflict_do_update(
            index_elements=list(daily_counts.primary_key),
            set_={"number": daily_counts.c.number + adding.excluded.number},
        ),
        [{**key._asdict(), "number": number} for key, number in sorted(numbers.items())],
    )
