"""What only makes sense after an answer."""

from __future__ import annotations

import pytest

from knowledge.citation import Citation
from knowledge.clauses import Clauses
from knowledge.faq import Cite, FaqAnswer
from knowledge.following import asks_for_more, clauses_behind, nth_asked, pointing_back


@pytest.mark.parametrize(
    "said", ["为什么", "为啥呢", "原文", "给我看原文", "详细点", "能说具体点吗", "还有吗", "举个例子", "什么意思"]
)
def test_the_reason_the_wording_or_more_is_asked_for(said: str) -> None:
    assert asks_for_more(said)


@pytest.mark.parametrize("said", ["为什么分公司不能报", "还有名额吗", "具体要交什么", "原件还是复印件", "社区的材料"])
def test_a_question_of_its_own_is_none(said: str) -> None:
    assert not asks_for_more(said)


@pytest.mark.parametrize(("said", "number"), [("第二个", 2), ("那第3条呢", 3), ("第二批", None), ("第一次申报", None)])
def test_a_point_is_asked_for_by_its_number(said: str, number: int | None) -> None:
    assert nth_asked(said) == number


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
