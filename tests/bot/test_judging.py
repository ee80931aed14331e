"""What may be called of use, and what counts as saying so."""

from __future__ import annotations

import pytest

from bot.judging import judged, judgement
from bot.replies import Cited, Outcome, Reply

CITED = (Cited(document="通知", clause="三", quote="8月31日截止", anchor="notice.3"),)
ANSWER = Reply(kind="answer", text="8月31日截止。", citations=CITED)
COURTESY = Reply(kind="answer", text="不客气。")
QUESTION = Reply(kind="dialog", text="第1题：申报单位是哪一类？", asks="applicant_type")
NO = Reply(kind="decline", text="通知没有写。")


@pytest.mark.parametrize(
    ("outcome", "replies", "place"),
    [
        (Outcome.answered, (ANSWER,), 0),
        (Outcome.answered, (ANSWER, QUESTION), 0),
        (Outcome.answered, (COURTESY, ANSWER, ANSWER), 2),
        (Outcome.answered, (COURTESY,), None),
        (Outcome.no_match, (NO,), 0),
        (Outcome.refused, (NO,), None),
        (Outcome.handed_over, (ANSWER,), None),
        (Outcome.in_dialog, (ANSWER, QUESTION), None),
        (Outcome.clarified, (QUESTION,), None),
    ],
)
def test_the_last_answer_with_a_clause_or_the_no_may_be_judged(
    outcome: Outcome, replies: tuple[Reply, ...], place: int | None
) -> None:
    assert judged(outcome, replies) == place
    assert judged(outcome.value, replies) == place


@pytest.mark.parametrize(
    ("said", "up"),
    [
        ("有用", True), ("「有用」", True), ("没用！", False),
        ("没有用", False), ("有用吗", None), ("没用过", None), ("", None),
    ],
)
def test_only_the_word_itself_is_one(said: str, up: bool | None) -> None:
    assert judgement(said) is up
