"""People under fourteen: not served questions about themselves, answered like anybody on what the notice says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import fixed
from bot.conversation import Turn
from bot.door import Door
from bot.memory.store import Memory
from bot.minors import about_oneself, age_said
from bot.notices import Notices
from bot.replies import Outcome
from tests.bot.talking import talk_on

DAY = date(2023, 8, 20)


def talk(notices: Notices, *texts: str) -> Turn:
    return talk_on(DAY, notices, *texts)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("我今年12岁，能不能报", 12), ("我12岁", 12), ("我今年１２岁", 12), ("我今年十一岁了", 11), ("我才十三岁", 13),
        ("我今年13周岁", 13), ("我还没满14岁", 13), ("我未满十四周岁", 13), ("我马上14岁了", 13), ("本人13岁", 13),
        ("今年12岁，可以参加吗", 12), ("我是一名12岁的小学生", 12), ("我是个12岁的孩子", 12), ("我14岁", 14),
        ("我今年65岁了", 65), ("我是小学生，能报吗", 12), ("我上五年级", 12), ("我是小学五年级的学生，能参加吗", 12),
        ("我儿子12岁", None), ("我的孩子12岁", None), ("我是12岁孩子的家长", None), ("公司成立12年", None),
        ("我们公司12岁了", None), ("我不是12岁", None), ("我12岁的时候", None), ("65岁以上老人", None),
        ("我是小学生家长", None), ("我是小学的老师", None), ("我是五年级的班主任", None), ("我是一所小学的", None),
    ],
)  # fmt: skip
def test_an_age_is_heard_where_it_is_ones_own(text: str, age: int | None) -> None:
    assert age_said(text) == age


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("能不能报", True), ("能报吗", True), ("我能申报吗", True), ("我可以参加吗", True), ("我想申报", True),
        ("我符合条件吗", True), ("帮我报名", True), ("做作业，我能报吗", True), ("可以吗", True),
        ("截止时间是哪天", False), ("做班级作业，想知道截止时间", False), ("企业能不能报", False),
        ("做作业，想知道什么企业能报", False), ("我能问一下截止时间吗", False), ("我爸爸的公司能报吗", False),
        ("谁能申报", False), ("学校能申报吗", False), ("有哪几类试点", False),
    ],
)  # fmt: skip
def test_ones_own_case_is_told_from_what_the_notice_says(text: str, own: bool) -> None:
    assert about_oneself(text) is own


@settings(deadline=2000)
@given(st.text(st.sampled_from("我今年是小学生在上才刚的12十一岁周年级的，能报吗家长孩子"), max_size=2000))
def test_any_words_are_read_and_soon(text: str) -> None:
    assert age_said(text) in (None, *range(10_000))
    assert about_oneself(text) in (True, False)


@pytest.mark.parametrize(
    "texts",
    [
        ("我今年12岁，能不能报",),
        ("我今年12岁",),
        ("我12岁", "那我能参加吗"),
        ("我12岁", "资格预检"),
        ("我12岁", "哪类试点适合我"),
        ("我12岁", "截止时间", "预检低碳领跑者试点"),
        ("我12岁", "重来", "资格预检"),
        ("预检先进低碳技术试点", "我今年12岁"),
        ("资格预检", "我是小学生，能报吗"),
    ],
)
def test_their_own_case_is_turned_away_kindly_with_the_hotline(notices: Notices, texts: tuple[str, ...]) -> None:
    turn = talk(notices, *texts)
    assert (turn.outcome, turn.step) == (Outcome.refused, "minor")
    assert "68455013" in turn.replies[0].text
    assert "家长" in turn.replies[0].text
    assert (turn.state.dialog, turn.state.pending, turn.state.answers) == (None, None, {})


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("我今年12岁，做班级作业，截止时间是哪天", "截止时间是哪天"),
        ("我是小学生，有哪几类试点", "有哪几类试点"),
        ("我12岁，企业能申报吗", "企业能申报吗"),
    ],
)
def test_what_the_notice_says_is_everybodys_to_ask(notices: Notices, said: str, plain: str) -> None:
    turn = talk(notices, said)
    assert turn.replies == talk(notices, plain).replies
    assert turn.outcome is Outcome.answered
    assert talk(notices, said, "资格预检").step == "minor", "and it is not forgotten who asks"


def test_who_is_of_age_is_served_also_after_a_slip(notices: Notices) -> None:
    assert talk(notices, "我今年14岁，资格预检").outcome is Outcome.in_dialog
    assert talk(notices, "我今年12岁", "说错了，我今年21岁", "资格预检").outcome is Outcome.in_dialog
    assert talk(notices, "我儿子12岁，我能申报吗").step != "minor"


async def test_their_words_are_not_kept(memory: Memory, notices: Notices) -> None:
    door = Door(memory, notices, fixed(DAY))
    for text in ("截止时间", "我今年12岁，能不能报", "有哪几类试点"):
        await door.take("web", "u1", text)
    kept = [turn.text for turn in await memory.history("web", "u1")]
    assert kept == ["截止时间", "[未满十四周岁，内容未保存]", "[未满十四周岁，内容未保存]"]
