"""A question that tells a day gets the answer for the side of the window on which the day lies; on the real notice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.conversation import converse
from bot.notices import Notices
from bot.state import ConversationState

AUGUST = date(2023, 8, 1)
FIRST, LAST = date(2022, 7, 1), date(2023, 12, 31)
EARLY, WITHIN, LATE = "finished_early", "commissioning_window", "finished_late"

FRAMES = ("项目{}投产", "{}建成投用的能报吗", "我们项目{}完工的，还能报技术吗", "{}竣工验收的项目可以申报吗")


@pytest.mark.parametrize("frame", FRAMES)
def test_no_day_gets_the_answer_of_another_side(notices: Notices, frame: str) -> None:
    days = [FIRST, LAST, *(date(2021, 1, 1) + timedelta(days=13 * n) for n in range(140))]
    for day in (*days, FIRST - timedelta(days=1), LAST + timedelta(days=1)):
        turn = converse(frame.format(f"{day.year}年{day.month}月{day.day}日"), ConversationState(), notices, AUGUST)
        others = {EARLY, WITHIN, LATE} - {EARLY if day < FIRST else WITHIN if day <= LAST else LATE}
        assert turn.matter not in others, day


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("去年6月底投运的光伏能报不", EARLY),
        ("项目2022年7月投产", WITHIN),
        ("上个月建成投用的能报吗", WITHIN),
        ("我们项目今年年底完工的，还能报技术吗", WITHIN),
        ("明年3月才能建成，行吗", LATE),
        ("项目哪段时间建成的能报", WITHIN),
    ],
)
def test_the_day_and_not_the_wording_decides(notices: Notices, said: str, matter: str) -> None:
    assert converse(said, ConversationState(), notices, AUGUST).matter == matter


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("2019年的罚单还算吗", "penalty_long_ago"),
        ("去年12月被环保罚了能报不", "penalty_recent"),
        ("2020年3月被环保罚过，领跑者能报吗", "three_years"),
        ("去年被税务罚过算吗", "penalty_other_matter"),
        ("被环保罚过能报吗", "penalty"),
    ],
)
def test_the_day_of_a_penalty_says_whether_it_counts(notices: Notices, said: str, matter: str) -> None:
    assert converse(said, ConversationState(), notices, AUGUST).matter == matter


def test_a_day_that_is_only_supposed_tells_no_side(notices: Notices) -> None:
    supposed = converse("要是拖到2024年2月才建成，还能报吗", ConversationState(), notices, AUGUST)
    assert supposed.matter == LATE  # by its words
