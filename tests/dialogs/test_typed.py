"""Answers and commands typed without characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.typed import spelt_out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("meiyou", "没有"), ("mei you", "没有"), ("Bu qing chu", "不清楚"), ("tuichu!", "退出")],
)
def test_pinyin_of_what_a_dialog_waits_for_is_spelt_out(typed: str, meant: str) -> None:
    assert spelt_out(typed) == meant


@pytest.mark.parametrize("text", ["ok", "no", "没有", "deadline", "EMC", "mei有", "2", ""])
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert spelt_out(text) == text


@given(st.text(max_size=30))
def test_no_text_is_too_strange(text: str) -> None:
    assert isinstance(spelt_out(text), str)
