"""One's own case told outside any dialog: it opens the right one with its facts, or its facts are kept for later."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import Turn
from bot.notices import Notices
from tests.bot.talking import talk_on

AUGUST = date(2023, 8, 15)


def talk(notices: Notices, *texts: str) -> Turn:
    return talk_on(AUGUST, notices, *texts)


@pytest.mark.parametrize(
    ("said", "kind", "programmes", "facts"),
    [
        (
            ("我们是企业，在顺义注册的，去年11月建成并且调试完了，想报先进低碳技术",),
            "precheck",
            ("tech",),
            {"applicant_type": "enterprise", "registered_in_beijing": True, "commissioned_on": "2022-11-30"},
        ),
        (
            ("居委会，东城的，想申报",),
            "which",
            ("tech", "leader", "region"),
            {"applicant_type": "community_committee", "district": "东城区"},
        ),
        (
            ("我是村委会,密云的,资格预检",),
            "precheck",
            ("region",),
            {"applicant_type": "village_committee", "district": "密云区"},
        ),
        (
            ("领跑者什么时候截止", "我们是大学，没被罚过，想报这个"),
            "precheck",
            ("leader",),
            {"applicant_type": "university", "sector": "higher_education", "last_env_penalty": "none"},
        ),
        (
            ("我们是做电路板的，碳市场里是一般报告单位，想评领跑者",),
            "precheck",
            ("leader",),
            {"sector": "electronics", "carbon_market_role": "reporting_unit"},
        ),
        (
            ("我们是海淀的芯片公司，想报领跑者",),
            "precheck",
            ("leader",),
            {"applicant_type": "enterprise"},
        ),
        (
            ("我们是街道办，能不能报气候友好型区域", "预检气候友好型区域"),
            "precheck",
            ("region",),
            {"applicant_type": "subdistrict_or_park"},
        ),
        (
            ("我们公司没被罚过，我们去年11月投用的，要交哪些材料", "资格预检", "先进低碳技术项目试点"),
            "precheck",
            ("tech",),
            {"applicant_type": "enterprise", "last_env_penalty": "none", "commissioned_on": "2022-11-30"},
        ),
    ],
)
def test_the_dialog_opens_with_what_was_told(
    notices: Notices, said: tuple[str, ...], kind: str, programmes: tuple[str, ...], facts: dict[str, object]
) -> None:
    turn = talk(notices, *said)
    assert turn.state.dialog is not None
    assert (turn.state.dialog.kind, turn.state.dialog.programmes) == (kind, programmes)
    assert {given.fact: given.value for given in turn.state.dialog.log} == facts
    assert "已记下" in turn.replies[0].text
    assert turn.state.told == {}


@pytest.mark.parametrize(
    "said",
    [
        "哪些企业可以报领跑者",
        "没被罚过可以报吗",
        "我们公司没被罚过，要交哪些材料",
        "我们是街道办，能不能报气候友好型区域",
        "我们是企业，想报气候投融资",
        "我们不想报领跑者",
        "客户没被罚过，想报技术试点要什么条件",
        "什么是独立法人",
    ],
)
def test_what_asks_something_else_opens_no_dialog(notices: Notices, said: str) -> None:
    assert talk(notices, said).state.dialog is None


@pytest.mark.parametrize(
    ("said", "kind", "programmes"),
    [
        (("我们能报吗",), "which", ("tech", "leader", "region")),
        (("我们是居委会的", "那我们能报不"), "precheck", ("region",)),
        (("想预检小区能不能报气候友好",), "precheck", ("region",)),
        (("领跑者自查",), "precheck", ("leader",)),
    ],
)
def test_who_asks_whether_they_may_is_asked(
    notices: Notices, said: tuple[str, ...], kind: str, programmes: tuple[str, ...]
) -> None:
    dialog = talk(notices, *said).state.dialog
    assert dialog is not None
    assert (dialog.kind, dialog.programmes) == (kind, programmes)


@pytest.mark.parametrize("said", ["领跑者预检是什么", "技术试点预检准不准", "物业能报气候友好吗"])
def test_who_asks_about_it_is_answered(notices: Notices, said: str) -> None:
    assert talk(notices, said).state.dialog is None


def test_a_precheck_says_which_pilot_it_is_of(notices: Notices) -> None:
    assert talk(notices, "领跑者预检").replies[0].text.startswith("【资格预检】低碳领跑者试点\n")


def test_a_no_that_is_settled_is_said_at_once_with_its_clause(notices: Notices) -> None:
    turn = talk(notices, "我们是外地公司，天津注册的，项目也在天津，能报先进低碳技术吗")
    assert "不符合" in turn.replies[0].text
    assert {"tech.2.1", "tech.2.2"} <= {citation.anchor for citation in turn.replies[0].citations}


def test_somebody_under_fourteen_is_not_asked_about_themselves(notices: Notices) -> None:
    turn = talk(notices, "我今年12岁", "我们是企业，在北京注册，没被罚过，想报领跑者")
    assert turn.state.dialog is None
    assert turn.state.told == {}


def test_a_fact_no_dialog_takes_yet_is_answered_instead(notices: Notices) -> None:
    """没有法人资格 is asked only of some applicants: a precheck would open and not say what it heard."""
    turn = talk(notices, "我是大学里的一个二级学院，没有单独的法人，拿实验楼的光伏报技术行吗")
    assert (turn.matter, turn.state.dialog) == ("department", None)


def test_another_pilot_meant_opens_that_one_with_what_was_told(notices: Notices) -> None:
    turn = talk(notices, "技术试点预检", "企业", "不对不对，我要查的是领跑者")
    assert turn.state.dialog is not None
    assert turn.state.dialog.programmes == ("leader",)
    assert "单位类型＝企业法人（公司）" in turn.replies[0].text


def test_the_pilot_that_is_open_named_again_opens_nothing_anew(notices: Notices) -> None:
    turn = talk(notices, "技术试点预检", "企业", "我要查的是技术试点")
    assert turn.state.dialog is not None
    assert (turn.state.dialog.programmes, turn.state.dialog.turn) == (("tech",), 1)
