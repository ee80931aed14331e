"""A house where people ask, and where it is put into groups when the scene says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from bot.clock import fixed, now
from bot.door import Door
from bot.memory.question_decisions import merge, split
from bot.memory.question_groups import Group, QuestionGroups, Wording
from bot.memory.store import Memory
from bot.notices import Notices
from bot.questions.grouper import Grouper

TODAY = date(2023, 8, 20)
LATER = timedelta(minutes=30)


@dataclass
class House:
    """People ask at its door; ``group`` puts it into groups."""

    memory: Memory
    notices: Notices
    grouper: Grouper = field(init=False)
    door: Door = field(init=False)

    def __post_init__(self) -> None:
        self.door = Door(self.memory, self.notices, fixed(TODAY))
        self.grouper = self.new_grouper()

    @property
    def groups(self) -> QuestionGroups:
        return QuestionGroups(self.memory.engine)

    def new_grouper(self) -> Grouper:
        """As another process has it, or this one started again."""
        return Grouper(self.memory.engine, lambda: self.notices, gentle=False)

    async def ask(self, *texts: str, who: str | None = None) -> list[str]:
        """Each by somebody else, or all by ``who``; the turns' ids."""
        return [(await self.door.take("web", who or f"u{text}", text)).turn_id for text in texts]

    async def group(self, at: datetime | None = None) -> int:
        return await self.grouper.go_on(at or now() + LATER)

    async def every(self) -> list[Group]:
        return list((await self.groups.top()).groups)

    async def found(self, text: str) -> tuple[Group, Wording]:
        """The group that has this wording, and the wording."""
        for group in await self.every():
            for wording in await self.groups.wordings(group.id):
                if wording.text == text:
                    return group, wording
        raise AssertionError(f"no group has {text}")

    async def together(self, *texts: str) -> bool:
        return len({(await self.found(text))[0].id for text in texts}) == 1

    async def merge(self, text: str, into: str) -> None:
        one, other = (await self.found(text))[0].id, (await self.found(into))[0].id
        async with self.memory.engine.begin() as connection:
            await merge(connection, one, other)

    async def split(self, *texts: str) -> int:
        found = [await self.found(text) for text in texts]
        async with self.memory.engine.begin() as connection:
            return await split(connection, found[0][0].id, [wording.id for _, wording in found], now())


@pytest.fixture
def house(memory: Memory, notices: Notices) -> House:
    return House(memory, notices)
