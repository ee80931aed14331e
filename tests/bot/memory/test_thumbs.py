"""A person's word on an answer of theirs; told on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.memory.records import After, NewTurn
from bot.memory.store import Memory
from bot.memory.tables import thumbs, turns


async def ask(memory: Memory, who: str, turn_id: str) -> None:
    new = NewTurn(turn_id, "截止", "answered", "faq", 0.9, ("notice.3",), "[]", 1.0)
    await memory.turn("web", who, lambda _before: (None, After(new, state="{}")))


async def words(memory: Memory, who: str = "小王") -> list[bool | None]:
    return [turn.thumb for turn in await memory.history("web", who)]


async def test_a_word_is_kept_changed_and_taken_back(memory: Memory) -> None:
    await ask(memory, "小王", "t1")
    await ask(memory, "小王", "t2")
    seen = [await words(memory)]
    for up in (True, False, None):
        assert await memory.thumb("web", "小王", "t1", up)
        seen.append(await words(memory))
    assert seen == [[None, None], [True, None], [False, None], [None, None]]
    assert await memory.thumb("web", "小王", "t1", None), "there is nothing left to take back, and no harm in asking"


async def test_nobody_judges_the_answers_of_others(memory: Memory) -> None:
    await ask(memory, "小王", "t1")
    await memory.thumb("web", "小王", "t1", True)
    for channel, who, turn_id in (("web", "小李", "t1"), ("wechat", "小王", "t1"), ("web", "小王", "t9")):
        for up in (False, None):
            assert not await memory.thumb(channel, who, turn_id, up)
    assert await words(memory) == [True]


async def test_with_the_turn_goes_the_word_on_it(memory: Memory) -> None:
    await ask(memory, "小王", "t1")
    await memory.thumb("web", "小王", "t1", False)
    async with memory.engine.begin() as connection:
        await connection.execute(delete(turns))
        assert (await connection.execute(select(thumbs))).all() == []
