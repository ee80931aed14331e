"""Turns as they were kept, with the tokens of their verdicts and the person's word on the answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from bot.clock import now
from bot.memory.records import KeptTurn
from bot.memory.tables import codes, thumbs, verdicts


def read_turns(connection: Connection, query: Any) -> list[tuple[str, KeptTurn]]:
    """The turns a query on the table ``turns`` finds, each with its conversation's id."""
    rows = connection.execute(query).all()
    if not rows:
        return []
    told = connection.execute(
        select(verdicts.c.turn_id, verdicts.c.token)
        .where(verdicts.c.turn_id.in_([row.id for row in rows]))
        .order_by(verdicts.c.position)
    )
    tokens: dict[str, list[str]] = {}
    for turn_id, token in told:
        tokens.setdefault(turn_id, []).append(token)
    said = connection.execute(select(thumbs).where(thumbs.c.turn_id.in_([row.id for row in rows])))
    up = {thumb.turn_id: thumb.up for thumb in said}
    alive = codes.c.turn_id.in_([row.id for row in rows]) & (codes.c.expires > now())
    sealed = {code.turn_id: code.sealed for code in connection.execute(select(codes).where(alive))}
    return [
        (
            row.conversation_id,
            KeptTurn(
                id=row.id,
                message_id=row.message_id,
                text=row.text,
                outcome=row.outcome,
                step=row.step,
                replies=row.replies,
                created=row.created,
                tokens=tuple(tokens.get(row.id, ())),
                spoken=row.spoken,
                thumb=up.get(row.id),
                code=sealed.get(row.id),
            ),
        )
        for row in rows
    ]
