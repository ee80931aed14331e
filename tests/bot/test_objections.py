"""What stands against an application is said when the precheck opens; on the real notice."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import Turn, converse
from bot.notices import Notices
from bot.replies import Outcome
from bot.state import ConversationState

AUGUST = date(2023, 8, 1)
SO_FAR = "从已说的情况看"


def test_a_penalty_told_in_passing_is_weighed_for_each_pilot_with_its_clause(notices: Notices) -> None:
    said = "公司朝阳注册，独立法人，光伏建筑一体化项目在通州，2022年9月投用，2021年底被环保罚过一次"
    turn = converse(said, ConversationState(), notices, AUGUST)
    assert turn.outcome is Outcome.in_dialog
    assert turn.replies[0].text.startswith(SO_FAR)
    assert {cited.anchor for cited in turn.replies[0].citations} == {"tech.2.1", "leader.3.4"}
    assert turn.replies[0].asks is not None


@pytest.mark.parametrize(
    "said",
    [
        "我们是海淀的芯片公司，在本市重点名单里，每年都按时履约，没被罚过，想报领跑者",
        "我是密云的村委会，有领导小组，资格预检",
        "资格预检",
    ],
)
def test_where_nothing_stands_against_it_nothing_is_said(notices: Notices, said: str) -> None:
    turn = converse(said, ConversationState(), notices, AUGUST)
    assert all(SO_FAR not in reply.text for reply in turn.replies)


@pytest.mark.parametrize("said", ["不做了，退出", "算了，不弄了"])
def test_a_dialog_is_left_however_often_that_is_said(notices: Notices, said: str) -> None:
    opened = converse("预检低碳领跑者", ConversationState(), notices, AUGUST)
    left = converse(said, opened.state, notices, AUGUST)
    assert left.state.dialog is None


def test_facts_told_before_asking_which_are_told_of_oneself(notices: Notices) -> None:
    turn = converse("公司朝阳注册，独立法人，2021年底被环保罚过一次，能报哪个", ConversationState(), notices, AUGUST)
    assert turn.replies[0].text.startswith(SO_FAR)
    assert turn.state.answers["registered_in_beijing"] is True


def talk(notices: Notices, *said: str) -> Turn:
    state = ConversationState()
    for text in said:
        turn = converse(text, state, notices, AUGUST)
        state = turn.state
    return turn


def test_asked_on_the_way_it_says_how_things_stand_and_that_there_is_no_result_yet(notices: Notices) -> None:
    turn = talk(notices, "先进低碳技术资格预检", "公司", "到底能不能报！！")
    assert turn.replies[0].text.startswith("从已答的1项看，还没有对不上的条文")
    assert "答完才有结论" in turn.replies[0].text
    assert turn.replies[1].asks is not None, "and the open question is put again"


def test_asked_on_the_way_it_names_what_stands_against_it(notices: Notices) -> None:
    turn = talk(notices, "先进低碳技术资格预检", "制氢项目 在房山 22年获评过优秀 今年还能报吗", "那我们能报吗")
    assert turn.replies[0].text.startswith(SO_FAR)
    assert "tech.2.6" in {cited.anchor for cited in turn.replies[0].citations}


def test_asked_after_the_result_it_is_told_once_more(notices: Notices) -> None:
    for said in ("那我们能报吗", "刚才结论能发我一份不"):
        turn = talk(notices, "先进低碳技术资格预检", "公司", "在天津注册", "到此为止", said)
        assert turn.replies[0].text.startswith("【预检结论】先进低碳技术项目试点：不符合")


def test_a_result_that_lacks_an_answer_says_which(notices: Notices) -> None:
    """A change on the way may open what the result rests on: it is asked before anything is told."""
    told = ("气候友好型区域资格预检", "延庆的村委会", "延庆", "有", "没有", "没有", "完善清单", "我们是西城的社区")
    assert "其余的回答没有动" in talk(notices, *told).replies[0].text
    turn = talk(notices, *told, "还没联系")
    assert turn.replies[0].asks is not None
