"""「删除我的记录」: understood as people say it, asked back once, done once, and never by mistake."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import fixed
from bot.conversation import ConversationState, Turn
from bot.door import Door
from bot.erasing import asks_to_erase
from bot.memory.store import Memory
from bot.notices import Notices
from tests.bot.talking import talk_on

DAY = date(2023, 8, 20)

ASKING = (
    "删除我的记录", "清除我的数据", "把我的聊天记录删了", "删掉我的个人信息", "清空聊天记录", "请删除我所有的信息",
    "我的数据能删除吗", "怎么删除我的记录", "忘掉我", "删除记录", "把我在你们这里的记录全部删掉",
    "我要删除我的对话记录", "我想把聊天记录清空", "帮我删一下我的记录", "把刚才的聊天记录都删掉", "删记录",
    "清除我的痕迹", "注销我的账号", "刪除我的記錄", "把我的信息删除", "聊天记录可以删除吗",
    "你们存的我的信息请删除", "我的预检结果删掉", "删除历史记录", "清空对话", "删除所有我的数据",
    "把我说过的话删了", "我的资料能不能给我删了", "删除与我有关的数据", "我不想留下记录，请删除我的记录",
    "我要求删除个人信息", "请清除个人数据", "删除我的记录！！",
)  # fmt: skip

NOT_ASKING = (
    "不要删除我的记录", "别删我的聊天记录", "删除申报记录", "材料里的个人信息要删掉吗", "企业注销了还能报吗",
    "把不符合的数据删掉可以吗", "提交后能删除数据吗", "信息填错了怎么删", "我的申报材料能删吗",
    "我们公司的申报记录能删除吗", "排放数据要清除异常值吗", "申报书里能删除表格吗", "我的项目数据删除几条可以吗",
    "清空", "删", "我的申报信息填错了怎么删除", "删掉我的回答", "系统里的企业信息怎么修改", "截止时间", "我的记录",
)  # fmt: skip


@pytest.fixture
def door(memory: Memory, notices: Notices) -> Door:
    return Door(memory, notices, fixed(DAY))


def talk(notices: Notices, *texts: str) -> Turn:
    return talk_on(DAY, notices, *texts)


@pytest.mark.parametrize("text", ASKING)
def test_it_is_understood_as_people_say_it(text: str) -> None:
    assert asks_to_erase(text)


@pytest.mark.parametrize("text", NOT_ASKING)
def test_what_is_about_an_application_is_not_about_the_talk(text: str) -> None:
    assert not asks_to_erase(text)


@settings(deadline=2000)
@given(st.text(st.sampled_from("删除清空我的记录数据聊天对话全部把都了不要能吗，在你们这里"), max_size=2000))
def test_any_words_are_read_and_soon(text: str) -> None:
    assert asks_to_erase(text) in (True, False)


def test_it_asks_first_and_says_what_will_be_gone(notices: Notices) -> None:
    turn = talk(notices, "删除我的记录")
    assert not turn.forget
    assert turn.replies[0].choices == ("确认删除", "先不删")
    assert "找不回来" in turn.replies[0].text


@pytest.mark.parametrize("yes", [
    "确认删除", "1", "一", "是", "是的", "好的", "确认", "确定删除", "删吧", "嗯", "全部删除", "是的，确认删除",
])  # fmt: skip
def test_a_yes_deletes(notices: Notices, yes: str) -> None:
    turn = talk(notices, "截止时间", "删除我的记录", yes)
    assert turn.forget
    assert turn.state == ConversationState()


@pytest.mark.parametrize("no", [
    "先不删", "2", "不", "不删", "算了", "取消", "不要删除", "再想想", "截止时间", "删除我的记录", "？",
])  # fmt: skip
def test_anything_else_does_not(notices: Notices, no: str) -> None:
    assert not talk(notices, "删除我的记录", no).forget


def test_a_yes_to_something_else_does_not(notices: Notices) -> None:
    assert not talk(notices, "删除我的记录", "截止时间", "确认").forget
    assert not talk(notices, "确认删除").forget


def test_an_open_precheck_is_neither_answered_by_it_nor_lost(notices: Notices) -> None:
    before = talk(notices, "预检先进低碳技术试点", "1")
    after = talk(notices, "预检先进低碳技术试点", "1", "删除我的记录", "2")
    assert after.state.dialog == before.state.dialog
    assert after.replies[-1].asks == before.replies[-1].asks, "the open question is put again"
    assert talk(notices, "预检先进低碳技术试点", "1", "删除我的记录", "1").forget, "the last list shown is meant"


async def test_afterwards_nothing_is_there_and_the_next_word_is_the_first(door: Door, memory: Memory) -> None:
    for text in ("预检先进低碳技术试点", "1", "删除我的记录"):
        await door.take("web", "u1", text, f"m {text}")
    told = await door.take("web", "u1", "确认删除", "last")
    assert "已经删除" in told.replies[0].text
    assert await memory.history("web", "u1") == ()
    assert "没有" in (await door.take("web", "u1", "上一步", "next")).replies[0].text
    assert len(await memory.history("web", "u1")) == 1


async def test_deliveries_of_the_same_words_are_told_the_same(door: Door, memory: Memory) -> None:
    await door.take("wechat", "u1", "截止时间", "m1")
    await door.take("wechat", "u1", "删除我的记录", "m2")
    told = await asyncio.gather(*(door.take("wechat", "u1", "确认删除", "m3") for _ in range(3)))
    late = [await door.take("wechat", "u1", text, number) for text, number in (("确认删除", "m3"), ("截止时间", "m1"))]
    assert {each.replies for each in (*told, *late)} == {told[0].replies}
    assert [each.repeated for each in late] == [True, True]
    assert await memory.history("wechat", "u1") == ()
