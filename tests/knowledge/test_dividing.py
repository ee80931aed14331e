"""Where a text may hold several questions, and what a story asks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dividing import (
    asked_by_mark,
    by_joints,
    by_marks,
    cuts,
    is_keyword,
    story_questions,
    without_aside,
    without_denied,
    without_excepted,
)

_ASKS = re.compile("[吗么呢谁哪几]|什么|怎|多少|能不能")


def asks(sentence: str) -> bool:
    return bool(_ASKS.search(sentence))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("光伏能报吗多少钱", ["光伏能报吗", "多少钱"]),
        ("给钱吗 多少 啥时候截止", ["给钱吗", "多少", "啥时候截止"]),
        ("截止日期和联系电话", ["截止日期", "联系电话"]),
        ("怎么报", ["怎么报"]),
        ("要什么材料", ["要什么材料"]),
    ],
)
def test_a_joint_or_the_end_of_a_question_parts_two(text: str, parts: list[str]) -> None:
    assert by_joints(text) == parts


def test_two_asking_words_can_be_cut_apart() -> None:
    assert ("几份", "寄哪里") in cuts("几份寄哪里")


def test_one_asking_word_is_never_cut() -> None:
    assert cuts("材料什么时候交") == []
    assert cuts("能不能报") == []


def test_a_keyword_tells_nothing_of_oneself() -> None:
    assert is_keyword("邮寄地址")
    assert not is_keyword("我们是银行")


def test_of_a_story_only_its_questions_are_heard() -> None:
    story = "我们是昌平的居委会，去年装了充电桩。书记让我直接送到市里。我们能不能自己送过去？谢谢老师！"
    assert story_questions(story, asks) == "我们能不能自己送过去?"


def test_a_question_that_points_back_brings_what_it_points_to() -> None:
    story = "我们单位在海淀。我们没有营业执照，只有法人证书。这种情况怎么办？"
    assert story_questions(story, asks) == "我们没有营业执照,只有法人证书。这种情况怎么办?"


def test_the_last_sentence_counts_without_its_mark() -> None:
    story = "跟我们没关系吧？想请教一下这还能不能报"
    assert story_questions(story, asks).endswith("能不能报")


@given(st.text(alphabet="光伏能报吗多少钱 和几份寄哪里？，。什么时候", max_size=40))
def test_nothing_is_said_twice_or_made_up(text: str) -> None:
    for piece in by_marks(text):
        assert all(part in piece for part in by_joints(piece))
        assert all(first + second == piece for first, second in cuts(piece))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我没问截止时间，我问的是送哪儿", "我问的是送哪儿"),
        ("不是问钱，问要不要盖章", "问要不要盖章"),
        ("我没问", "我没问"),
        ("不是说一式三份吗，我都装订好了", "不是说一式三份吗，我都装订好了"),
        ("没盖章，能交吗", "没盖章，能交吗"),
    ],
)
def test_what_is_said_not_to_be_asked_is_left_out(text: str, left: str) -> None:
    assert without_denied(text) == left


def test_english_words_stay_together_and_part_at_and() -> None:
    assert by_joints("where to send it") == ["where to send it"]
    assert [part.strip() for part in by_marks("deadline and where to send?")] == ["deadline", "where to send"]


@pytest.mark.parametrize(
    ("part", "may"), [("份数", True), ("没做可研", False), ("只有方案书", False), ("现在7月", False)]
)
def test_what_tells_is_no_keyword(part: str, may: bool) -> None:
    assert is_keyword(part) is may


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("两件事：一印几份，二哪天截止", ["印几份", "哪天截止"]),
        ("我想问俩问题：1、几号截止 2、送哪", ["几号截止 ", "送哪"]),
        ("想请教三个问题，第一谁能报，第二交什么，第三给多少钱", ["谁能报", "交什么", "给多少钱"]),
        ("一式几份，二维码在哪", ["一式几份", "二维码在哪"]),
    ],
)
def test_questions_that_are_counted_lose_their_numbers(text: str, parts: list[str]) -> None:
    assert by_marks(text) == parts


def test_a_question_may_be_one_by_its_mark_alone() -> None:
    assert asked_by_mark("我们小区是不是得装充电桩?防内涝也要搞？") == {"我们小区是不是得装充电桩", "防内涝也要搞"}
    assert asked_by_mark("五月？") == set(), "too short to tell"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("除了电厂、搞电子的和大学，别的行业今年不能当领跑者呗", ["别的行业今年不能当领跑者呗"]),
        ("社区谁能报，除了居委会，还有谁能报", ["社区谁能报", "还有谁能报"]),
        ("除了营业执照要交什么", ["除了营业执照要交什么"]),
        ("除此以外，还要啥", ["除此以外", "还要啥"]),
    ],
)
def test_what_is_left_aside_is_not_asked(text: str, left: list[str]) -> None:
    assert without_excepted(by_marks(text)) == left


def test_a_question_that_points_anywhere_in_its_story_leaves_all_to_the_whole() -> None:
    story = "2021年那次配额清缴拖了将近一个月，后来补上了。现在老板想冲领跑者。这一笔旧账到底碍不碍事？"
    assert story_questions(story, asks) == ""


@pytest.mark.parametrize(("part", "may"), [("lianxiren dianhua duoshao", True), ("deadline", False), ("ok", False)])
def test_several_words_in_latin_letters_may_be_typed_pinyin(part: str, may: bool) -> None:
    assert is_keyword(part) is may


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("除了营业执照还要交啥", "还要交啥"),
        ("企业除了技术还能报啥", "企业还能报啥"),
        ("我们不是居委会是业委会", "我们是业委会"),
        ("技术试点是不是只有国企能报", "技术试点是不是只有国企能报"),
        ("你们不是说三份是吧", "你们不是说三份是吧"),
        ("除了68455013还有别的号吗", "除了68455013还有别的号吗"),
    ],
)
def test_what_is_named_only_to_be_set_aside_is_left_out(text: str, left: str) -> None:
    assert without_aside(text) == left
