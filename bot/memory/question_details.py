"""A group looked at closely: where it went, how often it was asked week by week, its last turns, its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.question_groups import Wanted, ending_now, tallied
from bot.memory.question_tables import question_groups, question_progress, question_wordings, questions
from bot.memory.tables import lookups, thumbs, turns

LATEST = 20
CANDIDATES = 60  # wordings of other groups that are looked at for neighbours
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """A week by its Monday: how often the question was asked in it, how often missed."""

    monday: date
    asked: int
    missed: int


@dataclass(frozen=True)
class AskedOnce:
    """One time the question was asked. ``talk`` and ``number`` lead to the turn, None for a look-up at the desk."""

    day: date
    channel: str
    text: str
    ending: str
    down: bool
    talk: str | None
    number: int | None


@dataclass(frozen=True)
class Progress:
    """How far the log is grouped: when it was last looked at, None before the first time; whether all is to be anew."""

    grouped_at: datetime | None
    regroup: bool


class QuestionDetails:
    """Reads only; raises SQLAlchemyError or OSError."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._reading = engine.execution_options(reading=True)

    async def standing(self, group: int) -> int | None:
        """The group this one was merged into, and so on; itself where it stands, None where there is none such."""
        at: int | None = group
        async with self._reading.connect() as connection:
            while at is not None:
                query = select(question_groups).where(question_groups.c.id == at)
                row = (await connection.execute(query)).one_or_none()
                if row is None or row.into_id is None:
                    return None if row is None else row.id
                at = row.into_id
        return None

    async def weeks(self, group: int, wanted: Wanted) -> tuple[Week, ...]:
        """Every week from the first to the last it was asked in, oldest first."""
        tallies = tallied(wanted).subquery("tallies")
        missed = func.sum(tallies.c.number).filter(tallies.c.ending == "missed")
        query = (
            select(tallies.c.day, func.sum(tallies.c.number).label("asked"), func.coalesce(missed, 0).label("missed"))
            .join(question_wordings, question_wordings.c.id == tallies.c.wording_id)
            .where(question_wordings.c.group_id == group)
            .group_by(tallies.c.day)
        )
        counted: dict[date, list[int]] = {}
        async with self._reading.connect() as connection:
            for row in await connection.execute(query):
                both = counted.setdefault(row.day - timedelta(days=row.day.weekday()), [0, 0])
                both[0] += int(row.asked)
                both[1] += int(row.missed)
        if not counted:
            return ()
        first, last = min(counted), max(counted)
        mondays = [first + n * _WEEK for n in range((last - first).days // 7 + 1)]
        return tuple(Week(monday, *counted.get(monday, (0, 0))) for monday in mondays)

    async def latest(self, group: int, size: int = LATEST) -> tuple[AskedOnce, ...]:
        """The last times it was asked, of what is still kept, newest first."""
        query = (
            select(
                *(questions.c.day, questions.c.channel, question_wordings.c.text, ending_now().label("ended")),
                *(turns.c.conversation_id, turns.c.number, thumbs.c.turn_id.label("down")),
            )
            .join(question_wordings, question_wordings.c.id == questions.c.wording_id)
            .outerjoin(turns, turns.c.id == questions.c.turn_id)
            .outerjoin(lookups, lookups.c.id == questions.c.lookup_id)
            .outerjoin(thumbs, and_(thumbs.c.turn_id == questions.c.turn_id, thumbs.c.up.is_(False)))
            .where(question_wordings.c.group_id == group)
            .order_by(questions.c.day.desc(), questions.c.id.desc())
            .limit(size)
        )
        async with self._reading.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            AskedOnce(
                row.day, row.channel, row.text or "", row.ended, row.down is not None, row.conversation_id, row.number
            )
            for row in rows
        )

    async def beside(self, group: int, matters: Sequence[str], words: Sequence[str]) -> dict[int, str]:
        """Wordings of other groups that may be alike, by group: answered by one of ``matters``, or holding a word."""
        holding = [question_wordings.c.text.contains(word, autoescape=True) for word in words]
        query = (
            select(question_wordings.c.group_id, question_wordings.c.text)
            .where(
                question_wordings.c.group_id != group,
                question_wordings.c.text.is_not(None),
                or_(question_wordings.c.matter.in_(matters), *holding),
            )
            .order_by(question_wordings.c.near_id.is_not(None), question_wordings.c.id.desc())
            .limit(CANDIDATES)
        )
        found: dict[int, str] = {}
        async with self._reading.connect() as connection:
            for row in await connection.execute(query):
                found.setdefault(row.group_id, row.text)
        return found

    async def progress(self) -> Progress:
        """How far the log is grouped."""
        async with self._reading.connect() as connection:
            row = (await connection.execute(select(question_progress))).one()
        return Progress(row.grouped_at, row.regroup)
