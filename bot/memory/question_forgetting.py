"""What stays of questions whose turn or look-up is deleted: how often each was asked. The words go with the last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.memory.question_groups import ending_now
from bot.memory.question_tables import question_counts, question_wordings, questions
from bot.memory.tables import lookups, thumbs


class Times(NamedTuple):
    """How a question was asked; ``down``: and got a 「没用」. ``pilot`` is empty for none."""

    wording: int
    day: date
    channel: str
    pilot: str
    ending: str
    down: bool


def forget_questions(connection: Connection, which: ColumnElement[bool]) -> Counter[Times]:
    """Delete ``which``, before their turns or look-ups go; how often each was asked, for ``add``."""
    query = (
        select(questions, ending_now().label("ended"), thumbs.c.turn_id.label("down"))
        .outerjoin(lookups, lookups.c.id == questions.c.lookup_id)
        .outerjoin(thumbs, and_(thumbs.c.turn_id == questions.c.turn_id, thumbs.c.up.is_(False)))
        .where(which)
    )
    rows = connection.execute(query).all()
    connection.execute(delete(questions).where(questions.c.id.in_([row.id for row in rows])))
    return Counter(
        Times(row.wording_id, row.day, row.channel, row.pilot or "", row.ended, row.down is not None) for row in rows
    )


def add(connection: Connection, asked: Counter[Times]) -> None:
    """Add to what is kept in numbers: once in a transaction and last, and always in the same order."""
    if not asked:
        return
    _take_words(connection, sorted({times.wording for times in asked}))
    rows: dict[tuple[object, ...], list[int]] = {}
    for times, number in sorted(asked.items()):
        kept = rows.setdefault(times[:5], [0, 0])
        kept[0] += number
        kept[1] += number * times.down
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    adding = dialect.insert(question_counts)
    names = [column.name for column in question_counts.primary_key]
    connection.execute(
        adding.on_conflict_do_update(
            index_elements=names,
            set_={
                "number": question_counts.c.number + adding.excluded.number,
                "down": question_counts.c.down + adding.excluded.down,
            },
        ),
        [dict(zip(names, key, strict=True)) | {"number": n, "down": down} for key, (n, down) in rows.items()],
    )


def _take_words(connection: Connection, wordings: Sequence[int]) -> None:
    """The words that nobody's record holds any more. Who asks in them just now is waited for, and keeps them."""
    own = question_wordings.c.id.in_(wordings)
    connection.execute(select(question_wordings.c.id).where(own).order_by(question_wordings.c.id).with_for_update())
    asked = exists().where(questions.c.wording_id == question_wordings.c.id)
    connection.execute(update(question_wordings).where(own, ~asked).values(text=None, digest=None))
