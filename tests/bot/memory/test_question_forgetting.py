"""Of questions whose time is over or whose person asks, the numbers stay; on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.memory import forgetting, privacy
from bot.memory.question_groups import EVERYTHING, Group, Wanted
from bot.memory.question_tables import question_wordings, questions
from bot.memory.records import After
from bot.memory.store import Memory
from tests.bot.memory.asked import DAY, Asked
from tests.bot.memory.test_store import a_turn, keep

LATER = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC) + timedelta(days=1)
LONG_AGO = DAY - timedelta(days=200)
HALF_A_YEAR_AGO = LATER - timedelta(days=180)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a handful of turns takes several transactions."""
    for module in (forgetting, privacy):
        monkeypatch.setattr(module, "BATCH", 2)


@pytest.fixture
def asked(memory: Memory) -> Asked:
    return Asked(memory)


async def words(asked: Asked) -> set[str | None]:
    """All that is left in words, the digests included."""
    async with asked.memory.engine.connect() as connection:
        rows = await connection.execute(select(question_wordings.c.text, question_wordings.c.digest))
        return {part for row in rows for part in row}


async def group(asked: Asked, number: int, wanted: Wanted = EVERYTHING) -> Group:
    found = await asked.groups.group(number, wanted)
    assert found is not None
    return found


async def test_the_numbers_of_a_group_are_the_same_after_a_purge(asked: Asked) -> None:
    number = await asked.group("什么时候截止", "几号截止")
    for n in range(5):
        await asked.turn("几号截止", "missed", day=LONG_AGO, who=f"u{n}", pilot="tech", thumb=False if n else None)
    await asked.turn("什么时候截止")
    filters = (Wanted(), Wanted(pilot="tech"), Wanted(ending="missed"), Wanted(until=LONG_AGO))
    before = [(await group(asked, number, wanted)).numbers for wanted in filters]
    removed = await privacy.purge(asked.memory.engine, HALF_A_YEAR_AGO)
    assert removed.turns == 5
    assert [(await group(asked, number, wanted)).numbers for wanted in filters] == before
    assert before[0].down == 4


async def test_words_go_with_the_last_record_of_them_and_not_before(asked: Asked) -> None:
    number = await asked.group("什么时候截止", "几号截止")
    for n in range(3):
        await asked.turn("几号截止", day=LONG_AGO, who=f"u{n}")
    await asked.turn("什么时候截止", day=LONG_AGO)
    await asked.turn("什么时候截止", day=DAY)
    await privacy.purge(asked.memory.engine, HALF_A_YEAR_AGO)
    assert {word for word in await words(asked) if word and len(word) < 64} == {"什么时候截止"}
    found = await group(asked, number)
    assert (found.text, found.wordings, found.numbers.asked) == ("什么时候截止", 1, 5)


@pytest.mark.parametrize("at_once", [False, True], ids=["by the command line", "in the talk"])
async def test_what_only_one_person_asked_goes_when_they_are_forgotten(asked: Asked, at_once: bool) -> None:
    """Fails when the words are left."""
    number = await asked.group("我们镇的化工厂", "几号截止")
    for _ in range(3):
        await asked.turn("我们镇的化工厂", "missed", who="小王", thumb=False)
    for who in ("小王", "小李"):
        await asked.turn("几号截止", who=who)
    memory = asked.memory
    if at_once:
        await keep(memory, "小王", After(a_turn("删除我的记录"), forget=True))
    else:
        await privacy.forget(memory.engine, "web", memory.hashed("web", "小王"))
    assert {word for word in await words(asked) if word and len(word) < 64} == {"几号截止"}
    found = await group(asked, number)
    assert (found.text, found.numbers.asked, found.numbers.missed, found.numbers.down) == ("几号截止", 5, 3, 3)


async def test_a_group_without_words_is_not_shown_but_counted(asked: Asked) -> None:
    number = await asked.group("我们镇的化工厂")
    await asked.turn("我们镇的化工厂")
    await privacy.forget(asked.memory.engine, "web", asked.memory.hashed("web", "小王"))
    assert await words(asked) == {None}
    assert (await asked.groups.top()).found == 0
    found = await group(asked, number)
    assert (found.text, found.wordings, found.numbers.asked) == ("", 0, 1)


async def test_look_ups_leave_their_marks(asked: Asked) -> None:
    number = await asked.group("几点下班")
    for mark in ("answered", "not_answered", "passed_on", None, "answered"):
        await asked.look_up("几点下班", mark, day=LONG_AGO)
    before = (await group(asked, number)).numbers
    await privacy.purge(asked.memory.engine, HALF_A_YEAR_AGO)
    assert (await group(asked, number)).numbers == before
    assert (before.answered, before.missed, before.unmarked) == (2, 2, 1)
    async with asked.memory.engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(questions)) == 0
