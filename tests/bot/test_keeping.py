"""What of a turn goes into the log besides its words: what it was taken to ask, and of which pilot."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import converse
from bot.keeping import kept_turn
from bot.memory.records import NewTurn
from bot.notices import Notices
from bot.state import ConversationState

TODAY = date(2023, 8, 20)


def last_of(notices: Notices, *said: str, state: ConversationState | None = None) -> NewTurn:
    """A talk of these messages; its last turn as it is kept."""
    state = state or ConversationState()
    for text in said:
        ended = converse(text, state, notices, TODAY)
        state = ended.state
    return kept_turn("t", said[-1], ended, 1.0)


@pytest.mark.parametrize(
    ("said", "matter", "pilot"),
    [
        (("什么时候截止",), "deadline", None),
        (("领跑者要交哪些材料",), "materials_list", "leader"),
        (("要交哪些材料",), "materials_list", None),
        (("要交哪些材料", "领跑者"), "materials_list", "leader"),
        (("做路由器的能报吗",), "trade:路由器", None),
        (("什么时候截止", "@@@@"), None, None),
        (("转人工",), None, None),
        (("预检低碳领跑者",), None, "leader"),
    ],
)
def test_a_turn_is_kept_with_what_it_was_taken_for(
    notices: Notices, said: tuple[str, ...], matter: str | None, pilot: str | None
) -> None:
    kept = last_of(notices, *said)
    assert (kept.matter, kept.pilot) == (matter, pilot)


def test_a_phone_number_taken_for_a_trade_is_masked(notices: Notices) -> None:
    kept = last_of(notices, "我们是做13812345678的，能报吗")
    assert "13812345678" not in f"{kept.matter}{kept.text}"


def test_of_a_child_no_word_is_kept(notices: Notices) -> None:
    """Fails when the trade they named is kept."""
    kept = last_of(notices, "做路由器的能报吗", state=ConversationState(young=True))
    assert kept.matter is None
    assert "路由器" not in kept.text
