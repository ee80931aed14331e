"""Codes: what is one, how it is said, and that nothing kept tells it."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from bot.codes import Codes, code_in, draw, grouped, place, sound
from bot.replies import Outcome, Reply
from bot.talk_codes import for_how_long

KEY = b"a key for tests only, of good length"
LASTS = (timedelta(days=7), timedelta(hours=24))


@pytest.mark.parametrize(
    "said",
    [
        "345678901",
        "345 678 901",
        "345-678-901",
        "３４５ ６７８ ９０１",
        "三四五 六七八 九零幺",
        "接续码 345 678 901",
        "我的接续码是345678901。",
        "热线给的接续码：345 678 901",
    ],
)
def test_a_code_is_heard_as_it_is_read_out(said: str) -> None:
    assert code_in(said) == "345678901"


@pytest.mark.parametrize(
    "said",
    ["20210305", "68455013", "13800138000", "100036", "2021年3月5日", "1", "我们有345678901人", "110101199003074514"],
)
def test_no_date_telephone_number_postcode_or_identity_number_is_one(said: str) -> None:
    assert code_in(said) is None


def test_a_code_that_is_named_is_one_even_where_digits_are_missing() -> None:
    assert code_in("接续码 12345678") == "12345678"
    assert not sound("12345678")


def test_a_digit_misheard_is_told_at_once() -> None:
    rng = random.Random(7)
    for _ in range(500):
        code = draw()
        assert sound(code)
        at = rng.randrange(len(code))
        other = str((int(code[at]) + rng.randrange(1, 10)) % 10)
        assert not sound(code[:at] + other + code[at + 1 :])


def test_codes_are_not_foreseen() -> None:
    drawn = {draw() for _ in range(2000)}
    assert len(drawn) > 1990
    assert len({code[:3] for code in drawn}) > 500
    assert grouped("345678901") == "345 678 901"


def test_what_is_kept_tells_nothing_without_the_key() -> None:
    book, other = Codes(KEY, *LASTS), Codes(b"another key, of good length too", *LASTS)
    kept = book.of_talk("345678901")
    assert "345678901" not in kept.digest + kept.sealed
    assert kept.digest == book.digest("talk", "345678901")
    assert kept.digest not in (book.digest("desk", "345678901"), other.digest("talk", "345678901"))
    assert book.open(kept.sealed) == "345 678 901"
    assert (book.open(None), book.open("damaged"), other.open(kept.sealed)) == ("", "", "")


def test_it_stands_under_a_verdict_or_the_hotline() -> None:
    answer, question = Reply(kind="answer", text="请拨打"), Reply(kind="dialog", text="第1题")
    told = Reply(kind="dialog", text="【预检结论】", verdicts=({"programme": "tech"},))
    assert place(Outcome.in_dialog, (told, question)) == 0
    assert place(Outcome.handed_over, (answer, question)) == 0
    assert place(Outcome.answered, (answer,)) is None
    assert place(Outcome.in_dialog, (question,)) is None


@pytest.mark.parametrize(("hours", "words"), [(1, "1小时"), (24, "24小时"), (48, "2天"), (50, "50小时"), (168, "7天")])
def test_how_long_it_lasts_is_said_in_whole_days_or_hours(hours: int, words: str) -> None:
    assert for_how_long(timedelta(hours=hours)) == words
