"""Forgetting turns inside a transaction, and knowing their messages again without knowing what they said.

Locks are taken in one order everywhere: conversations, then turns, then questions' wordings, then the counts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Row

from bot.memory import codes as coded
from bot.memory.counting import Key, Passed, Told, add, counted, listed
from bot.memory.leaving import left_open
from bot.memory.privacy_tables import forgotten_messages
from bot.memory.question_forgetting import Times, forget_questions
from bot.memory.question_forgetting import add as add_questions
from bot.memory.question_tables import questions
from bot.memory.records import Asked, NewTurn
from bot.memory.tables import asides, conversations, thumbs, turns, verdicts

BATCH = 200  # turns deleted by one statement: SQLite's one writer is kept for a tenth of a second
SENT_AGAIN = timedelta(days=7)  # a channel or a page that has had no answer tries no longer


@dataclass
class Forgotten:
    """What was deleted so far. ``numbers`` and ``questions`` are what stays of it."""

    turns: int = 0
    verdicts: int = 0
    numbers: Counter[Key] = field(default_factory=Counter)
    questions: Counter[Times] = field(default_factory=Counter)

    def __add__(self, other: Forgotten) -> Forgotten:
        return Forgotten(
            self.turns + other.turns,
            self.verdicts + other.verdicts,
            self.numbers + other.numbers,
            self.questions + other.questions,
        )

    def leave(self, connection: Connection) -> None:
        """Add what stays of it, once in a transaction and last."""
        add_questions(connection, self.questions)
        add(connection, self.numbers)


def digests(channel: str, who: str, message_id: str | None, nonce: str | None) -> dict[str, str]:
    """``message`` and ``nonce``, where there is one, as digests. ``who`` is hashed already, ``message_id`` short."""
    named = {"message": message_id and f"{channel}\0{who}\0{message_id}", "nonce": nonce}
    return {
        kind: hashlib.sha256(f"{kind}\0{name}".encode()).hexdigest() for kind, name in named.items() if name is not None
    }


_KNOWN = select(forgotten_messages.c.digest).where(forgotten_messages.c.digest.in_(bindparam("wanted", expanding=True)))


def known_again(connection: Connection, wanted: Iterable[str]) -> set[str]:
    """Those of the digests that belong to forgotten messages."""
    return set(connection.scalars(_KNOWN, {"wanted": list(wanted)}).all())


def forget_talk(connection: Connection, conversation: str, asked: Asked, last: NewTurn, moment: datetime) -> Forgotten:
    """Delete a talk whole, in the turn that asked for it; the caller holds its lock and adds what stays of it.

    ``asked`` with its id short, and ``last``, are that turn itself: it is counted, and its message known again, but
    not kept.
    """
    told = tuple(Told(one.programme, one.result, tuple(one.deciding)) for one in last.verdicts)
    passed = Passed(moment, asked.channel, last.outcome, last.step, last.clauses, last.pilot, verdicts=told)
    gone = Forgotten(numbers=counted(passed))
    _remember(connection, digests(asked.channel, asked.who, asked.message_id, asked.nonce).values(), moment)
    own = turns.c.conversation_id == conversation
    while forget_turns(connection, own, gone, moment, on_demand=True):
        pass
    forget_asides(connection, conversation, asked, moment)
    coded.forget(connection, conversation)
    connection.execute(delete(conversations).where(conversations.c.id == conversation))  # owed replies too
    return gone


def forget_asides(connection: Connection, conversation: str, asked: Asked, moment: datetime) -> None:
    """Delete the asides of a talk, known again like its turns. Of ``asked`` only whose talk it is counts."""
    rows = (connection.execute(select(asides).where(asides.c.conversation_id == conversation))).all()
    named = [digests(asked.channel, asked.who, row.message_id, row.nonce) for row in rows]
    _remember(connection, (digest for own in named for digest in own.values()), moment)
    connection.execute(delete(asides).where(asides.c.conversation_id == conversation))


def forget_turns(
    connection: Connection,
    which: ColumnElement[bool],
    gone: Forgotten,
    moment: datetime,
    *,
    on_demand: bool = False,
    leave_locked: bool = False,
) -> int:
    """Delete up to ``BATCH`` turns of ``which`` with their verdicts and thumbs; add them to ``gone``; how many.

    ``on_demand``: their messages must not come back, so those of the last days are known again by a digest.
    ``leave_locked``: those that another transaction holds are left to it.
    """
    query = (
        select(turns, conversations.c.channel, conversations.c.user_hash)
        .join(conversations, conversations.c.id == turns.c.conversation_id)
        .where(which)
        .order_by(turns.c.created, turns.c.number)  # a talk from its beginning: what came after a turn is still there
        .limit(BATCH)
        .with_for_update(of=turns, skip_locked=leave_locked)
    )
    rows = connection.execute(query).all()
    if not rows:
        return 0
    ids = [row.id for row in rows]
    gone.turns += len(rows)
    told = _told(connection, ids)
    gone.verdicts += sum(map(len, told.values()))
    for passed in _passed(connection, rows, told, moment):
        gone.numbers += counted(passed)
    if on_demand:
        _remember(connection, _recent(rows, moment), moment)
    gone.questions += forget_questions(connection, questions.c.turn_id.in_(ids))
    connection.execute(delete(turns).where(turns.c.id.in_(ids)))
    return len(rows)


def _told(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Told, ...]]:
    """The verdicts of the turns."""
    query = select(verdicts.c.turn_id, verdicts.c.programme, verdicts.c.result, verdicts.c.deciding)
    found: dict[str, tuple[Told, ...]] = {}
    for row in connection.execute(query.where(verdicts.c.turn_id.in_(ids))):
        told = Told(row.programme, row.result, listed(row.deciding))
        found[row.turn_id] = (*found.get(row.turn_id, ()), told)
    return found


def _passed(
    connection: Connection, rows: Sequence[Row[Any]], told: dict[str, tuple[Told, ...]], moment: datetime
) -> list[Passed]:
    ids = [row.id for row in rows]
    words = connection.execute(select(thumbs.c.turn_id, thumbs.c.up).where(thumbs.c.turn_id.in_(ids)))
    thumb = {row.turn_id: row.up for row in words}
    left = set(connection.scalars(select(turns.c.id).where(turns.c.id.in_(ids), left_open(moment))))
    return [
        Passed(
            at=row.created,
            channel=row.channel,
            outcome=row.outcome,
            step=row.step,
            clauses=listed(row.clauses),
            pilot=row.pilot,
            thumb=thumb.get(row.id),
            left=row.asks if row.id in left else None,
            verdicts=told.get(row.id, ()),
        )
        for row in rows
    ]


def _recent(rows: Sequence[Row[Any]], moment: datetime) -> list[str]:
    return [
        digest
        for row in rows
        if row.created > moment - SENT_AGAIN
        for digest in digests(row.channel, row.user_hash, row.message_id, row.nonce).values()
    ]


def _remember(connection: Connection, names: Iterable[str], moment: datetime) -> None:
    rows = [{"digest": digest, "at": moment} for digest in sorted(set(names))]
    if rows:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(forgotten_messages).on_conflict_do_nothing(), rows)
