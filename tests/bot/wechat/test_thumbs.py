"""「有用 / 没用」 in WeChat: tapped or typed, counted on the answer it follows, and no question of its own."""

from __future__ import annotations

import asyncio
import json

import pytest
from sqlalchemy import select

from bot.channels.wechat.account import CHANNEL, OfficialAccount
from bot.channels.wechat.incoming import ReplayedNonce
from bot.channels.wechat.pages import LIMIT, size
from bot.memory import privacy
from bot.memory.export import records_of
from bot.memory.store import Memory
from bot.memory.tables import asides
from tests.bot.conftest import KEY
from tests.bot.wechat.phone import Screen
from tests.bot.wechat.test_account import USER, account, kept, message


@pytest.fixture
def at(memory: Memory) -> OfficialAccount:
    return account(memory, deadline=4)


async def say(at: OfficialAccount, *texts: str) -> Screen:
    """The last answer of these messages, as the person sees it."""
    words = ""
    for text in texts:
        words = str(await at.answer(message(text, nonce=f"{text} {len(words)}")))
        assert size(words) <= LIMIT
    return Screen(words)


async def thumbs(memory: Memory) -> list[bool | None]:
    """The word on each turn, oldest first."""
    return [turn.thumb for turn in await memory.history(CHANNEL, USER)]


@pytest.mark.parametrize(("word", "up"), [("有用", True), ("没用", False), ("「没有用」。", False)])
async def test_the_word_counts_on_the_answer_it_follows(
    at: OfficialAccount, memory: Memory, word: str, up: bool
) -> None:
    screen = await say(at, "材料几份", "什么时候截止")
    assert {"有用", "没用"} <= set(screen.taps), "there are both to tap"
    assert screen.taps["有用"] == "有用"
    assert "已记下" in (await say(at, word)).shown
    assert await thumbs(memory) == [None, up]


async def test_the_last_word_counts(at: OfficialAccount, memory: Memory) -> None:
    await say(at, "什么时候截止", "有用", "没用")
    assert await thumbs(memory) == [False]


async def test_it_is_no_question_and_no_turn(at: OfficialAccount, memory: Memory) -> None:
    await say(at, "什么时候截止", "有用")
    assert len(await kept(memory)) == 1
    await say(at, "材料几份")
    (first, second) = await memory.history(CHANNEL, USER)
    assert (first.text, second.text) == ("什么时候截止", "材料几份")


async def test_a_no_may_be_judged_too(at: OfficialAccount, memory: Memory) -> None:
    assert "没用" in (await say(at, "你们局长办公室在几楼")).taps
    await say(at, "没用")
    assert await thumbs(memory) == [False]


@pytest.mark.parametrize("before", ["谢谢", "资格预检", "转人工", "预检气候友好型区域试点"])
async def test_there_is_nothing_to_judge_under_courtesies_and_questions(
    at: OfficialAccount, memory: Memory, before: str
) -> None:
    assert "有用" not in (await say(at, before)).taps
    await say(at, "有用")
    assert await thumbs(memory) == [None, None], "what is not offered is said in the talk"


async def test_an_answer_amid_a_dialog_is_judged_and_the_question_stays_open(
    at: OfficialAccount, memory: Memory
) -> None:
    assert "有用" in (await say(at, "预检先进低碳技术试点", "什么时候截止")).taps
    await say(at, "有用")
    assert (await thumbs(memory))[-1] is True
    assert "第2题" in (await say(at, "1")).shown


async def test_a_turned_page_belongs_to_the_answer_before(at: OfficialAccount, memory: Memory) -> None:
    await say(at, "什么时候截止")
    await memory.leave(CHANNEL, USER, ("后面的话",))
    assert (await say(at, "更多")).shown == "后面的话"
    await say(at, "有用")
    assert await thumbs(memory) == [True, None]


async def test_sent_again_it_gets_the_same_words_and_counts_once(at: OfficialAccount, memory: Memory) -> None:
    """Also when the talk has gone on meanwhile: the late copy must not judge another answer."""
    await say(at, "什么时候截止")
    word = message("没用", nonce="7")
    words = await at.answer(word)
    await say(at, "材料几份")
    assert await at.answer(word) == words
    assert await thumbs(memory) == [False, None]


async def test_many_deliveries_to_two_processes_are_one_word(memory: Memory) -> None:
    both = [account(Memory(memory.engine, KEY), deadline=30) for _ in range(2)]
    await both[0].answer(message("什么时候截止", nonce="1"))
    word = message("有用", nonce="2")
    words = await asyncio.gather(*(both[number % 2].answer(word) for number in range(8)))
    assert len(set(words)) == 1
    async with memory.engine.connect() as connection:
        assert len((await connection.execute(select(asides))).all()) == 1


async def test_its_nonce_is_spent(at: OfficialAccount) -> None:
    await say(at, "什么时候截止")
    await at.answer(message("有用", nonce="7"))
    with pytest.raises(ReplayedNonce):
        await at.answer(message("材料几份", nonce="7"))


async def test_a_stranger_who_says_it_says_it_in_the_talk(at: OfficialAccount, memory: Memory) -> None:
    await say(at, "有用")
    assert len(await kept(memory)) == 1
    assert await thumbs(memory) == [None]


async def test_with_the_person_the_word_goes_and_a_late_copy_brings_nothing_back(
    at: OfficialAccount, memory: Memory
) -> None:
    await say(at, "什么时候截止")
    word = message("有用", nonce="7")
    await at.answer(word)
    await say(at, "删除我的记录", "确认删除")
    await at.answer(word)
    assert await kept(memory) == []
    async with memory.engine.connect() as connection:
        assert (await connection.execute(select(asides))).all() == []


async def test_an_operator_exports_and_forgets_it_as_well(at: OfficialAccount, memory: Memory) -> None:
    await say(at, "什么时候截止")
    word = message("有用", nonce="7")
    await at.answer(word)
    who = memory.hashed(CHANNEL, USER)
    told = json.dumps(await records_of(memory.engine, CHANNEL, who), ensure_ascii=False)
    assert "已记下" in told
    await privacy.forget(memory.engine, CHANNEL, who)
    await at.answer(word)
    assert await kept(memory) == []
