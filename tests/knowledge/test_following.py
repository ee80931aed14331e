"""What only makes sense after an answer."""

from __future__ import annotations

import pytest

from knowledge.citation import Citation
from knowledge.clauses import Clauses
from knowledge.faq import Cite, FaqAnswer
from knowledge.following import asks_for_more, asks_of_before, clauses_behind, goes_on, nth_asked, pointing_back


@pytest.mark.parametrize(
    "said",
    [
        "为什么",
        "为啥呢",
        "原文",
        "给我看原文",
        "详细点",
        "能说具体点吗",
        "还有吗",
        "举个例子",
        "什么意思",
        "这条原文贴给我",
        "你这些依据是哪一条，给个出处",
        "写在哪一条，原文给我看",
    ],
)
def test_the_reason_the_wording_or_more_is_asked_for(said: str) -> None:
    assert asks_for_more(said)


@pytest.mark.parametrize("said", ["为什么分公司不能报", "还有名额吗", "具体要交什么", "原件还是复印件", "社区的材料"])
def test_a_question_of_its_own_is_none(said: str) -> None:
    assert not asks_for_more(said)


@pytest.mark.parametrize(
    ("said", "number"), [("第二个", 2), ("那第3条呢", 3), ("第三项展开讲讲", 3), ("第二批", None), ("第一次申报", None)]
)
def test_a_point_is_asked_for_by_its_number(said: str, number: int | None) -> None:
    assert nth_asked(said) == number


@pytest.mark.parametrize(
    "said",
    [
        "行吗",
        "那就不交了？",
        "那就不用填了吧",
        "那这样行不行",
        "没有的话呢",
        "那怎么办",
        "还有别的办法吗",
        "要是没有呢",
    ],
)
def test_what_asks_nothing_of_its_own_means_what_was_answered(said: str) -> None:
    assert goes_on(said, "五份。")


@pytest.mark.parametrize("said", ["不盖章行吗", "怎么办理", "没有执照怎么办", "社区的呢"])
def test_what_names_a_thing_is_a_question_of_its_own(said: str) -> None:
    assert not goes_on(said, "五份。")


@pytest.mark.parametrize(("answered", "goes"), [("不可以。方案要求…", True), ("8月31日截止。", False)])
def test_a_bare_may_we_follows_only_what_says_whether_one_may(answered: str, goes: bool) -> None:
    assert goes_on("那能报吗", answered) is goes


def test_words_that_point_back_are_taken_out() -> None:
    assert pointing_back("它要交什么") == "要交什么"
    assert pointing_back("要交什么") is None


def test_the_clauses_behind_an_answer_are_shown_whole(clauses: Clauses) -> None:
    answer = FaqAnswer(text="五份。", cites=(Cite(clause="tech.3.5", quote="一式五份"),))
    assert clauses_behind(answer, clauses) == (Citation("tech.3.5", clauses["tech.3.5"].text),)


def test_the_second_of_one_clause_is_its_second_point(clauses: Clauses) -> None:
    answer = FaqAnswer(text="三类。", cites=(Cite(clause="notice.1", quote="三类试点"),))
    assert [citation.clause for citation in clauses_behind(answer, clauses, 2)] == ["notice.1.2"]


def test_past_the_last_point_there_is_nothing(clauses: Clauses) -> None:
    answer = FaqAnswer(text="五份。", cites=(Cite(clause="tech.3.5", quote="一式五份"),))
    assert clauses_behind(answer, clauses, 8) == ()


@pytest.mark.parametrize("said", ["影响大不大", "归你们管吗", "晚不晚", "是这意思", "治这个算不算试点内容", "算哪一类"])
def test_some_questions_are_asked_of_what_stands_before_them(said: str) -> None:
    assert asks_of_before(said)


@pytest.mark.parametrize("said", ["截止时间", "芯片算不算电子", "几号截止", "我们村算哪一类"])
def test_others_say_themselves_what_they_are_about(said: str) -> None:
    assert not asks_of_before(said)
