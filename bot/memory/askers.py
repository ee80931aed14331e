"""How many people asked a question: what only one person asked is nobody else's to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import SHANGHAI
from bot.memory.question_tables import question_progress, question_wordings, questions
from bot.memory.tables import turns

_BATCH = 500  # groups in one statement


async def askers(engine: AsyncEngine, groups: Sequence[int], first: date, last: date) -> dict[int, int]:
    """For each group how many talks asked it from ``first`` to ``last``, and calls: each look-up is one more.

    Only of questions whose turn or look-up is kept: of the others nobody knows any more.
    """
    found: dict[int, int] = {}
    people = func.count(turns.c.conversation_id.distinct()) + func.count(questions.c.lookup_id)
    query = (
        select(question_wordings.c.group_id, people)
        .select_from(questions)
        .join(question_wordings, question_wordings.c.id == questions.c.wording_id)
        .outerjoin(turns, turns.c.id == questions.c.turn_id)
        .where(questions.c.day.between(first, last))
        .group_by(question_wordings.c.group_id)
    )
    async with engine.execution_options(reading=True).connect() as connection:
        for start in range(0, len(groups), _BATCH):
            some = query.where(question_wordings.c.group_id.in_(groups[start : start + _BATCH]))
            found |= {row[0]: row[1] for row in await connection.execute(some)}
    return found


async def grouped_until(engine: AsyncEngine) -> date | None:
    """The day up to which turns have been put into groups; None before the first."""
    async with engine.execution_options(reading=True).connect() as connection:
        moment = await connection.scalar(select(func.max(question_progress.c.turns_to)))
    return moment.astimezone(SHANGHAI).date() if moment is not None else None
