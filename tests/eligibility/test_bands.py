"""Days become classes: the window, the three years back from every day filing may happen, and a span of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eligibility.bands import FilingDays, LookBack, Period, Window, Within, years_before

PERIOD = Period(opens=date(2023, 7, 10), closes=date(2023, 8, 31))
THREE_YEARS = LookBack(years=3, surely_before=date(2020, 1, 1))
anytime = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "window"),
    [
        ("2023-07-09", Window.not_open),
        ("2023-07-10", Window.open),
        ("2023-08-31", Window.open),
        ("2023-09-01", Window.closed),
    ],
)
def test_both_ends_of_the_window_are_in(day: str, window: Window) -> None:
    assert PERIOD.window(date.fromisoformat(day)) is window


@pytest.mark.parametrize(
    ("as_of", "first", "late"),
    [
        ("2023-07-01", "2023-07-10", False),
        ("2023-08-20", "2023-08-20", False),
        ("2023-08-31", "2023-08-31", False),
        ("2023-09-01", "2023-08-31", True),
        ("2026-11-22", "2023-08-31", True),
    ],
)
def test_filing_is_possible_from_today_but_never_outside_the_window(as_of: str, first: str, late: bool) -> None:
    filing = PERIOD.filing_days(date.fromisoformat(as_of))
    assert (filing.first, filing.last) == (date.fromisoformat(first), date(2023, 8, 31))
    assert filing.late is late


@pytest.mark.parametrize(
    ("day", "band"),
    [
        ("2019-12-31", "clear"),
        ("2020-01-01", "between"),
        ("2020-08-30", "between"),
        ("2020-08-31", "recent"),
        ("2023-08-31", "recent"),
        ("2023-09-01", "after_filing"),
    ],
)
@pytest.mark.parametrize("as_of", ["2023-07-01", "2023-07-10", "2023-08-20", "2023-08-31", "2023-09-01", "2026-11-22"])
def test_three_years_back_on_the_first_notice(day: str, band: str, as_of: str) -> None:
    filing = PERIOD.filing_days(date.fromisoformat(as_of))
    assert THREE_YEARS.classify(date.fromisoformat(day), filing) == band


@settings(deadline=None)
@given(st.tuples(anytime, st.integers(0, 120)), anytime, anytime, st.integers(1, 5), anytime)
def test_a_band_speaks_for_every_day_filing_may_happen_on(
    period: tuple[date, int], as_of: date, happened: date, years: int, surely_before: date
) -> None:
    opens, length = period
    filing = Period(opens=opens, closes=opens + timedelta(days=length)).filing_days(as_of)
    assume(happened <= filing.last)
    days = [filing.first + timedelta(days=n) for n in range((filing.last - filing.first).days + 1)]
    band = LookBack(years=years, surely_before=surely_before).classify(happened, filing)
    assert (band == "recent") == all(happened >= years_before(day, years) for day in days)
    outside = all(happened < years_before(day, years) for day in days)
    assert (band == "clear") == (outside and happened < surely_before)


def test_the_leap_day_three_years_earlier_is_the_28th() -> None:
    assert years_before(date(2024, 2, 29), 3) == date(2021, 2, 28)
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)
    on_leap_day = FilingDays(date(2024, 2, 29), date(2024, 2, 29), date(2024, 2, 29))
    assert THREE_YEARS.classify(date(2021, 2, 28), on_leap_day) == "recent"
    assert THREE_YEARS.classify(date(2021, 2, 27), on_leap_day) == "between"


@pytest.mark.parametrize(
    ("day", "band"),
    [("2022-06-30", "before"), ("2022-07-01", "within"), ("2023-12-31", "within"), ("2024-01-01", "after")],
)
def test_both_ends_of_a_span_of_days_are_in(day: str, band: str) -> None:
    span = Within(first=date(2022, 7, 1), last=date(2023, 12, 31))
    assert span.classify(date.fromisoformat(day), PERIOD.filing_days(date(2023, 8, 20))) == band


@settings(deadline=None)
@given(anytime, anytime)
def test_no_day_falls_outside_the_declared_classes(as_of: date, day: date) -> None:
    filing = PERIOD.filing_days(as_of)
    assume(day <= as_of)
    assert THREE_YEARS.classify(day, filing) in THREE_YEARS.classes(filing.late)
