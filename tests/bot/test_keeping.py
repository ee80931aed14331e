"""What of a turn goes into the log besides its words: what it was taken to ask, what is still open, what decided."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import converse
from bot.keeping import CHOOSING, kept_turn
from bot.memory.records import NewTurn
from bot.notices import Notices
from bot.state import ConversationState
from bot.verdict_json import deciding_clauses, verdict_json
from eligibility.facts import UNKNOWN
from eligibility.precheck import precheck

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


def test_a_turn_tells_which_question_is_open(notices: Notices) -> None:
    assert (last_of(notices, "什么时候截止").pilot, last_of(notices, "什么时候截止").asks) == (None, None)
    asked = last_of(notices, "预检低碳领跑者")
    assert asked.pilot == "leader"
    assert asked.asks in next(iter(notices.values())).rulebook.facts
    beside = last_of(notices, "预检低碳领跑者", "什么时候截止？")
    assert (beside.pilot, beside.asks) == ("leader", asked.asks), "the question stays open"
    assert last_of(notices, "预检低碳领跑者", "退出").asks is None


def test_nothing_is_open_once_a_result_was_told(notices: Notices) -> None:
    no = last_of(notices, "预检气候友好型区域", "我们是一家企业")
    assert [verdict.result for verdict in no.verdicts] == ["ineligible"]
    assert no.verdicts[0].deciding
    assert no.asks is None
    assert last_of(notices, "预检气候友好型区域", "我们是一家企业", "继续看完").asks is None


def test_choosing_what_to_change_is_a_question_too(notices: Notices) -> None:
    choosing = last_of(notices, "预检低碳领跑者", "1", "修改")
    assert choosing.asks in (CHOOSING, *next(iter(notices.values())).rulebook.facts)


@pytest.mark.parametrize("programme", ["tech", "leader", "region"])
def test_the_json_tells_what_decided_as_the_verdict_does(notices: Notices, programme: str) -> None:
    """Fails when one of the two rules is changed alone."""
    notice = next(iter(notices.values()))
    book = notice.rulebook
    tried = 0
    for name, fact in book.facts.items():
        for value in (*(choice.value for choice in fact.choices), UNKNOWN):
            verdict = precheck(book, programme, {name: value}, TODAY)
            expected = dict.fromkeys(line.criterion.clause for line in verdict.deciding())
            assert deciding_clauses(verdict_json(verdict, notice)) == tuple(expected)
            tried += bool(expected)
    assert tried
