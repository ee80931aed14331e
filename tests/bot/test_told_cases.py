"""One's own case told in one message: the right precheck opens, with all that was told and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import Turn
from bot.notices import Notices
from eligibility.facts import Value
from tests.bot.talking import talk_on

AUGUST = date(2023, 8, 1)
CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("told_cases.yaml").read_text(encoding="utf-8"))
TELLING = [case for case in CASES if case["opens"]]
ASKING = [case["says"] for case in CASES if not case["opens"]]


def facts_in(turn: Turn) -> dict[str, Value]:
    assert turn.state.dialog is not None
    return {given.fact: given.value for given in turn.state.dialog.log}


def fits(told: object, read: Value) -> bool:
    """Whether a value is the one told, or a day of the month or year told."""
    return told == read or (isinstance(told, str) and told[:1] == "2" and str(read).startswith(f"{told}-"))


@pytest.mark.parametrize("case", TELLING, ids=[case["says"][:16] for case in TELLING])
def test_the_precheck_opens_with_what_was_told_and_nothing_else(notices: Notices, case: dict[str, Any]) -> None:
    turn = talk_on(AUGUST, notices, case["says"])
    assert turn.state.dialog is not None
    assert turn.state.dialog.programmes == (case["opens"],)
    read = facts_in(turn)
    assert {name: read.get(name) for name, told in case["facts"].items() if not fits(told, read.get(name, ""))} == {}
    assert read.keys() - case["facts"].keys() - set(case.get("may", ())) == set()
    assert not read or "已记下" in turn.replies[0].text


@pytest.mark.parametrize("said", ASKING)
def test_a_question_in_which_facts_are_mentioned_is_answered(notices: Notices, said: str) -> None:
    assert talk_on(AUGUST, notices, said).state.dialog is None


NAMED = {
    "处罚": "last_env_penalty",
    "环境事件": "last_env_incident",
    "安全事故": "last_safety_accident",
}


@given(
    named=st.lists(st.sampled_from(sorted(NAMED)), min_size=1, unique=True),
    value=st.sampled_from(("：无", "：没有", " 无", " 没有", "无", "没有")),
    between=st.sampled_from(("，", "；", " ", "\n", "。")),
    heading=st.sampled_from(("技术试点预审：", "技术试点走一遍：", "帮我查一下技术试点：", "低碳技术，测一下，")),
)
@settings(max_examples=60, deadline=None)
def test_a_list_of_names_and_values_is_read_however_it_is_set(
    notices: Notices, named: list[str], value: str, between: str, heading: str
) -> None:
    text = heading + between.join(f"{name}{value}" for name in named)
    assert facts_in(talk_on(AUGUST, notices, text)) == {NAMED[name]: "none" for name in named}
