"""Whoever speaks too often waits; nobody waits for another; and no crowd makes the memory grow."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import Limits

moments = st.floats(min_value=0, max_value=3600, allow_nan=False)


def test_after_a_silence_a_whole_minutes_messages_may_come_at_once_and_no_more() -> None:
    limits = Limits(per_minute=30)
    assert [limits.allow("a", 100.0) for _ in range(31)] == [True] * 30 + [False]
    assert limits.allow("b", 100.0), "another person is not to blame"


def test_then_they_come_one_by_one() -> None:
    limits = Limits(per_minute=30)
    for _ in range(30):
        limits.allow("a", 0.0)
    assert [limits.allow("a", second) for second in (0.5, 2.0, 2.1, 4.0, 4.1)] == [False, True, False, True, False]


def test_being_refused_costs_nothing() -> None:
    limits = Limits(per_minute=1)
    assert limits.allow("a", 0.0)
    assert not any(limits.allow("a", float(second)) for second in range(1, 29))
    assert limits.allow("a", 60.0)


@given(
    per_minute=st.integers(1, 200),
    asked=st.lists(st.tuples(st.sampled_from("abc"), moments), max_size=400),
)
def test_in_any_stretch_of_time_nobody_gets_more_than_a_bucket_and_its_refill(
    per_minute: int, asked: list[tuple[str, float]]
) -> None:
    limits = Limits(per_minute)
    allowed: dict[str, list[float]] = {}
    for who, moment in sorted(asked, key=lambda it: it[1]):
        if limits.allow(who, moment):
            allowed.setdefault(who, []).append(moment)
    for times in allowed.values():
        for first, begin in enumerate(times):
            for last in range(first, len(times)):
                most = per_minute + (times[last] - begin) * per_minute / 60 + 0.5 + 1e-6
                assert last - first + 1 <= most


@given(per_minute=st.integers(1, 200), start=moments, count=st.integers(1, 300))
def test_whoever_keeps_to_the_pace_is_never_refused(per_minute: int, start: float, count: int) -> None:
    limits = Limits(per_minute)
    times = [start + number * 60.0 / per_minute for number in range(count)]
    assert all(later > earlier for earlier, later in pairwise(times))
    assert all(limits.allow("a", moment) for moment in times)


@given(st.lists(st.tuples(st.integers(0, 1000), moments), max_size=400), st.integers(1, 20))
def test_no_crowd_fills_the_memory(asked: list[tuple[int, float]], most: int) -> None:
    limits = Limits(per_minute=30, most_people=most)
    for who, moment in sorted(asked, key=lambda it: it[1]):
        limits.allow(str(who), moment)
        assert len(limits) <= most


def test_who_has_been_silent_is_forgotten() -> None:
    limits = Limits(per_minute=30)
    for who in range(1000):
        limits.allow(str(who), 0.0)
    assert len(limits) == 1000
    limits.allow("late", 61.0)
    assert len(limits) == 1


def test_a_clock_that_goes_back_lets_nobody_in_early() -> None:
    limits = Limits(per_minute=1)
    assert limits.allow("a", 100.0)
    assert not limits.allow("a", 50.0)


@pytest.mark.parametrize(("per_minute", "most"), [(0, 1), (-1, 1), (1, 0)])
def test_a_limit_that_is_none_is_refused(per_minute: int, most: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Limits(per_minute, most)
