"""Numbers as Chinese writers put them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.numerals import in_digits, tidy, whole


@pytest.mark.parametrize(
    ("written", "number"),
    [("3", 3), ("三", 3), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("廿三", 23), ("卅一", 31),
     ("二〇二一", 2021), ("二零二三", 2023), ("〇", 0)],
)  # fmt: skip
def test_a_number_is_read_in_either_script(written: str, number: int) -> None:
    assert whole(written) == number


@pytest.mark.parametrize("written", ["", "十十", "一二十三", "甲", "十〇一", "12345", "-1", "1.5", "三x"])
def test_what_is_no_number_is_not_made_one(written: str) -> None:
    assert whole(written) is None


@given(st.integers(min_value=1, max_value=99))
def test_every_number_below_a_hundred_survives_being_written_out(number: int) -> None:
    digits = "〇一二三四五六七八九"
    tens, units = divmod(number, 10)
    written = ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[units] if units else "")
    assert whole(written) == number


def test_full_width_and_blanks_are_evened_out() -> None:
    assert tidy(" ２０２１ 年 ３月　５ 日 ") == "2021年3月5日"
    assert tidy("2021 3 5") == "2021 3 5"


def test_numerals_become_digits_only_beside_their_unit() -> None:
    assert in_digits("三公司二〇二一年十二月", "[年月]") == "三公司2021年12月"


@given(st.text())
def test_any_text_can_be_tidied_and_read(text: str) -> None:
    whole(tidy(text))
