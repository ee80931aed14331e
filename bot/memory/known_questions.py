"""The questions people really asked, for trying a draft: of the log and of the hotline's look-ups, as they are kept."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.tables import lookups, turns

MOST = 5000
"""Different questions; beyond them, what was hardly ever asked is left out."""

LONGEST = 300
# Steps that answer a question by its own words; an answer to the bot's question would mean nothing alone.
_STEPS = ("faq", "trade", "clauses", "no_match")


async def known_questions(engine: AsyncEngine) -> Counter[str]:
    """How often each was asked, masked; the MOST asked ones."""
    asked: Counter[str] = Counter()
    turns_asked = select(turns.c.text, func.count()).where(turns.c.step.in_(_STEPS)).group_by(turns.c.text)
    looked_up = select(lookups.c.text, func.count()).group_by(lookups.c.text)
    async with engine.execution_options(reading=True).connect() as connection:
        for query in (turns_asked, looked_up):
            for text, times in await connection.execute(query.order_by(func.count().desc()).limit(MOST)):
                if 0 < len(text) <= LONGEST:
                    asked[text] += times
    return Counter(dict(asked.most_common(MOST)))
