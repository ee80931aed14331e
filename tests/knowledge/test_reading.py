"""What a reader of questions takes for a question."""

from __future__ import annotations

import pytest

from knowledge.reading import Reader
from knowledge.words import Words


@pytest.fixture(scope="module")
def reader() -> Reader:
    english = [{"slip": "where to send", "meant": "寄到哪里"}, {"slip": "stamp", "meant": "盖章"}]
    return Reader(Words.model_validate({"domain": ["试点"], "pilots": {}, "english": english}))


@pytest.mark.parametrize(
    "piece", ["能报不", "来得及没有", "盖不盖章", "没事吧", "找谁", "多少份", "没有关系？", "where to send"]
)
def test_a_question(reader: Reader, piece: str) -> None:
    assert reader.asks(piece)


@pytest.mark.parametrize("piece", ["没做可研", "不是我们用的", "没罚没事故", "不在名单里", "我们是卖设备的"])
def test_no_question_though_something_is_denied(reader: Reader, piece: str) -> None:
    assert not reader.asks(piece)


def test_an_english_keyword_may_ask_once_its_meaning_is_known(reader: Reader) -> None:
    assert reader.may_ask("stamp")
    assert not reader.may_ask("hello")


def test_english_words_among_chinese_ones_are_known_too(reader: Reader) -> None:
    assert reader.read("那个stamp怎么弄").text == "那个盖章怎么弄"
    assert reader.read("用word还是pdf").text == "用word还是pdf"
