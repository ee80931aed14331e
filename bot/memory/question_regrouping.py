"""Keeping groups made anew: numbers stay with the questions they had, and lead on where a question went elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.memory.question_intake import New, locked, new_groups
from bot.memory.question_tables import question_groups, question_progress, question_wordings

_MOVE = (
    update(question_wordings)
    .where(question_wordings.c.id == bindparam("key"))
    .values(
        group_id=bindparam("group"), near_id=bindparam("near"), score=bindparam("near_score"), reason=bindparam("why")
    )
)


async def rearrange(engine: AsyncEngine, made: Sequence[New], now: datetime) -> None:
    """Keep the groups ``made``, in the order they were made. What was decided by hand meanwhile stays as decided."""
    async with engine.begin() as connection:
        await locked(connection)
        former, decided = await _as_it_is(connection)
        free = [wording for wording in made if former.get(wording.key) not in (None, *decided)]
        groups = await _named(connection, free, former, now)
        if free:
            rows = [
                {"key": one.key, "group": groups[one.key], "near": one.near, "near_score": one.score, "why": one.reason}
                for one in free
            ]
            await connection.execute(_MOVE, rows)
        await _lead_on(connection, free, former, groups)
        await connection.execute(update(question_progress).values(regroup=False))


async def _as_it_is(connection: AsyncConnection) -> tuple[dict[int, int], set[int]]:
    """The group of every wording, and the groups decided by hand."""
    places = await connection.execute(select(question_wordings.c.id, question_wordings.c.group_id))
    hands = await connection.scalars(select(question_groups.c.id).where(question_groups.c.by_hand))
    return {row.id: row.group_id for row in places}, set(hands.all())


async def _named(
    connection: AsyncConnection, free: Sequence[New], former: dict[int, int], now: datetime
) -> dict[int, int]:
    """The group of each wording: that of the one beside it, or the former one of the wording it begins with."""
    groups = dict(former)
    taken: set[int] = set()
    for wording in free:
        if wording.near is not None:
            groups[wording.key] = groups[wording.near]
        elif former[wording.key] not in taken:
            taken.add(former[wording.key])
        else:
            (groups[wording.key],) = await new_groups(connection, 1, now)
    return groups


async def _lead_on(
    connection: AsyncConnection, free: Sequence[New], former: dict[int, int], groups: dict[int, int]
) -> None:
    """A group all of whose words went elsewhere leads to where the first of them went, and its counts go there."""
    inhabited = {groups[wording.key] for wording in free}
    into: dict[int, int] = {}
    for wording in free:
        if former[wording.key] not in inhabited:
            into.setdefault(former[wording.key], groups[wording.key])
    for group, other in into.items():
        without_words = question_wordings.c.group_id == group
        await connection.execute(update(question_wordings).where(without_words).values(group_id=other))
        await connection.execute(update(question_groups).where(question_groups.c.id == group).values(into_id=other))
