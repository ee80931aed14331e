"""What stays of turns that are deleted: how many there were each day, of which kind. Nothing of who or what."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from bot.clock import SHANGHAI
from bot.memory.privacy_tables import daily_counts

DESK = "desk"  # stands for the channel of a look-up
UNMARKED = "unmarked"  # stands for a mark where none was made
NO_PILOT = "-"  # stands for a pilot where nobody had said one
_LONGEST = 128  # characters of a name; the column's length


class Key(NamedTuple):
    """A row of the table. ``day`` is Beijing's. The names of a ``kind``:

    outcome, step, clause: their own. Of all others ``PILOT:NAME``, so that they can still be told by pilot. pilot: an
    outcome; hour: 00 to 23; thumb: up, down; left: the fact a dialog was left at; verdict: a result; deciding: a clause
    it rests on; mark: what came of a look-up.
    """

    day: date
    channel: str
    kind: str
    name: str


@dataclass(frozen=True)
class Told:
    """A verdict in what can be counted of it."""

    programme: str
    result: str
    deciding: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passed:
    """A turn in what can be counted of it; ``left`` is the fact at whose question its person went away."""

    at: datetime
    channel: str
    outcome: str
    step: str
    clauses: Iterable[str]
    pilot: str | None = None
    thumb: bool | None = None
    left: str | None = None
    verdicts: tuple[Told, ...] = ()


def counted(turn: Passed) -> Counter[Key]:
    """One turn in numbers: once as its outcome, once as its step, once for each clause it cites, and so on."""
    at, pilot = turn.at.astimezone(SHANGHAI), turn.pilot or NO_PILOT
    named = [("outcome", turn.outcome), ("step", turn.step), *(("clause", clause) for clause in turn.clauses)]
    named += [("pilot", f"{pilot}:{turn.outcome}"), ("hour", f"{pilot}:{at.hour:02}")]
    if turn.thumb is not None:
        named.append(("thumb", f"{pilot}:{'up' if turn.thumb else 'down'}"))
    if turn.left is not None:
        named.append(("left", f"{pilot}:{turn.left}"))
    for told in turn.verdicts:
        named.append(("verdict", f"{told.programme}:{told.result}"))
        named += [("deciding", f"{told.programme}:{clause}") for clause in told.deciding]
    return Counter(Key(at.date(), turn.channel, kind, name[:_LONGEST]) for kind, name in named)


def looked_up(at: datetime, pilot: str | None, mark: str | None) -> Key:
    """A look-up at the desk in numbers."""
    return Key(at.astimezone(SHANGHAI).date(), DESK, "mark", f"{pilot or NO_PILOT}:{mark or UNMARKED}")


def listed(kept: str) -> tuple[str, ...]:
    """The clause ids of a turn or a verdict as its row holds them."""
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
