"""All there is about one person, as JSON to hand to them."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import SHANGHAI, now
from bot.memory.tables import asides, codes, conversations, owed_replies, prechecks, thumbs, turns, verdicts

FORMAT = "shenbao-records/1"
_BATCH = 500  # turns read at a time


async def records_of(engine: AsyncEngine, channel: str, who: str) -> dict[str, Any] | None:
    """One person's records, ``who`` being hashed (``Memory.hashed``); None for somebody unknown.

    ``talk`` (began, last, turns, state, unsaid, owed, asides, codes), ``turns`` oldest first, each with its
    ``verdicts`` and ``thumb``. Moments are ISO in Beijing's time. What was said is masked, as it is kept; whose it is,
    is not told.
    """
    async with engine.execution_options(reading=True).connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ")  # all of one moment
        person = (conversations.c.channel == channel) & (conversations.c.user_hash == who)
        talk = (await connection.execute(select(conversations).where(person))).one_or_none()
        if talk is None:
            return None
        return {
            "format": FORMAT,
            "exported": _when(now()),
            "channel": channel,
            "talk": await _talk(connection, talk),
            "turns": await _turns(connection, talk.id),
        }


async def _talk(connection: AsyncConnection, talk: Row[Any]) -> dict[str, Any]:
    query = select(owed_replies.c.text).where(owed_replies.c.conversation_id == talk.id)
    owed = await connection.scalars(query.order_by(owed_replies.c.created, owed_replies.c.position))
    return {
        "began": _when(talk.created),
        "last": _when(talk.updated),
        "turns": talk.turns,
        "state": json.loads(talk.state) if talk.state else None,
        "former_state": talk.former_state,
        "unsaid": json.loads(talk.rest) if talk.rest else [],
        "owed": list(owed),
        "asides": await _asides(connection, talk.id),
        "codes": await _codes(connection, talk.id),
    }


async def _codes(connection: AsyncConnection, conversation: str) -> list[dict[str, Any]]:
    """The codes that lead to the talk, without their digits; with those of the desk the precheck they brought."""
    query = (
        select(codes, prechecks.c.answers, prechecks.c.note)
        .outerjoin(prechecks, prechecks.c.id == codes.c.precheck_id)
        .where(codes.c.conversation_id == conversation)
        .order_by(codes.c.created)
    )
    return [
        {
            "from": "desk" if row.precheck_id else "talk",
            "at": _when(row.created),
            "expires": _when(row.expires),
            "answers": json.loads(row.answers) if row.answers else None,
            "note": row.note,
        }
        for row in await connection.execute(query)
    ]


async def _asides(connection: AsyncConnection, conversation: str) -> list[dict[str, Any]]:
    query = select(asides).where(asides.c.conversation_id == conversation).order_by(asides.c.created)
    return [
        {"at": _when(row.created), "message_id": row.message_id, "spoken": row.spoken}
        for row in await connection.execute(query)
    ]


async def _turns(connection: AsyncConnection, conversation: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    number = 0
    while True:
        query = (
            select(turns, thumbs.c.up)
            .outerjoin(thumbs, thumbs.c.turn_id == turns.c.id)
            .where(turns.c.conversation_id == conversation, turns.c.number > number)
            .order_by(turns.c.number)
            .limit(_BATCH)
        )
        rows = (await connection.execute(query)).all()
        if not rows:
            return told
        number = rows[-1].number
        results = await _verdicts(connection, [row.id for row in rows])
        told += [_turn(row, results.get(row.id, [])) for row in rows]


async def _verdicts(connection: AsyncConnection, ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    query = select(verdicts).where(verdicts.c.turn_id.in_(ids)).order_by(verdicts.c.turn_id, verdicts.c.position)
    told: dict[str, list[dict[str, Any]]] = {}
    for row in await connection.execute(query):
        told.setdefault(row.turn_id, []).append(
            {
                "token": row.token,
                "programme": row.programme,
                "as_of": row.as_of.isoformat(),
                "answers": json.loads(row.answers),
                "verdict": json.loads(row.verdict),
            }
        )
    return told


def _turn(row: Row[Any], results: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "number": row.number,
        "at": _when(row.created),
        "message_id": row.message_id,
        "text": row.text,
        "outcome": row.outcome,
        "step": row.step,
        "confidence": row.confidence,
        "clauses": json.loads(row.clauses),
        "replies": json.loads(row.replies),
        "matter": row.matter,
        "pilot": row.pilot,
        "spoken": row.spoken,
        "verdicts": results,
        "thumb": row.up,
    }


def _when(moment: Any) -> str:
    return str(moment.astimezone(SHANGHAI).isoformat(timespec="seconds"))
