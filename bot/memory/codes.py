"""Codes that join a talk and a call, as the database knows them: by a keyed digest, until they expire.

A talk's code is written in the turn's own transaction; the desk's is taken in that of the turn that sends it, under a
lock, so that of two who send it at once one has it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from bot.codes import NewCode
from bot.memory.records import Handed
from bot.memory.tables import codes, prechecks, turns, wrong_codes

WHILE = timedelta(hours=1)
MOST_WRONG = 5  # of one person's while that lasts
MOST_WRONG_AT_DESK = 20  # of one officer's: they listen to a telephone, and are known by name
MOST_WRONG_OF_ALL = 300  # cookies cost nothing; so many wrong codes an hour are no people


@dataclass(frozen=True)
class Opened:
    """What a code leads to at the desk: a turn of a talk, or a precheck made there."""

    conversation_id: str | None
    number: int | None
    precheck_id: str | None


def give(connection: Connection, code: NewCode, conversation: str, turn_id: str, moment: datetime) -> None:
    """Keep the code of a turn. IntegrityError where another has the same one: then another must be drawn."""
    row = {"digest": code.digest, "sealed": code.sealed, "conversation_id": conversation, "turn_id": turn_id}
    connection.execute(insert(codes).values(**row, created=moment, expires=moment + code.lasts))


def give_precheck(
    connection: Connection, digest: str, precheck_id: str, moment: datetime, lasts: timedelta
) -> None:
    """Keep a code of the desk's. IntegrityError where another has the same one."""
    row = {"digest": digest, "precheck_id": precheck_id}
    connection.execute(insert(codes).values(**row, created=moment, expires=moment + lasts))


def handed(connection: Connection, digest: str, conversation: str, moment: datetime) -> Handed | None:
    """The precheck behind a code of the desk's that nobody has taken yet, or this talk has; locked until the end."""
    query = (
        select(prechecks)
        .join(codes, codes.c.precheck_id == prechecks.c.id)
        .where(codes.c.digest == digest, codes.c.expires > moment)
        .where(or_(codes.c.conversation_id.is_(None), codes.c.conversation_id == conversation))
        .with_for_update(of=codes)
    )
    row = (connection.execute(query)).one_or_none()
    if row is None:
        return None
    return Handed(digest, tuple(json.loads(row.programmes)), json.loads(row.answers), row.as_of)


def take(connection: Connection, digest: str, conversation: str) -> None:
    """From now on the code is this talk's alone."""
    connection.execute(update(codes).where(codes.c.digest == digest).values(conversation_id=conversation))


def opened(connection: Connection, digests: tuple[str, str], moment: datetime) -> Opened | None:
    """What a code said on the telephone leads to; ``digests`` are those it has as a talk's and as the desk's."""
    query = (
        select(codes.c.conversation_id, codes.c.precheck_id, turns.c.number)
        .outerjoin(turns, turns.c.id == codes.c.turn_id)
        .where(codes.c.digest.in_(digests), codes.c.expires > moment)
    )
    row = (connection.execute(query)).first()
    if row is None:
        return None
    if row.precheck_id is not None:
        return Opened(None, None, row.precheck_id)
    return Opened(row.conversation_id, row.number, None)


def guessed_out(connection: Connection, who: str, moment: datetime) -> bool:
    """Whether ``who`` (a hash), or all together, have tried too many codes that were none."""
    if tried(connection, who, moment) >= MOST_WRONG:
        return True
    count = select(func.count()).select_from(wrong_codes).where(wrong_codes.c.at > moment - WHILE)
    return (connection.scalar(count) or 0) >= MOST_WRONG_OF_ALL


def tried(connection: Connection, who: str, moment: datetime) -> int:
    """How many codes that were none ``who`` (a hash, or an officer) has tried lately."""
    own = (wrong_codes.c.who == _digest(who)) & (wrong_codes.c.at > moment - WHILE)
    return connection.scalar(select(func.count()).select_from(wrong_codes).where(own)) or 0


def note_wrong(connection: Connection, who: str, moment: datetime) -> None:
    """One more code that was none."""
    connection.execute(insert(wrong_codes).values(who=_digest(who), at=moment))


def forget(connection: Connection, conversation: str) -> None:
    """Delete the codes of a talk, and what the desk wrote down for its person."""
    brought = select(codes.c.precheck_id).where(codes.c.conversation_id == conversation)
    connection.execute(delete(prechecks).where(prechecks.c.id.in_(brought)))
    connection.execute(delete(codes).where(codes.c.conversation_id == conversation))


def purge(connection: Connection, moment: datetime, records_before: datetime) -> None:
    """Delete what is over at ``moment``: codes, wrong ones; and prechecks as old as records may get.

    A code of the desk's that somebody took stays as long as its precheck: it tells whose that is.
    """
    taken = codes.c.precheck_id.is_not(None) & codes.c.conversation_id.is_not(None)
    connection.execute(delete(codes).where(codes.c.expires <= moment, ~taken))
    connection.execute(delete(wrong_codes).where(wrong_codes.c.at <= moment - WHILE))
    connection.execute(delete(prechecks).where(prechecks.c.at < records_before))


def _digest(who: str) -> str:
    return hashlib.sha256(f"wrong code\0{who}".encode()).hexdigest()
