"""Reading and writing the turns of several talks at once, inside one transaction."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Row

from bot.clock import now
from bot.memory import asides as beside
from bot.memory import codes as coded
from bot.memory.forgetting import Forgotten, digests, forget_talk, known_again
from bot.memory.kept import read_turns
from bot.memory.owed import owe
from bot.memory.records import After, Aside, Asked, Before, Handed, LastTurn
from bot.memory.tables import Moment, asides, conversations, turns, verdicts

NONCES_COUNT = timedelta(minutes=10)  # twice the age at which a channel refuses a message as stale
_MESSAGE_ID = 128  # characters; the column's length

_GO_ON = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"))
    .values(
        state=bindparam("new_state"), rest=bindparam("new_rest"), turns=bindparam("number"), updated=bindparam("at")
    )
)
_PUT_ASIDE = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"))
    .values(former_state=bindparam("unreadable"))
)


# Lists of each half and not one of pairs, for which SQLite reads the whole table; pairs nobody asked for do no harm.
_LOCKED = (
    select(conversations)
    .where(
        conversations.c.channel.in_(bindparam("channels", expanding=True)),
        conversations.c.user_hash.in_(bindparam("people", expanding=True)),
    )
    # Always in the same order, so that two processes wait for each other instead of blocking each other.
    .order_by(conversations.c.channel, conversations.c.user_hash)
    .with_for_update()  # no word in SQLite, where the transaction already holds the only write lock
)
_KEPT = select(turns).where(
    turns.c.conversation_id.in_(bindparam("talks", expanding=True)),
    turns.c.message_id.in_(bindparam("messages", expanding=True)),
)
_BEARING = union_all(
    *(
        select(table.c.nonce, table.c.conversation_id, table.c.message_id).where(
            table.c.nonce.in_(bindparam("nonces", expanding=True)), table.c.created > bindparam("since", type_=Moment())
        )
        for table in (turns, asides)
    )
)


@dataclass(frozen=True)
class Page:
    """One person's conversation as found, open for the turn to be written."""

    asked: Asked
    conversation: Row[Any]
    before: Before


def read(connection: Connection, asked: Sequence[Asked]) -> list[Page]:
    """The conversations of ``asked`` (each person once), locked until the transaction ends, in the same order."""
    rows = _conversations(connection, asked)
    kept = _kept(connection, [(rows[one.channel, one.who].id, one.message_id) for one in asked])
    replayed = _replayed(connection, asked, rows)
    forgotten, spent = _forgotten(connection, asked, rows)
    said, last = _beside(connection, asked, rows)
    handed, guessed_out = _handed(connection, asked, rows)
    return [
        Page(
            one,
            row := rows[one.channel, one.who],
            Before(
                row.state,
                tuple(json.loads(row.rest)) if row.rest else (),
                kept.get((row.id, short(one.message_id))),
                one in replayed | spent,
                one in forgotten,
                said.get(one),
                last.get(one),
                handed.get(one),
                one in guessed_out,
            ),
        )
        for one in asked
    ]


def write(connection: Connection, left: Sequence[tuple[Page, After | Aside]]) -> None:
    """Keep what the turns leave: a statement for each table, however many turns. Forget who wants to be forgotten."""
    moment = now()
    ended = [(page, after) for page, after in left if isinstance(after, After)]
    for page, aside in left:
        if isinstance(aside, Aside):
            asked = replace(page.asked, message_id=short(page.asked.message_id))
            beside.keep(connection, page.conversation.id, asked, aside, moment)
    if kept := [(page, after) for page, after in ended if not after.forget]:
        _keep(connection, kept, moment)
    gone = Forgotten()
    for page, after in ended:
        if after.forget:
            asked = replace(page.asked, message_id=short(page.asked.message_id))
            gone += forget_talk(connection, page.conversation.id, asked, after.turn, moment)
    gone.leave(connection)


def _keep(connection: Connection, ended: Sequence[tuple[Page, After]], moment: datetime) -> None:
    connection.execute(_GO_ON, [_gone_on(page, after, moment) for page, after in ended])
    connection.execute(insert(turns), [_turn(page, after, moment) for page, after in ended])
    told = [row for page, after in ended for row in _verdicts(page, after, moment)]
    if told:
        connection.execute(insert(verdicts), told)
    for page, after in ended:
        _keep_codes(connection, page, after, moment)
    aside = [
        {"conversation": page.conversation.id, "unreadable": after.unreadable}
        for page, after in ended
        if after.unreadable is not None
    ]
    if aside:
        connection.execute(_PUT_ASIDE, aside)
    for page, after in ended:
        if after.owed is not None:
            owe(connection, page.conversation.id, after.owed.recipient, after.owed.pages, moment)


def _keep_codes(connection: Connection, page: Page, after: After, moment: datetime) -> None:
    """The code told in a turn, the one taken, the one that was none: few turns have any."""
    if after.turn.code is not None:
        coded.give(connection, after.turn.code, page.conversation.id, after.turn.id, moment)
    if after.took is not None:
        coded.take(connection, after.took, page.conversation.id)
    if after.missed:
        coded.note_wrong(connection, page.asked.who, moment)


def _conversations(connection: Connection, asked: Sequence[Asked]) -> dict[tuple[str, str], Row[Any]]:
    wanted = sorted({(one.channel, one.who) for one in asked})
    found = _locked(connection, wanted)
    # More than once only where another process makes somebody's talk and a third has it forgotten, just now.
    while new := [key for key in wanted if key not in found]:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        moment = now()
        connection.execute(
            dialect.insert(conversations).on_conflict_do_nothing(),  # another process may greet the same person now
            [
                {"id": str(uuid.uuid4()), "channel": channel, "user_hash": who, "turns": 0}
                | {"created": moment, "updated": moment}
                for channel, who in new
            ],
        )
        found |= _locked(connection, new)
    return found


def _locked(connection: Connection, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Row[Any]]:
    channels, people = {channel for channel, _ in wanted}, [who for _, who in wanted]
    found = connection.execute(_LOCKED, {"channels": list(channels), "people": people})
    return {(row.channel, row.user_hash): row for row in found}


def _kept(connection: Connection, messages: Sequence[tuple[str, str | None]]) -> dict[tuple[str, str | None], Any]:
    named = [(conversation, short(message)) for conversation, message in messages if message is not None]
    if not named:
        return {}
    query = _KEPT.params(talks=[talk for talk, _ in named], messages=[message for _, message in named])
    return {(conversation, turn.message_id): turn for conversation, turn in read_turns(connection, query)}


def _replayed(connection: Connection, asked: Sequence[Asked], rows: dict[tuple[str, str], Row[Any]]) -> set[Asked]:
    """Those whose nonce another message carried before, in the database or further up in ``asked``."""
    named = [one for one in asked if one.nonce is not None]
    if not named:
        return set()
    nonces = list({one.nonce for one in named})
    found = connection.execute(_BEARING, {"nonces": nonces, "since": now() - NONCES_COUNT})
    bearers: dict[str | None, set[tuple[str, str | None]]] = {}
    for nonce, conversation, message_id in found:
        bearers.setdefault(nonce, set()).add((conversation, message_id))
    again = set()
    for one in named:
        bearer = (rows[one.channel, one.who].id, short(one.message_id))
        others = bearers.setdefault(one.nonce, set())
        if others - {bearer}:
            again.add(one)
        others.add(bearer)
    return again


def _beside(
    connection: Connection, asked: Sequence[Asked], rows: dict[tuple[str, str], Row[Any]]
) -> tuple[dict[Asked, str], dict[Asked, LastTurn]]:
    """The words of those that were asides before; of the others that may be one, the turn it is about."""
    talks = {one: rows[one.channel, one.who].id for one in asked if one.needs.last_turn}
    if not talks:
        return {}, {}
    messages = {one: (talk, short(one.message_id)) for one, talk in talks.items()}
    known = beside.known(connection, list(messages.values()))
    said = {one: known[message] for one, message in messages.items() if message in known}
    last = {one: beside.last_turn(connection, talk) for one, talk in talks.items() if one not in said}
    return said, {one: turn for one, turn in last.items() if turn is not None}


def _handed(
    connection: Connection, asked: Sequence[Asked], rows: dict[tuple[str, str], Row[Any]]
) -> tuple[dict[Asked, Handed], set[Asked]]:
    """The prechecks behind codes that were sent, and who has guessed too often. Of two at once the first has a code."""
    handed: dict[Asked, Handed] = {}
    guessed_out: set[Asked] = set()
    for one in asked:
        if one.needs.code is None:
            continue
        if coded.guessed_out(connection, one.who, now()):
            guessed_out.add(one)
        elif one.needs.code not in {other.needs.code for other in handed}:
            found = coded.handed(connection, one.needs.code, rows[one.channel, one.who].id, now())
            if found is not None:
                handed[one] = found
    return handed, guessed_out


def _forgotten(
    connection: Connection, asked: Sequence[Asked], rows: dict[tuple[str, str], Row[Any]]
) -> tuple[set[Asked], set[Asked]]:
    """Whose message belongs to what was forgotten, and whose nonce does. Of the former not even a talk is begun."""
    named = {one: digests(one.channel, one.who, short(one.message_id), one.nonce) for one in asked}
    if not any(named.values()):
        return set(), set()
    known = known_again(connection, [digest for own in named.values() for digest in own.values()])
    again = {one for one, own in named.items() if own.get("message") in known}
    spent = {one for one, own in named.items() if own.get("nonce") in known} - again
    if again:
        begun = [rows[one.channel, one.who].id for one in again]
        connection.execute(delete(conversations).where(conversations.c.id.in_(begun), conversations.c.turns == 0))
    return again, spent


def _gone_on(page: Page, after: After, moment: datetime) -> dict[str, Any]:
    return {
        "conversation": page.conversation.id,
        "new_state": page.conversation.state if after.state is None else after.state,
        "new_rest": _json(after.rest) if after.rest else None,
        "number": page.conversation.turns + 1,
        "at": moment,
    }


def _turn(page: Page, after: After, moment: datetime) -> dict[str, Any]:
    turn = after.turn
    return {
        "id": turn.id,
        "conversation_id": page.conversation.id,
        "number": page.conversation.turns + 1,
        "message_id": short(page.asked.message_id),
        "text": turn.text,
        "outcome": turn.outcome,
        "step": turn.step,
        "confidence": turn.confidence,
        "clauses": _json(turn.clauses),
        "replies": turn.replies,
        "latency_ms": turn.latency_ms,
        "runners_up": _json(turn.runners_up),
        "matter": turn.matter,
        "pilot": turn.pilot,
        "spoken": turn.spoken,
        "nonce": page.asked.nonce,
        "asks": turn.asks,
        "created": moment,
    }


def _verdicts(page: Page, after: After, moment: datetime) -> list[dict[str, Any]]:
    return [
        {
            "token": told.token,
            "conversation_id": page.conversation.id,
            "turn_id": after.turn.id,
            "position": position,
            "programme": told.programme,
            "answers": _json(told.answers),
            "as_of": told.as_of,
            "rules": told.rules,
            "verdict": _json(told.verdict),
            "result": told.result,
            "deciding": _json(told.deciding),
            "created": moment,
        }
        for position, told in enumerate(after.turn.verdicts)
    ]


def short(message_id: str | None) -> str | None:
    """The id as the column holds it: one too long is replaced by its digest."""
    if message_id is None or len(message_id) <= _MESSAGE_ID:
        return message_id
    return hashlib.sha256(message_id.encode()).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
