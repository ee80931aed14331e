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


@pytest.fixture(scope="module")
def framed() -> Reader:
    words = {
        "domain": ["试点"],
        "pilots": {"leader": {"names": ["低碳领跑者", "领跑者"]}, "finance": {"names": ["第四类试点"]}},
        "noise": ["请问"],
        "openings": ["2023年", "我们想报低碳试点", "客服"],
        "closings": ["通知里怎么说", "啊"],
    }
    return Reader(Words.model_validate(words))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("我们想报低碳试点，请问截止哪天", "截止哪天"),
        ("2023年的截止日期通知里怎么说？", "截止日期"),
        ("截止哪天啊！（我们想报低碳试点）", "截止哪天"),
        ("1. @客服 截止哪天", "截止哪天"),
    ],
)
def test_what_frames_a_question_is_set_aside(framed: Reader, text: str, rest: str) -> None:
    assert framed.without_frame(text) == rest


@pytest.mark.parametrize("text", ["截止哪天", "2023年10月投用", "2023年底完工", "8.31截止", "客服", "我们想报低碳试点"])
def test_what_stands_in_no_frame_or_is_nothing_but_one_is_left(framed: Reader, text: str) -> None:
    assert framed.without_frame(text) == ""


@pytest.mark.parametrize(
    ("text", "pilots"),
    [("低碳领袍着", ("leader",)), ("低碳领跑车要啥", ("leader",)), ("低碳社区要啥", ()), ("第三类试点要啥", ())],
)
def test_a_long_name_of_a_pilot_is_known_though_one_character_is_wrong(
    framed: Reader, text: str, pilots: tuple[str, ...]
) -> None:
    assert framed.read(text).pilots == pilots
