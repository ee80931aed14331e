"""The day that counts is the one in Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot import clock


def test_the_day_turns_at_midnight_in_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def]
            return datetime(2023, 8, 31, 16, 0, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Late)
    assert clock.today_in_shanghai() == date(2023, 9, 1), "16:00 UTC is already the next day there"


def test_a_fixed_clock_stays_where_it_was_set() -> None:
    assert clock.clock_for(date(2023, 8, 20))() == date(2023, 8, 20)
    assert clock.clock_for(None) is clock.today_in_shanghai


def test_the_moment_of_a_row_is_aware() -> None:
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize("slip", ["20230820", "2023-8-20", "2023-W33-7", "2023-02-30", "明天", "", "2023-08-20T00:00"])
def test_only_one_way_to_write_a_day(slip: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        clock.parse_day(slip)
    assert clock.parse_day("2023-08-20") == date(2023, 8, 20)
