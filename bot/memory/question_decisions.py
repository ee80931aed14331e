"""Groups as somebody decided them: split and merged by hand. What was decided is never grouped otherwise again.

Each within a transaction of the caller's, which also holds the line of the trail.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.memory.question_intake import locked, new_groups
from bot.memory.question_tables import question_groups, question_progress, question_wordings

BY_HAND = "by_hand"


class Undecidable(ValueError):
    """Cannot be done as things stand; the message (Chinese) says why."""


async def merge(connection: AsyncConnection, group: int, into: int) -> int:
    """Have all of ``group`` in ``into``; how many wordings moved, those without words left included.

    Raises Undecidable where one of them is not there any more, or both are one.
    """
    await locked(connection)
    if group == into:
        raise Undecidable("不能把一组并入它自己。")
    for one in (group, into):
        await _standing(connection, one)
    moved = await _move(connection, question_wordings.c.group_id == group, into)
    await connection.execute(
        update(question_groups).where(question_groups.c.id == group).values(by_hand=True, into_id=into)
    )
    await _decided(connection, into)
    return moved


async def split(connection: AsyncConnection, group: int, wordings: Collection[int], now: datetime) -> int:
    """Have these wordings in a group of their own; its id.

    Raises Undecidable where they are not all in the group any more, or nothing would be left in it.
    """
    await locked(connection)
    await _standing(connection, group)
    worded = question_wordings.c.text.is_not(None)
    query = select(question_wordings.c.id).where(question_wordings.c.group_id == group, worded)
    present = set((await connection.scalars(query)).all())
    if not wordings or not present.issuperset(wordings):
        raise Undecidable("选中的问法已经不都在这一组里，请刷新页面再选。")
    if len(present) == len(set(wordings)):
        raise Undecidable("至少要留一个问法在原来的组里。")
    (own,) = await new_groups(connection, 1, now, by_hand=True)
    await _move(connection, question_wordings.c.id.in_(set(wordings)), own)
    await _decided(connection, group)
    return own


async def ask_to_regroup(connection: AsyncConnection) -> None:
    """Have all that nobody decided grouped anew, by whoever does the grouping."""
    await connection.execute(update(question_progress).values(regroup=True))


async def _standing(connection: AsyncConnection, group: int) -> None:
    into = (await connection.execute(select(question_groups).where(question_groups.c.id == group))).one_or_none()
    if into is None or into.into_id is not None:
        raise Undecidable(f"第 {group} 组已经不在了，可能刚被并入别的组，请刷新页面。")


async def _move(connection: AsyncConnection, which: ColumnElement[bool], into: int) -> int:
    """Move wordings; none is then said to stand beside one of another group."""
    wordings = question_wordings
    alone = wordings.c.near_id.is_(None)
    await connection.execute(update(wordings).where(which, alone).values(reason=BY_HAND))
    moved = await connection.execute(update(wordings).where(which).values(group_id=into))
    near = wordings.alias("near")
    parted = (
        select(wordings.c.id)
        .join(near, near.c.id == wordings.c.near_id)
        .where(near.c.group_id != wordings.c.group_id, or_(near.c.group_id == into, wordings.c.group_id == into))
    )
    by_hand = {"near_id": None, "score": None, "reason": BY_HAND}
    await connection.execute(update(wordings).where(wordings.c.id.in_(parted)).values(by_hand))
    return moved.rowcount


async def _decided(connection: AsyncConnection, group: int) -> None:
    await connection.execute(update(question_groups).where(question_groups.c.id == group).values(by_hand=True))
