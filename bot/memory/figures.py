"""What is counted of turns, verdicts and look-ups, over days of Beijing: from the rows that are kept, and from the
daily counts of those that are no longer. A turn is in one of the two, never in both.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Dialect, Integer, Select, cast, extract, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import SHANGHAI
from bot.memory.counting import NO_PILOT, UNMARKED, listed
from bot.memory.leaving import left_open
from bot.memory.privacy_tables import daily_counts
from bot.memory.tables import conversations, lookups, thumbs, turns, verdicts

_BY_DAY = ("pilot", "thumb")
_IN_ALL = ("hour", "left", "verdict", "deciding", "mark")


@dataclass(frozen=True)
class Scope:
    """From ``first`` to ``last``, both included; one channel or pilot (``NO_PILOT``: none said), or all where None."""

    first: date
    last: date
    channel: str | None = None
    pilot: str | None = None


class TurnCount(NamedTuple):
    """How many turns of a day ended so; ``pilot`` is ``NO_PILOT`` where nobody had said one."""

    day: date
    channel: str
    pilot: str
    outcome: str


@dataclass
class Counts:
    """All numbers of a scope. ``thumbs`` by day and up; ``left`` by fact; ``verdicts`` and ``deciding`` by programme
    and result or clause; ``marks`` by mark, where no channel was asked for: look-ups have none.

    ``only_counted``: turns among them of which only the daily counts are left. ``talks``: how many talks the others
    belong to.
    """

    turns: Counter[TurnCount] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)
    thumbs: Counter[tuple[date, bool]] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    deciding: Counter[tuple[str, str]] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)
    only_counted: int = 0
    talks: int = 0


async def count(engine: AsyncEngine, scope: Scope, now: datetime) -> Counts:
    """Everything, in one snapshot. ``now`` tells whose silence means that they have left."""
    counts = Counts()
    options: dict[str, Any] = {"reading": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"  # a purge meanwhile moves nothing from one half to the other
    async with engine.execution_options(**options).connect() as connection:
        await _kept_turns(connection, scope, counts)
        await _kept_words(connection, scope, counts, now)
        await _kept_verdicts(connection, scope, counts)
        if scope.channel is None:
            await _kept_lookups(connection, scope, counts)
        await _only_counts(connection, scope, counts)
    return counts


async def first_day(engine: AsyncEngine) -> date | None:
    """The first day anything is known of; None before the first turn."""
    async with engine.execution_options(reading=True).connect() as connection:
        oldest = await connection.scalar(select(func.min(turns.c.created)))
        counted = await connection.scalar(select(func.min(daily_counts.c.day)))
    kept = oldest.astimezone(SHANGHAI).date() if oldest is not None else None
    return min((day for day in (kept, counted) if day is not None), default=None)


async def _kept_turns(connection: AsyncConnection, scope: Scope, counts: Counts) -> None:
    day, pilot = _day(turns.c.created, connection.dialect), func.coalesce(turns.c.pilot, NO_PILOT)
    groups = (day, conversations.c.channel, pilot, turns.c.outcome)
    for row in await connection.execute(_turns(scope, *groups, func.count()).group_by(*groups)):
        counts.turns[TurnCount(_date(row[0]), *row[1:4])] += row[4]
    hour = _hour(turns.c.created, connection.dialect)
    for each, number in await connection.execute(_turns(scope, hour, func.count()).group_by(hour)):
        counts.hours[int(each)] += number
    talks = await connection.scalar(_turns(scope, func.count(turns.c.conversation_id.distinct())))
    counts.talks = talks or 0


async def _kept_words(connection: AsyncConnection, scope: Scope, counts: Counts, now: datetime) -> None:
    """Thumbs and open questions."""
    day = _day(turns.c.created, connection.dialect)
    query = _turns(scope, day, thumbs.c.up, func.count()).join(thumbs, thumbs.c.turn_id == turns.c.id)
    for each, up, number in await connection.execute(query.group_by(day, thumbs.c.up)):
        counts.thumbs[_date(each), bool(up)] += number
    left = _turns(scope, turns.c.asks, func.count()).where(left_open(now)).group_by(turns.c.asks)
    for fact, number in await connection.execute(left):
        counts.left[fact] += number


async def _kept_verdicts(connection: AsyncConnection, scope: Scope, counts: Counts) -> None:
    groups = (verdicts.c.programme, verdicts.c.result, verdicts.c.deciding)
    query = select(*groups, func.count()).where(*_between(verdicts.c.created, scope)).group_by(*groups)
    if scope.pilot is not None:
        query = query.where(verdicts.c.programme == scope.pilot)
    if scope.channel is not None:
        talk = conversations.c.id == verdicts.c.conversation_id
        query = query.join(conversations, talk).where(conversations.c.channel == scope.channel)
    for programme, result, deciding, number in await connection.execute(query):
        counts.verdicts[programme, result] += number
        for clause in listed(deciding):
            counts.deciding[programme, clause] += number


async def _kept_lookups(connection: AsyncConnection, scope: Scope, counts: Counts) -> None:
    mark = func.coalesce(lookups.c.mark, UNMARKED)
    query = select(mark, func.count()).where(*_between(lookups.c.at, scope)).group_by(mark)
    if scope.pilot is not None:
        query = query.where(_of(lookups.c.pilot, scope.pilot))
    for name, number in await connection.execute(query):
        counts.marks[name] += number


async def _only_counts(connection: AsyncConnection, scope: Scope, counts: Counts) -> None:
    table = daily_counts.c
    among: list[ColumnElement[bool]] = [table.day.between(scope.first, scope.last)]
    if scope.channel is not None:
        among.append(table.channel == scope.channel)
    if scope.pilot is not None:
        among.append(table.name.startswith(f"{scope.pilot}:", autoescape=True))
    by_day = (table.day, table.channel, table.kind, table.name)
    number = func.sum(table.number)
    found = await connection.execute(select(*by_day, number).where(*among, table.kind.in_(_BY_DAY)).group_by(*by_day))
    for day, channel, kind, named, sum_ in found:
        of_pilot, _, name = named.partition(":")
        if kind == "thumb":
            counts.thumbs[day, name == "up"] += int(sum_)
        else:
            counts.turns[TurnCount(day, channel, of_pilot, name)] += int(sum_)
            counts.only_counted += int(sum_)
    in_all = select(table.kind, table.name, number).where(*among, table.kind.in_(_IN_ALL))
    for kind, named, sum_ in await connection.execute(in_all.group_by(table.kind, table.name)):
        _add(counts, kind, named, int(sum_))


def _add(counts: Counts, kind: str, named: str, number: int) -> None:
    pilot, _, name = named.partition(":")
    match kind:
        case "hour":
            counts.hours[int(name)] += number
        case "left":
            counts.left[name] += number
        case "verdict":
            counts.verdicts[pilot, name] += number
        case "deciding":
            counts.deciding[pilot, name] += number
        case _:
            counts.marks[name] += number


def _turns(scope: Scope, *columns: ColumnElement[Any]) -> Select[Any]:
    """Of the turns of a scope. Its columns are those of ``ix_turns_figures``, which therefore answers alone."""
    query = select(*columns).select_from(turns)
    if scope.channel is not None or conversations.c.channel in columns:  # nothing costs as much as this
        query = query.join(conversations, conversations.c.id == turns.c.conversation_id)
    if scope.channel is not None:
        query = query.where(conversations.c.channel == scope.channel)
    if scope.pilot is not None:
        query = query.where(_of(turns.c.pilot, scope.pilot))
    return query.where(*_between(turns.c.created, scope))


def _between(moment: ColumnElement[datetime], scope: Scope) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    begins, ends = (datetime.combine(day, time(), SHANGHAI) for day in (scope.first, scope.last + timedelta(days=1)))
    return moment >= begins, moment < ends


def _of(column: ColumnElement[str | None], pilot: str) -> ColumnElement[bool]:
    return column.is_(None) if pilot == NO_PILOT else column == pilot


def _day(moment: ColumnElement[datetime], dialect: Dialect) -> ColumnElement[Any]:
    """Beijing's day: a date on PostgreSQL, its text on SQLite."""
    return func.date(moment, "+8 hours") if dialect.name == "sqlite" else cast(_local(moment), Date)


def _hour(moment: ColumnElement[datetime], dialect: Dialect) -> ColumnElement[Any]:
    if dialect.name == "sqlite":
        return func.strftime("%H", moment, "+8 hours")
    return cast(extract("hour", _local(moment)), Integer)


def _local(moment: ColumnElement[datetime]) -> ColumnElement[Any]:
    return func.timezone(literal_column("INTERVAL '8 hours'"), moment)


def _date(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day
