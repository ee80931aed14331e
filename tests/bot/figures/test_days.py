"""Stretches of days: written, told, and cut into days or weeks."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.figures.days import LONGEST, Days, last_week, parse_days, parse_week, pieces

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
stretches = st.builds(lambda first, more: Days(first, first + timedelta(days=more)), days, st.integers(0, LONGEST - 1))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2023-W34", date(2023, 8, 21)),
        (" 2023-W01 ", date(2023, 1, 2)),
        ("2020-W53", date(2020, 12, 28)),
        ("2026-W01", date(2025, 12, 29)),
    ],
)
def test_a_week_is_read_as_its_seven_days(text: str, first: date) -> None:
    assert parse_week(text) == Days(first, first + timedelta(days=6))


NO_WEEKS = ("2023-W53", "2023-W00", "2023-34", "2023W34", "W34", "", "0000-W01", "9999-W53", "二〇二三")


@pytest.mark.parametrize("text", NO_WEEKS)
def test_a_week_that_is_none_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="周应写成 YYYY-Www，如 2023-W34"):
        parse_week(text)


@given(days)
def test_every_day_is_in_the_week_it_names(day: date) -> None:
    year, week, _ = day.isocalendar()
    found = parse_week(f"{year:04}-W{week:02}")
    assert found.first <= day <= found.last
    assert (found.first.weekday(), len(found)) == (0, 7)
    assert found.week == f"{year:04}-W{week:02}"


@given(st.text(max_size=12))
def test_whatever_is_written_is_a_week_or_a_fault(text: str) -> None:
    found: Days | None = None
    with suppress(ValueError):
        found = parse_week(text)
    assert found is None or found.week == text.strip()


@given(stretches, st.sampled_from(["day", "week"]))
def test_the_pieces_are_the_whole_each_day_once(stretch: Days, by: str) -> None:
    cut = pieces(stretch, by)  # type: ignore[arg-type]
    assert [day for piece in cut for day in piece.days] == list(stretch)
    assert all(one.days.last + timedelta(days=1) == next_.days.first for one, next_ in pairwise(cut))
    if by == "week":
        assert all(piece.days.first.weekday() == 0 for piece in cut[1:])
        assert all(("不满一周" in piece.name) == (len(piece.days) < 7) for piece in cut)


def test_what_was_before_is_as_long() -> None:
    week = parse_week("2023-W34")
    assert week.before == parse_week("2023-W33")
    assert Days(date(2023, 8, 1), date(2023, 8, 10)).before == Days(date(2023, 7, 22), date(2023, 7, 31))


def test_the_last_week_is_one_that_is_over() -> None:
    assert last_week(date(2023, 8, 20)) == parse_week("2023-W32"), "on a Sunday this week is not over yet"
    assert last_week(date(2023, 8, 21)) == parse_week("2023-W33")


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2023-08-20", "2023-08-19", "早于起始日期"),
        ("2020-01-01", "2023-08-19", "最多三年"),
        ("20230820", "2023-08-21", "YYYY-MM-DD"),
    ],
)
def test_a_stretch_that_is_none_is_named(first: str, last: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_days(first, last)


def test_it_is_told_in_words() -> None:
    assert str(Days(date(2023, 8, 20), date(2023, 8, 20))) == "2023年8月20日"
    assert str(parse_week("2023-W34")) == "2023年8月21日至2023年8月27日"
    assert (parse_week("2023-W34").by, Days(date(2023, 1, 1), date(2023, 8, 20)).by) == ("day", "week")
