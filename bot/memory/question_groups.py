"""What people ask, read: groups of wordings with how often they were asked, when, and how it ended.

Counted are the turns and look-ups that still stand, as they stand now, and those of which only numbers are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, CompoundSelect, Row, Select, and_, case, exists, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.memory.question_tables import question_counts, question_groups, question_wordings, questions
from bot.memory.tables import lookups, thumbs

Ending = Literal["answered", "clarified", "silent", "missed", "unmarked"]
"""How a question ended: answered; asked back about; declined by an entry of its own, which says what the notice does
not; missed, having no answer; at the desk, with no mark of how the call ended."""
ENDINGS: tuple[Ending, ...] = get_args(Ending)

Order = Literal["asked", "missed", "silent", "down"]
PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What to count; None asks nothing. Days are Beijing's, both included; ``pilot`` a key; ``channel`` may be desk."""

    since: date | None = None
    until: date | None = None
    pilot: str | None = None
    channel: str | None = None
    ending: Ending | None = None


EVERYTHING = Wanted()


@dataclass(frozen=True)
class Numbers:
    """How often something was asked, by ending, from which day to which; ``down``: how many got a 「没用」."""

    answered: int
    clarified: int
    silent: int
    missed: int
    unmarked: int
    down: int
    first: date
    last: date

    @property
    def asked(self) -> int:
        return self.answered + self.clarified + self.silent + self.missed + self.unmarked


@dataclass(frozen=True)
class Group:
    """A question: ``text`` is its most asked wording (normalised, masked), ``wordings`` how many are kept.

    ``matter`` is what the bot mostly took it for (an entry's id, or a trade), None where mostly for nothing.
    ``by_hand``: somebody split or merged it.
    """

    id: int
    text: str
    wordings: int
    by_hand: bool
    matter: str | None
    numbers: Numbers


@dataclass(frozen=True)
class Wording:
    """One wording of a group, and why it is there: ``near`` is the wording it was put beside, ``score`` how near it is.

    ``near``, ``score`` and ``reason`` are None for the one the group began with; ``numbers`` where nothing of what is
    wanted was asked in these words.
    """

    id: int
    text: str
    near: str | None
    score: float | None
    reason: str | None
    numbers: Numbers | None


@dataclass(frozen=True)
class GroupPage:
    """Groups in the order wanted; ``found`` is how many there are in all."""

    groups: tuple[Group, ...]
    found: int


class QuestionGroups:
    """Reads only; raises SQLAlchemyError or OSError."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._reading = engine.execution_options(reading=True)

    async def top(
        self, wanted: Wanted = EVERYTHING, order: Order = "asked", size: int = PAGE, skip: int = 0
    ) -> GroupPage:
        """The groups most often asked, or missed, or declined, or found useless; those that never were are left out.

        Groups of whose words none is kept are not among them.
        """
        totals = _totals(wanted, question_wordings.c.group_id).subquery()
        by = totals.c.asked if order == "asked" else totals.c[order]
        worded = exists().where(question_wordings.c.group_id == totals.c.key, question_wordings.c.text.is_not(None))
        ranked = (
            select(totals, func.count().over().label("found"))
            .where(by > 0, worded)
            .order_by(by.desc(), totals.c.asked.desc(), totals.c.last.desc(), totals.c.key)
            .limit(size)
            .offset(skip)
        )
        async with self._reading.connect() as connection:
            rows = (await connection.execute(ranked)).all()
            groups = await _groups(connection, rows)
        return GroupPage(groups, rows[0].found if rows else 0)

    async def group(self, group_id: int, wanted: Wanted = EVERYTHING) -> Group | None:
        """One group; None where there is none, or nothing of what is wanted was asked in it."""
        query = _totals(wanted, question_wordings.c.group_id).where(question_wordings.c.group_id == group_id)
        async with self._reading.connect() as connection:
            groups = await _groups(connection, (await connection.execute(query)).all())
        return groups[0] if groups else None

    async def wordings(self, group_id: int, wanted: Wanted = EVERYTHING) -> tuple[Wording, ...]:
        """Those of a group that are kept, the most asked first."""
        near = question_wordings.alias("near")
        query = (
            select(question_wordings, near.c.text.label("near_text"))
            .outerjoin(near, near.c.id == question_wordings.c.near_id)
            .where(question_wordings.c.group_id == group_id, question_wordings.c.text.is_not(None))
            .order_by(question_wordings.c.id)
        )
        totals = _totals(wanted, question_wordings.c.id).where(question_wordings.c.group_id == group_id)
        async with self._reading.connect() as connection:
            rows = (await connection.execute(query)).all()
            numbers = {row.key: _numbers(row) for row in await connection.execute(totals)}
        found = [Wording(row.id, row.text, row.near_text, row.score, row.reason, numbers.get(row.id)) for row in rows]
        return tuple(sorted(found, key=lambda one: -(one.numbers.asked if one.numbers else 0)))


def _totals(wanted: Wanted, key: ColumnElement[int]) -> Select[Any]:
    """What is wanted in numbers, by ``key``, a column of the wordings."""
    tallies = tallied(wanted).subquery("tallies")
    endings: list[ColumnElement[Any]] = [
        func.sum(case((tallies.c.ending == ending, tallies.c.number), else_=0)).label(ending) for ending in ENDINGS
    ]
    days = (func.min(tallies.c.day).label("first"), func.max(tallies.c.day).label("last"))
    numbers = (func.sum(tallies.c.number).label("asked"), func.sum(tallies.c.down).label("down"))
    return (
        select(key.label("key"), *endings, *numbers, *days)
        .join(question_wordings, question_wordings.c.id == tallies.c.wording_id)
        .group_by(key)
    )


def tallied(wanted: Wanted) -> CompoundSelect[Any]:
    """What is wanted, by wording: a row for each that stands, and one for each day of those that are gone."""
    return union_all(_standing(wanted), _gone(wanted))


def ending_now() -> ColumnElement[str]:
    """How a question ended, of a row of ``questions`` with its look-up, if it has one, joined."""
    marked = case(
        (lookups.c.mark == "answered", literal("answered")),
        (lookups.c.mark.is_not(None), literal("missed")),
        else_=literal("unmarked"),
    )
    return func.coalesce(questions.c.ending, marked)


def _standing(wanted: Wanted) -> Select[Any]:
    ending = ending_now()
    down = case((thumbs.c.turn_id.is_not(None), 1), else_=0)
    return (
        select(
            questions.c.wording_id,
            questions.c.day,
            ending.label("ending"),
            literal(1).label("number"),
            down.label("down"),
        )
        .outerjoin(lookups, lookups.c.id == questions.c.lookup_id)
        .outerjoin(thumbs, and_(thumbs.c.turn_id == questions.c.turn_id, thumbs.c.up.is_(False)))
        .where(*_asked_for(wanted, questions.c.day, questions.c.pilot, questions.c.channel, ending))
    )


def _gone(wanted: Wanted) -> Select[Any]:
    counts = question_counts.c
    return select(counts.wording_id, counts.day, counts.ending, counts.number, counts.down).where(
        *_asked_for(wanted, counts.day, counts.pilot, counts.channel, counts.ending)
    )


def _asked_for(
    wanted: Wanted,
    day: ColumnElement[date],
    pilot: ColumnElement[str],
    channel: ColumnElement[str],
    ending: ColumnElement[str],
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        conditions.append(day >= wanted.since)
    if wanted.until is not None:
        conditions.append(day <= wanted.until)
    if wanted.pilot is not None:
        conditions.append(pilot == wanted.pilot)
    if wanted.channel is not None:
        conditions.append(channel == wanted.channel)
    if wanted.ending is not None:
        conditions.append(ending == wanted.ending)
    return conditions


async def _groups(connection: AsyncConnection, totals: Sequence[Row[Any]]) -> tuple[Group, ...]:
    ids = [row.key for row in totals]
    if not ids:
        return ()
    hands = {
        row.id: row.by_hand
        for row in await connection.execute(select(question_groups).where(question_groups.c.id.in_(ids)))
    }
    texts = await _texts(connection, ids)
    matters = await _matters(connection, ids)
    return tuple(
        Group(row.key, *texts.get(row.key, ("", 0)), hands[row.key], matters.get(row.key), _numbers(row))
        for row in totals
    )


async def _texts(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Each group's most asked wording, and how many are kept."""
    wordings = question_wordings.c
    number = func.count(questions.c.id)
    query = (
        select(wordings.group_id, wordings.text, number.label("number"))
        .outerjoin(questions, questions.c.wording_id == wordings.id)
        .where(wordings.group_id.in_(ids), wordings.text.is_not(None))
        .group_by(wordings.group_id, wordings.id, wordings.text)
        .order_by(number.desc(), wordings.id)
    )
    found: dict[int, tuple[str, int]] = {}
    for row in await connection.execute(query):
        text, kept = found.get(row.group_id, (row.text, 0))
        found[row.group_id] = (text, kept + 1)
    return found


async def _matters(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, str | None]:
    """What each group was most often taken for; of two alike the first by name, and nothing last."""
    group, matter = question_wordings.c.group_id, questions.c.matter
    query = (
        select(group, matter, func.count().label("number"))
        .join(question_wordings, question_wordings.c.id == questions.c.wording_id)
        .where(group.in_(ids))
        .group_by(group, matter)
    )
    rows = sorted(await connection.execute(query), key=lambda row: (-row.number, row.matter is None, row.matter or ""))
    found: dict[int, str | None] = {}
    for row in rows:
        found.setdefault(row.group_id, row.matter)
    return found


def _numbers(row: Row[Any]) -> Numbers:
    endings = {ending: int(row._mapping[ending]) for ending in ENDINGS}
    return Numbers(**endings, down=int(row.down), first=row.first, last=row.last)
