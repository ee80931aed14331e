"""However a question is typed, it is read alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from knowledge.normalise import normalise

OPENCC = OpenCC("t2s")
# Characters whose Simplified form depends on the word, each in two words.
IN_WORDS = [
    "乾隆年间",
    "饼乾",
    "徵求意见",
    "宫商角徵羽",
    "计畫书",
    "畫面",
    "瞭解",
    "瞭望",
    "於是",
    "覆盖",
    "答覆",
    "什麼",
]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ｗｏｒｄ版　申报表（２份）", "word版 申报表(2份)"),
        ("申報條件是什麼？", "申报条件是什么?"),
        ("計畫書和乾隆", "计划书和乾隆"),
        ("臺灣的裡程碑", "台湾的里程碑"),
        ("截止时间？？？！！！", "截止时间?!"),
        ("在吗……", "在吗"),
        ("截止了吗😭😭[捂脸][OK]", "截止了吗"),
        ("👨‍👩‍👧 申报\u200b时间 ❤️", "申报时间"),
        ("  交到\t\n哪里~~~ ", "交到 哪里"),
        ("㎡、①、℃", "m2、1、°c"),
        ("", ""),
        ("😀", ""),
        ("。。。", ""),
    ],
)
def test_one_spelling(typed: str, read: str) -> None:
    assert normalise(typed) == read


@pytest.mark.parametrize(
    "text",
    ["乾隆年间", "饼乾", "徵求意见", "宫商角徵羽", "计畫书", "畫面", "瞭解", "瞭望", "於是", "覆盖", "答覆"],
)
def test_words_decide_what_a_character_becomes(text: str) -> None:
    assert normalise(text) == OPENCC.convert(text)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=30))
def test_the_fast_way_gives_what_opencc_gives(text: str) -> None:
    assert normalise(text) == OPENCC.convert(unicodedata.normalize("NFKC", text))


@given(st.text())
def test_nothing_typed_makes_it_fail(text: str) -> None:
    assert not any(unicodedata.category(mark) in ("Cs", "Cf") for mark in normalise(text))


@given(st.text("申報麼ＡB，。？！…~ \n😀[]微笑2３", max_size=20))
def test_reading_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
