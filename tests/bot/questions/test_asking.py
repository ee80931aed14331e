"""What of the log is a question, in which words, and how it ended."""

from __future__ import annotations

import pytest

from bot.notices import Notice, Notices
from bot.questions.asking import LONGEST, ending_of, sure_matter, wording_of


@pytest.fixture(scope="module")
def notice(notices: Notices) -> Notice:
    return next(iter(notices.values()))


@pytest.mark.parametrize(
    ("text", "matter", "kept"),
    [
        ("什么时候截止？？", "deadline", "什么时候截止"),
        ("請問什麼時候截止", "deadline", "请问什么时候截止"),
        ("CCUS能报吗😊", None, "ccus能报吗"),
        ("今天天气怎么样", "weather", "今天天气怎么样"),
        ("我叫王小二，电话13812345678，截止了吗", None, "我叫 ,电话 ,截止了吗"),
        ("你好", "greeting", ""),
        ("那社区的呢", "materials_list", ""),
        ("嗯", None, ""),
        ("2", None, ""),
        ("？", None, ""),
        ("[未满十四周岁，内容未保存]", None, ""),
    ],
)
def test_a_question_is_kept_in_its_words_and_what_is_none_is_not(
    notice: Notice, text: str, matter: str | None, kept: str
) -> None:
    assert wording_of(text, matter, notice) == kept


def test_of_a_long_story_the_beginning_is_kept(notice: Notice) -> None:
    assert len(wording_of("我们是一家公司，想问一下" * 100, None, notice)) == LONGEST


@pytest.mark.parametrize(
    ("outcome", "matter", "ending"),
    [
        ("answered", "deadline", "answered"),
        ("clarified", "materials_list", "clarified"),
        ("no_match", "extension", "silent"),
        ("no_match", "weather", "silent"),
        ("no_match", None, "missed"),
        ("no_match", "unsaid", "missed"),
    ],
)
def test_declining_without_an_entry_of_its_own_is_a_miss(
    notice: Notice, outcome: str, matter: str | None, ending: str
) -> None:
    assert ending_of(outcome, matter, notice) == ending


@pytest.mark.parametrize(
    ("matter", "confidence", "sure"),
    [
        ("deadline", 0.9, "deadline"),
        ("extension", 0.9, "extension"),
        ("deadline", 0.6, None),
        ("deadline", None, None),
        ("other_services", 1.0, None),
        ("unsaid", 0.9, None),
        ("greeting", 1.0, None),
        ("trade:路由器", None, None),
        ("gone_from_the_folder", 0.9, None),
        (None, 0.9, None),
    ],
)
def test_only_a_sure_answer_of_one_subject_says_that_two_questions_are_one(
    notice: Notice, matter: str | None, confidence: float | None, sure: str | None
) -> None:
    assert sure_matter(matter, confidence, notice) == sure
