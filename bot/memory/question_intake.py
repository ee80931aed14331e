"""Questions out of the log and into groups: what is not yet grouped is read, and kept once somebody has grouped it.

One at a time does so, holding the daily task ``TASK``; decisions by hand may come between reading and keeping, so a
wording goes to the group in which the one beside it is found at that moment.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Table, exists, func, insert, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import SHANGHAI
from bot.memory.question_tables import question_groups, question_progress, question_wordings, questions
from bot.memory.tables import Moment, conversations, lookups, turns

TASK = "grouping"
DESK = "desk"
BATCH = 200
# A turn gets its moment before it is committed, and clocks of two machines differ: so far back is looked again.
OVERLAP = timedelta(minutes=10)
# An officer may still correct a look-up's words, or mark it, while the caller talks.
SETTLED = timedelta(minutes=10)


@dataclass(frozen=True)
class Logged:
    """A turn or a look-up that may be a question. ``outcome`` is None for a look-up, whose mark tells."""

    turn_id: str | None
    lookup_id: int | None
    at: datetime
    channel: str
    text: str
    outcome: str | None
    step: str
    confidence: float | None
    matter: str | None
    pilot: str | None

    @property
    def day(self) -> date:
        """In Beijing."""
        return self.at.astimezone(SHANGHAI).date()


@dataclass(frozen=True)
class New:
    """A wording not seen before. ``key`` is its id; ``near`` that of the wording beside it, None to begin a group."""

    key: int
    text: str
    matter: str | None
    near: int | None
    score: float | None
    reason: str | None


@dataclass(frozen=True)
class Kept:
    """A wording as it is kept."""

    key: int
    group: int
    text: str
    matter: str | None


@dataclass(frozen=True)
class Question:
    """A question to keep under a wording's id; ``ending`` as in ``question_groups``, None for a look-up."""

    logged: Logged
    wording: int
    text: str
    ending: str | None


def digest(text: str) -> str:
    """What a wording is found by."""
    return hashlib.sha256(text.encode()).hexdigest()


async def ungrouped_turns(
    engine: AsyncEngine, steps: Sequence[str], batch: int = BATCH
) -> AsyncIterator[tuple[tuple[Logged, ...], datetime]]:
    """Turns of these steps, oldest first, with the moment up to which everything has then been read."""
    reading = engine.execution_options(reading=True)
    async with reading.connect() as connection:
        since = await connection.scalar(select(question_progress.c.turns_to))
    place = None if since is None else (since - OVERLAP, "")
    while True:
        query = (
            select(turns, conversations.c.channel)
            .join(conversations, conversations.c.id == turns.c.conversation_id)
            .where(turns.c.step.in_(steps), ~exists().where(questions.c.turn_id == turns.c.id))
            .order_by(turns.c.created, turns.c.id)
            .limit(batch)
        )
        if place is not None:
            query = query.where(tuple_(turns.c.created, turns.c.id) > tuple_(literal(place[0], Moment()), place[1]))
        async with reading.connect() as connection:
            rows = (await connection.execute(query)).all()
        if not rows:
            return
        place = (rows[-1].created, rows[-1].id)
        yield tuple(_turn(row) for row in rows), place[0]


async def ungrouped_lookups(
    engine: AsyncEngine, steps: Sequence[str], now: datetime, batch: int = BATCH
) -> AsyncIterator[tuple[tuple[Logged, ...], int]]:
    """Look-ups of these steps that nobody is at any more, oldest first, with the number of the last one read."""
    reading = engine.execution_options(reading=True)
    async with reading.connect() as connection:
        last = await connection.scalar(select(question_progress.c.lookups_to)) or 0
    while True:
        query = select(lookups).where(lookups.c.id > last).order_by(lookups.c.id).limit(batch)
        async with reading.connect() as connection:
            rows = (await connection.execute(query)).all()
        settled = [row for row in rows if row.at < now - SETTLED]
        if not settled:
            return
        last = settled[-1].id
        yield tuple(_lookup(row) for row in settled if row.step in steps), last
        if len(settled) < len(rows):
            return


class Intake:
    """Keeps what was grouped. Raises SQLAlchemyError or OSError; IntegrityError where another was at it, too."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    async def known(self, texts: Iterable[str]) -> dict[str, int]:
        """The ids of those wordings that are kept, by text."""
        digests = {digest(text): text for text in texts}
        query = select(question_wordings.c.digest, question_wordings.c.id).where(
            question_wordings.c.digest.in_(list(digests))
        )
        async with self._reading.connect() as connection:
            return {digests[row.digest]: row.id for row in await connection.execute(query)}

    async def places(self) -> dict[int, int]:
        """The group of every wording whose words are kept, by id."""
        query = select(question_wordings.c.id, question_wordings.c.group_id)
        async with self._reading.connect() as connection:
            found = await connection.execute(query.where(question_wordings.c.text.is_not(None)))
            return {row.id: row.group_id for row in found}

    async def words(self, keys: Sequence[int]) -> list[Kept]:
        """Those of the wordings that are kept, by id."""
        query = select(question_wordings).where(question_wordings.c.id.in_(keys), question_wordings.c.text.is_not(None))
        async with self._reading.connect() as connection:
            rows = await connection.execute(query.order_by(question_wordings.c.id))
            return [Kept(row.id, row.group_id, row.text, row.matter) for row in rows]

    async def next_key(self) -> int:
        """The id of the next new wording."""
        async with self._reading.connect() as connection:
            return await _highest(connection, question_wordings) + 1

    async def keep(
        self,
        new: Sequence[New],
        asked: Sequence[Question],
        now: datetime,
        *,
        turns_to: datetime | None = None,
        lookups_to: int | None = None,
    ) -> dict[int, int]:
        """Keep new wordings, and questions whose record still stands; the groups of the new ones, by key."""
        async with self._engine.begin() as connection:
            standing = await _standing(connection, asked)
            await locked(connection)
            groups = await _add_wordings(connection, new, now)
            await _give_words_back(connection, {question.wording: question.text for question in standing})
            if standing:
                await connection.execute(insert(questions), [_row(question) for question in standing])
            await _note(connection, turns_to=turns_to, lookups_to=lookups_to)
        return groups

    async def wanted_anew(self) -> bool:
        """Whether all that nobody decided by hand is to be grouped anew."""
        async with self._reading.connect() as connection:
            return bool(await connection.scalar(select(question_progress.c.regroup)))

    async def decided(self) -> set[int]:
        """The groups somebody split or merged."""
        query = select(question_groups.c.id).where(question_groups.c.by_hand)
        async with self._reading.connect() as connection:
            return set((await connection.scalars(query)).all())

    async def times_asked(self) -> dict[int, int]:
        """How often each wording was asked, of what still stands."""
        number = func.count().label("number")
        query = select(questions.c.wording_id, number).group_by(questions.c.wording_id)
        async with self._reading.connect() as connection:
            return {row.wording_id: row.number for row in await connection.execute(query)}

    async def looked(self, now: datetime) -> None:
        """Put down that everything up to now is grouped."""
        async with self._engine.begin() as connection:
            await _note(connection, grouped_at=now)


async def locked(connection: AsyncConnection) -> Row[Any]:
    """Keep all others from changing a group or a wording, until the transaction ends; the progress as it is."""
    return (await connection.execute(select(question_progress).with_for_update())).one()


async def new_groups(connection: AsyncConnection, number: int, now: datetime, *, by_hand: bool = False) -> list[int]:
    """So many new groups, while all others are locked out; their ids."""
    last = await _highest(connection, question_groups)
    ids = list(range(last + 1, last + 1 + number))
    if ids:
        rows = [{"id": group, "by_hand": by_hand, "created": now} for group in ids]
        await connection.execute(insert(question_groups), rows)
    return ids


async def _highest(connection: AsyncConnection, table: Table) -> int:
    return await connection.scalar(select(func.max(table.c.id))) or 0


async def _add_wordings(connection: AsyncConnection, new: Sequence[New], now: datetime) -> dict[int, int]:
    if not new:
        return {}
    beside = {wording.near for wording in new} - {wording.key for wording in new}
    query = select(question_wordings.c.id, question_wordings.c.group_id).where(question_wordings.c.id.in_(beside))
    groups: dict[int, int] = {row.id: row.group_id for row in await connection.execute(query)}
    begun = [wording.key for wording in new if wording.near is None]
    groups.update(zip(begun, await new_groups(connection, len(begun), now), strict=True))
    rows = []
    for wording in new:
        if wording.near is not None:
            groups[wording.key] = groups[wording.near]
        rows.append(
            {
                "id": wording.key,
                "group_id": groups[wording.key],
                "digest": digest(wording.text),
                "text": wording.text,
                "matter": wording.matter,
                "near_id": wording.near,
                "score": wording.score,
                "reason": wording.reason,
            }
        )
    await connection.execute(insert(question_wordings), rows)
    return {wording.key: groups[wording.key] for wording in new}


async def _standing(connection: AsyncConnection, asked: Sequence[Question]) -> list[Question]:
    """Those whose turn or look-up is there, and stays until the transaction ends."""
    there: set[str | int] = set()
    of_turns = [question.logged.turn_id for question in asked if question.logged.turn_id is not None]
    of_lookups = [question.logged.lookup_id for question in asked if question.logged.lookup_id is not None]
    for column, ids in ((turns.c.id, of_turns), (lookups.c.id, of_lookups)):
        if ids:
            query = select(column).where(column.in_(ids)).order_by(column)
            there.update((await connection.scalars(query.with_for_update(read=True, key_share=True))).all())
    return [question for question in asked if (question.logged.turn_id or question.logged.lookup_id) in there]


async def _give_words_back(connection: AsyncConnection, texts: Mapping[int, str]) -> None:
    """To wordings emptied since they were looked up: somebody else's record holds the same words.

    Whoever would take the words of one of these waits until the transaction ends (``question_forgetting``).
    """
    query = select(question_wordings).where(question_wordings.c.id.in_(texts)).order_by(question_wordings.c.id)
    for row in (await connection.execute(query.with_for_update())).all():
        if row.text is None:
            words = {"text": texts[row.id], "digest": digest(texts[row.id])}
            await connection.execute(update(question_wordings).where(question_wordings.c.id == row.id).values(words))


async def _note(connection: AsyncConnection, **values: object) -> None:
    told = {name: value for name, value in values.items() if value is not None}
    if told:
        await connection.execute(update(question_progress).values(told))


def _row(question: Question) -> Mapping[str, object]:
    logged = question.logged
    return {
        "turn_id": logged.turn_id,
        "lookup_id": logged.lookup_id,
        "wording_id": question.wording,
        "day": logged.day,
        "channel": logged.channel,
        "pilot": logged.pilot,
        "matter": logged.matter,
        "ending": question.ending,
    }


def _turn(row: Row[Any]) -> Logged:
    told = (row.outcome, row.step, row.confidence, row.matter, row.pilot)
    return Logged(row.id, None, row.created, row.channel, row.text, *told)


def _lookup(row: Row[Any]) -> Logged:
    told = (None, row.step, row.confidence, row.matter, row.pilot)
    return Logged(None, row.id, row.at, DESK, row.text, *told)
