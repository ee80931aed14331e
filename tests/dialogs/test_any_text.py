"""Whatever is said, the dialog neither crashes nor hears what was not said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.commands import change_in, command_in
from dialogs.flow import hear, start
from dialogs.reading import read_answer
from dialogs.state import DialogState
from dialogs.volunteered import read_facts
from eligibility.facts import FactSheet
from eligibility.rulebook import Rulebook

SYLLABLES = [
    "我们", "公司", "在", "北京", "河北", "注册", "没有", "没", "不", "是", "不是", "被", "罚", "处罚", "过",
    "去年", "3月", "2021年", "建成", "改", "第2题", "上一步", "继续", "跳过", "重来", "退出", "为什么", "吗",
    "？", "，", "。", "应该", "吧", "不清楚", "1", "2", "三", "居委会", "大学", "事故", "一般", "重大", "按时",
    "逾期", "光伏", "海淀", "如果", "母公司", "和", "或者", "项目", "申报", "优秀",
]  # fmt: skip
JUMBLE = st.lists(st.sampled_from(SYLLABLES), max_size=10).map("".join)
MEANINGLESS = st.text(alphabet="abdfghjkmruvwxz喵哇咕噜啦哩嘟汪😀🎉~&*+=<>", min_size=1, max_size=20)


def states(book: Rulebook, today: date) -> list[DialogState]:
    """One state of every stage a text can meet."""
    found = []
    company, elsewhere = "我们是一家公司", "我们在河北注册"
    for opening, texts in (
        ("", ()),
        (company, ()),
        (company, ("改",)),
        (company, ("改第1题",)),
        (elsewhere, ()),
        (elsewhere, ("到此为止",)),
    ):
        state = start("precheck", ("tech",), book, today, read_facts(book.facts, opening, today)).state
        for text in texts:
            assert state is not None
            state = hear(state, text, book, today).state
        assert state is not None
        found.append(state)
    assert {state.stage for state in found} == {"asking", "choosing", "settled", "finished"}
    return found


@settings(deadline=None)
@given(st.text())
def test_no_text_crashes_any_reader(sheet: FactSheet, today: date, text: str) -> None:
    command_in(text)
    change_in(text)
    read_facts(sheet, text, today)
    for spec in sheet.values():
        read_answer(spec, text, today)


@settings(deadline=None, max_examples=300)
@given(JUMBLE | st.text())
def test_no_text_crashes_the_dialog_and_every_state_can_be_stored(rulebook: Rulebook, today: date, text: str) -> None:
    for state in states(rulebook, today):
        after = hear(state, text, rulebook, today).state
        if after is not None:
            assert DialogState.model_validate_json(after.model_dump_json()) == after


@settings(deadline=None)
@given(MEANINGLESS)
def test_what_means_nothing_tells_nothing(rulebook: Rulebook, today: date, text: str) -> None:
    for state in states(rulebook, today):
        heard = hear(state, text, rulebook, today)
        assert not heard.understood
        assert heard.state is not None
        assert heard.state.log == state.log


@settings(deadline=None)
@given(st.lists(st.sampled_from([s for s in SYLLABLES if s not in ("我们", "，", "。")]), max_size=6).map("".join))
def test_a_question_about_anybody_tells_nothing_of_the_applicant(rulebook: Rulebook, today: date, text: str) -> None:
    for state in states(rulebook, today)[:2]:
        after = hear(state, f"请问{text}可以吗？", rulebook, today).state
        assert after is not None
        assert after.log == state.log


@settings(deadline=None)
@given(JUMBLE)
def test_only_declared_values_are_ever_noted(rulebook: Rulebook, today: date, text: str) -> None:
    for state in states(rulebook, today):
        after = hear(state, text, rulebook, today).state
        for given_ in after.log if after is not None else ():
            assert rulebook.facts[given_.fact].check(given_.value, today) == given_.value


@pytest.mark.parametrize("said", ["没有", "是", "1", "有"])
def test_a_bare_answer_touches_only_the_open_question(rulebook: Rulebook, today: date, said: str) -> None:
    for kind, programmes in (
        ("precheck", ("tech",)),
        ("precheck", ("leader",)),
        ("which", ("tech", "leader", "region")),
    ):
        state = start(kind, programmes, rulebook, today).state
        assert state is not None
        pending = state.pending
        after = hear(state, said, rulebook, today).state
        assert after is not None
        assert {one.fact for one in after.log} <= {pending}
