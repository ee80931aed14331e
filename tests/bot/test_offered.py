"""A number means the choice shown last, however it is typed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import Turn, converse
from bot.notices import Notices, load_notices
from bot.offered import offered_by
from bot.replies import Reply
from bot.state import ConversationState

TODAY = date(2023, 8, 1)
TWO = ("2", "２", "②", "2.", "２、", "二", "第2个", "2️⃣", "(2)")


@pytest.fixture(scope="module")
def notices() -> Notices:
    return load_notices()


def talk(notices: Notices, *texts: str) -> Turn:
    turn, state = None, ConversationState()
    for text in texts:
        turn = converse(text, state, notices, TODAY)
        state = ConversationState.model_validate_json(turn.state.model_dump_json())
    assert turn is not None
    return turn


@pytest.mark.parametrize("two", TWO)
def test_the_second_of_the_greetings_choices_starts_a_precheck(notices: Notices, two: str) -> None:
    assert talk(notices, "你好").replies[-1].choices[1] == "资格预检"
    assert talk(notices, "你好", two).replies == talk(notices, "你好", "资格预检").replies


@pytest.mark.parametrize("two", TWO)
def test_the_second_pilot(notices: Notices, two: str) -> None:
    state = talk(notices, "资格预检", two).state
    assert state.dialog is not None
    assert state.dialog.programmes == ("leader",)


@pytest.mark.parametrize("two", TWO)
def test_the_second_answer_to_a_question_of_the_dialog(notices: Notices, two: str) -> None:
    assert talk(notices, "资格预检", "1", two).state.answers == {"applicant_type": "university"}


@pytest.mark.parametrize("ten", ["10", "１０", "⑩", "十", "第10个"])
def test_the_tenth_answer_is_not_the_first(notices: Notices, ten: str) -> None:
    turn = talk(notices, "资格预检", "1", ten)
    assert turn.state.answers == talk(notices, "资格预检", "1", "不清楚").state.answers


@pytest.mark.parametrize("one", ["1", "１", "①", "一"])
def test_going_on_after_a_settled_no(notices: Notices, one: str) -> None:
    before = ("资格预检", "1", "1", "2")
    assert talk(notices, *before).replies[-1].choices == ("继续看完", "到此为止")
    assert talk(notices, *before, one).replies == talk(notices, *before, "继续看完").replies


@pytest.mark.parametrize("one", ["1", "１", "①"])
def test_what_is_offered_after_a_result(notices: Notices, one: str) -> None:
    before = ("气候友好型区域试点资格预检", "自然人（个人）", "到此为止")
    offered = talk(notices, *before).replies[-1].choices
    assert offered[0] == "逐条结果"
    assert talk(notices, *before, one).replies == talk(notices, *before, "逐条结果").replies


def test_in_a_dialog_a_number_answers_the_open_question_and_words_the_question_back(notices: Notices) -> None:
    asked = ("哪类试点适合我", "申报材料有哪些？")
    turn = talk(notices, *asked)
    assert [reply.kind for reply in turn.replies] == ["clarify", "dialog"]
    assert turn.state.offered == turn.replies[1].choices
    assert talk(notices, *asked, "２").state.answers == {"applicant_type": "university"}
    answered = talk(notices, *asked, "气候友好型区域试点")
    assert "气候友好型区域" in answered.replies[0].citations[0].document
    assert answered.state.answers == {}


def test_after_a_plain_answer_nothing_is_offered(notices: Notices) -> None:
    assert talk(notices, "你好", "联系电话").state.offered == ()


def test_the_list_that_a_number_means() -> None:
    def reply(kind: str, *choices: str) -> Reply:
        return Reply.model_validate({"kind": kind, "text": "…", "choices": choices})

    assert offered_by(()) == ()
    assert offered_by((reply("answer"), reply("dialog", "有", "没有"))) == ("有", "没有")
    assert offered_by((reply("answer", "甲"), reply("dialog", "乙"))) == ("乙",)
    assert offered_by((reply("clarify", "甲"), reply("dialog", "乙"), reply("answer"))) == ("乙",)
