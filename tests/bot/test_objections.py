"""What stands against an application is said when the precheck opens; on the real notice."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import converse
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
