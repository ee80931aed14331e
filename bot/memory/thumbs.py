"""What applicants think of an answer: up or down, one word for a turn, theirs to change and to take back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Connection, delete, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.tables import Moment, conversations, thumbs, turns


def set_thumb(connection: Connection, turn_id: str, *, up: bool, moment: datetime) -> None:
    """Keep ``up`` for a turn that the caller has found and holds."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    put = dialect.insert(thumbs).values(turn_id=turn_id, up=up, at=moment)
    new = {"up": put.excluded.up, "at": put.excluded.at}
    connection.execute(put.on_conflict_do_update(index_elements=[thumbs.c.turn_id], set_=new))


async def put_thumb(
    engine: AsyncEngine, channel: str, who: str, turn_id: str, *, up: bool | None, moment: datetime
) -> bool:
    """Keep ``up`` (None takes it back) for a turn of the person ``who`` (a hash); False if it is no turn of theirs.

    Raises SQLAlchemyError or OSError.
    """
    own = (
        select(turns.c.id, literal(up, Boolean()), literal(moment, Moment()))
        .join(conversations, conversations.c.id == turns.c.conversation_id)
        .where(turns.c.id == turn_id, conversations.c.channel == channel, conversations.c.user_hash == who)
    )
    async with engine.begin() as connection:
        if up is None:
            found = (await connection.execute(own)).first() is not None
            if found:
                await connection.execute(delete(thumbs).where(thumbs.c.turn_id == turn_id))
            return found
        # One statement: a turn forgotten at this very moment has no thumb afterwards.
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        put = dialect.insert(thumbs).from_select(["turn_id", "up", "at"], own)
        new = {"up": put.excluded.up, "at": put.excluded.at}
        put = put.on_conflict_do_update(index_elements=[thumbs.c.turn_id], set_=new)
        return (await connection.execute(put.returning(thumbs.c.turn_id))).first() is not None
