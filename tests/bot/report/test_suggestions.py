"""Suggestions follow from numbers by rules: one short of each threshold nothing is said, at it the sentence stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from bot.memory.counting import NO_PILOT, UNMARKED
from bot.memory.figures import Counts, TurnCount
from bot.report.suggestions import Question, suggestions

NONE = ("按现有的规则，这一期没有要提的。",)
QUIET = Question("什么时候截止", asked=10, missed=0, down=0, near="截止时间", before=9)


def turned(**outcomes: int) -> Counts:
    day = date(2023, 8, 20)
    return Counts(turns=Counter({TurnCount(day, "web", NO_PILOT, name): number for name, number in outcomes.items()}))


def said(now: Counts | None = None, before: Counts | None = None, *asked: Question) -> tuple[str, ...]:
    return suggestions(now or Counts(), before or Counts(), asked, {"applicant_type": "单位类型"}.get)  # type: ignore[arg-type]


def test_where_nothing_stands_out_nothing_is_suggested() -> None:
    assert said(turned(answered=100), turned(answered=90), QUIET) == NONE


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (replace(QUIET, missed=2), None),
        (
            replace(QUIET, missed=3),
            "「什么时候截止」有 3 次没有答上来（最接近的问答是「截止时间」）。"
            "请看通知里有没有依据：有，就补进问答；没有，就写明通知没有说。",
        ),
        (replace(QUIET, down=1), None),
        (replace(QUIET, down=2), "「什么时候截止」的答复有 2 次被评为没用，请核对答复是不是答在点上。"),
        (replace(QUIET, asked=3, before=0), "「什么时候截止」是这一期新问起来的，问了 3 次。"),
        (replace(QUIET, asked=2, before=0), None),
        (replace(QUIET, before=None), None),
    ],
)
def test_a_question_that_stands_out_is_named(question: Question, sentence: str | None) -> None:
    assert said(None, None, question) == ((sentence,) if sentence else NONE)


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (turned(answered=86, clarified=14), Counts(), 0),
        (turned(answered=85, clarified=15), Counts(), 1),
        (turned(answered=81, no_match=19), Counts(), 0),
        (turned(answered=80, no_match=20), Counts(), 1),
        (turned(answered=10, no_match=9), Counts(), 0),
        (turned(answered=90, handed_over=10), turned(answered=94, handed_over=6), 0),
        (turned(answered=90, handed_over=10), turned(answered=96, handed_over=4), 1),
        (turned(answered=90, handed_over=10), turned(answered=19), 0),
    ],
)
def test_shares_speak_from_a_threshold_on_and_not_of_few_questions(now: Counts, before: Counts, found: int) -> None:
    assert len([one for one in said(now, before) if one not in NONE]) == found


@pytest.mark.parametrize(
    ("left", "found"),
    [({"applicant_type": 4}, 0), ({"applicant_type": 5}, 1), ({"applicant_type": 5, "legal_person": 15}, 1)],
)
def test_a_question_many_leave_at_is_named(left: dict[str, int], found: int) -> None:
    told = said(Counts(left=Counter(left)))
    assert sum("没有办完的预检" in one for one in told) == found


def test_calls_that_were_not_settled_are_named_of_those_that_were_marked() -> None:
    calm = Counts(marks=Counter({"answered": 9, "passed_on": 1, UNMARKED: 90}))
    assert said(calm) == NONE
    busy = Counts(marks=Counter({"answered": 8, "passed_on": 1, "not_answered": 1, UNMARKED: 90}))
    assert "未答和转办占 20.0%" in said(busy)[0]
