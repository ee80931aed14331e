"""The question log: the turns of all talks, newest first, sought by what is known of each.

Words are sought with LIKE. Full-text indexes split Chinese badly or need three characters, an extension and a second
copy of every word; questions are short, and the newest page of hits is found on the way, without reading to the end.
Pages go on from the last row seen, not from a count of rows: turns that arrive meanwhile move nothing.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, exists, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.memory.tables import Moment, conversations, thumbs, turns

PAGE = 50  # turns on one page
COUNTED = 1000  # matches that are counted; whoever has more needs a narrower search, not a number
BATCH = 500  # turns in one step of a long reading: few enough that the bot's own turns hardly wait for it
LONGEST_TALK = 500  # turns of one talk that are shown

Thumb = Literal["up", "down", "none"]


@dataclass(frozen=True)
class Sought:
    """What a turn must be to be found; None and empty ask nothing.

    ``since`` is included, ``until`` is not; ``least`` and ``most`` bound the confidence (0 to 1) and leave out turns
    that have none; ``slower_than`` in milliseconds; all ``words`` must stand in the text, whatever their case.
    """

    channel: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    outcome: str | None = None
    step: str | None = None
    least: float | None = None
    most: float | None = None
    slower_than: float | None = None
    clause: str | None = None
    words: tuple[str, ...] = ()
    thumb: Thumb | None = None


@dataclass(frozen=True)
class Place:
    """A turn's place in the log: what comes after it is older, or as old with a smaller id."""

    created: datetime
    turn_id: str


@dataclass(frozen=True)
class LoggedTurn:
    """One line of the log; ``text`` is masked, ``clauses`` are ids, ``thumb`` is the applicant's word on the answer."""

    id: str
    conversation_id: str
    number: int
    channel: str
    created: datetime
    text: str
    outcome: str
    step: str
    confidence: float | None
    clauses: tuple[str, ...]
    latency_ms: float
    thumb: bool | None

    @property
    def place(self) -> Place:
        return Place(self.created, self.id)


@dataclass(frozen=True)
class LogPage:
    """Turns of one page; ``more`` follow. ``found`` are all matches, at most ``COUNTED`` + 1; None past page one."""

    turns: tuple[LoggedTurn, ...]
    more: bool
    found: int | None


@dataclass(frozen=True)
class TalkTurn:
    """A turn within its talk: the line of the log, and what was said back (``replies``: JSON, as it was kept)."""

    line: LoggedTurn
    replies: str
    runners_up: tuple[str, ...]


class QuestionLog:
    """Reads only. Each step is a transaction of its own, so that a long export holds up nobody."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._reading = engine.execution_options(reading=True)

    async def page(self, sought: Sought, after: Place | None = None, size: int = PAGE) -> LogPage:
        """The next ``size`` turns after a place, or the newest ones. Raises SQLAlchemyError or OSError."""
        limit = max(COUNTED, size) + 1 if after is None else size + 1
        query = _newest_first(_matching(sought, after)).limit(limit)
        async with self._reading.connect() as connection:
            ids = [row.id for row in await connection.execute(query)]
            lines = await _lines(connection, ids[:size])
        return LogPage(lines, len(ids) > size, min(len(ids), COUNTED + 1) if after is None else None)

    async def all(self, sought: Sought, batch: int = BATCH) -> AsyncIterator[tuple[LoggedTurn, ...]]:
        """Every match, newest first, ``batch`` turns at a time."""
        after = None
        more = True
        while more:
            query = _newest_first(_matching(sought, after)).limit(batch + 1)
            async with self._reading.connect() as connection:
                ids = [row.id for row in await connection.execute(query)]
                lines = await _lines(connection, ids[:batch])
            more = len(ids) > batch and bool(lines)
            if lines:
                after = lines[-1].place
                yield lines

    async def talk(self, conversation_id: str) -> tuple[TalkTurn, ...]:
        """The last ``LONGEST_TALK`` turns of a talk, oldest first; none where there is no such talk."""
        query = (
            _with_talk(turns.c.replies, turns.c.runners_up)
            .where(turns.c.conversation_id == conversation_id)
            .order_by(turns.c.number.desc())
            .limit(LONGEST_TALK)
        )
        async with self._reading.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(TalkTurn(_line(row), row.replies, tuple(json.loads(row.runners_up))) for row in reversed(rows))


def _matching(sought: Sought, after: Place | None) -> Select[Any]:
    """The ids of the matches. It names nothing but columns of ``ix_turns_log``, which therefore answers alone."""
    wanted: list[ColumnElement[bool]] = []
    if after is not None:
        wanted.append(tuple_(turns.c.created, turns.c.id) < tuple_(literal(after.created, Moment()), after.turn_id))
    if sought.since is not None:
        wanted.append(turns.c.created >= sought.since)
    if sought.until is not None:
        wanted.append(turns.c.created < sought.until)
    if sought.outcome is not None:
        wanted.append(turns.c.outcome == sought.outcome)
    if sought.step is not None:
        wanted.append(turns.c.step == sought.step)
    if sought.least is not None:
        wanted.append(turns.c.confidence >= sought.least)
    if sought.most is not None:
        wanted.append(turns.c.confidence <= sought.most)
    if sought.slower_than is not None:
        wanted.append(turns.c.latency_ms > sought.slower_than)
    if sought.clause is not None:
        wanted.append(turns.c.clauses.contains(json.dumps(sought.clause, ensure_ascii=False), autoescape=True))
    wanted += [_holds(word) for word in sought.words]
    if sought.thumb is not None:
        wanted.append(_thumbed(sought.thumb))
    if sought.channel is not None:
        # Looked up for each turn the rest lets through: a join would start from the talks and then sort everything.
        # First of all whether there is such a channel: else a log without it would be read to its end.
        wanted.insert(0, exists().where(conversations.c.channel == sought.channel))
        of_the_talk = select(conversations.c.channel).where(conversations.c.id == turns.c.conversation_id)
        wanted.append(of_the_talk.scalar_subquery() == sought.channel)
    return select(turns.c.id).where(*wanted)


def _holds(word: str) -> ColumnElement[bool]:
    if word.lower() == word.upper():  # Chinese and digits have no case, and without one the search takes half the time
        return turns.c.text.contains(word, autoescape=True)
    return turns.c.text.icontains(word, autoescape=True)


def _thumbed(thumb: Thumb) -> ColumnElement[bool]:
    if thumb == "none":
        return ~exists().where(thumbs.c.turn_id == turns.c.id)
    return turns.c.id.in_(select(thumbs.c.turn_id).where(thumbs.c.up.is_(thumb == "up")))


def _newest_first(query: Select[Any]) -> Select[Any]:
    return query.order_by(turns.c.created.desc(), turns.c.id.desc())


def _with_talk(*more: ColumnElement[Any]) -> Select[Any]:
    line = (
        *(turns.c.id, turns.c.conversation_id, turns.c.number, turns.c.created, turns.c.text, turns.c.outcome),
        *(turns.c.step, turns.c.confidence, turns.c.clauses, turns.c.latency_ms),
    )
    return (
        select(*line, conversations.c.channel, thumbs.c.up, *more)
        .join(conversations, conversations.c.id == turns.c.conversation_id)
        .outerjoin(thumbs, thumbs.c.turn_id == turns.c.id)
    )


async def _lines(connection: AsyncConnection, ids: list[str]) -> tuple[LoggedTurn, ...]:
    if not ids:
        return ()
    found = await connection.execute(_newest_first(_with_talk().where(turns.c.id.in_(ids))))
    return tuple(_line(row) for row in found)


def _line(row: Row[Any]) -> LoggedTurn:
    return LoggedTurn(
        id=row.id,
        conversation_id=row.conversation_id,
        number=row.number,
        channel=row.channel,
        created=row.created,
        text=row.text,
        outcome=row.outcome,
        step=row.step,
        confidence=row.confidence,
        clauses=tuple(json.loads(row.clauses)),
        latency_ms=row.latency_ms,
        thumb=row.up,
    )
