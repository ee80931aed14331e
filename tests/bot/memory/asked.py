"""Questions asked, written straight into the tables, for scenes about reading and forgetting them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.memory.question_groups import QuestionGroups
from bot.memory.question_tables import question_groups, question_wordings, questions
from bot.memory.records import After
from bot.memory.store import Memory
from bot.memory.tables import lookups, staff, thumbs, turns
from tests.bot.memory.test_store import a_turn

DAY = date(2023, 8, 20)


@dataclass
class Asked:
    """Writes questions through the memory, and gives what reads them."""

    memory: Memory

    @property
    def groups(self) -> QuestionGroups:
        return QuestionGroups(self.memory.engine)

    async def group(self, *texts: str, by_hand: bool = False) -> int:
        """A group of these wordings, each put beside the first; its id."""
        async with self.memory.engine.begin() as connection:
            group = await self._next(connection, question_groups)
            new = {"id": group, "by_hand": by_hand, "created": datetime(2023, 8, 1, tzinfo=UTC)}
            await connection.execute(insert(question_groups).values(**new))
            first = None
            for text in texts:
                why = {} if first is None else {"near_id": first, "score": 0.7, "reason": "like"}
                digest = hashlib.sha256(text.encode()).hexdigest()
                number = await self._next(connection, question_wordings)
                new = {"id": number, "group_id": group, "text": text, "digest": digest, **why}
                await connection.execute(insert(question_wordings).values(**new))
                first = first or number
        return group

    async def turn(
        self,
        text: str,
        ending: str = "answered",
        *,
        day: date = DAY,
        who: str = "小王",
        channel: str = "web",
        pilot: str | None = None,
        matter: str | None = None,
        thumb: bool | None = None,
    ) -> str:
        """A question asked in a talk, in the words of a group made before; the turn's id."""
        new = a_turn(text, matter=matter, pilot=pilot)
        await self.memory.turn(channel, who, lambda _before: (None, After(new, state="{}")))
        moment = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        async with self.memory.engine.begin() as connection:
            await connection.execute(update(turns).where(turns.c.id == new.id).values(created=moment))
            if thumb is not None:
                await connection.execute(insert(thumbs).values(turn_id=new.id, up=thumb, at=moment))
            seen = {"day": day, "channel": channel, "pilot": pilot, "matter": matter, "ending": ending}
            wording = await self._wording(connection, text)
            await connection.execute(insert(questions).values(turn_id=new.id, wording_id=wording, **seen))
        return new.id

    async def look_up(self, text: str, mark: str | None, *, day: date = DAY) -> int:
        """A question looked up at the desk; the look-up's id."""
        moment = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        async with self.memory.engine.begin() as connection:
            officer = await connection.scalar(select(staff.c.id))
            if officer is None:
                new = {"login": "li", "name": "李", "password_hash": "-", "roles": "[]", "disabled": False}
                officer = await self._added(
                    connection, staff, new | {"failures": 0, "created": moment, "changed": moment}
                )
            looked_up = {"staff_id": officer, "at": moment, "text": text, "mark": mark}
            lookup = await self._added(connection, lookups, looked_up)
            wording = await self._wording(connection, text)
            seen = {"day": day, "channel": "desk"}
            await connection.execute(insert(questions).values(lookup_id=lookup, wording_id=wording, **seen))
        return lookup

    async def _next(self, connection: Any, table: Any) -> int:
        return int(await connection.scalar(select(func.coalesce(func.max(table.c.id), 0)))) + 1

    async def _added(self, connection: Any, table: Any, values: dict[str, Any]) -> int:
        return int((await connection.execute(insert(table).values(**values))).inserted_primary_key[0])

    async def _wording(self, connection: Any, text: str) -> int:
        found = await connection.scalar(select(question_wordings.c.id).where(question_wordings.c.text == text))
        assert found is not None, f"no group has {text}"
        return int(found)
