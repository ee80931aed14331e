"""What day it is: one of the three seams. Nothing else in the project asks the machine for the date."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], date]

# Asia/Shanghai has kept one offset since 1991; a constant needs no time-zone tables on the machine.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def today_in_shanghai() -> date:
    """The calendar day in Asia/Shanghai now: the day that counts for a filing window."""
    return datetime.now(SHANGHAI).date()


def fixed(day: date) -> Clock:
    """A clock that always says ``day``: for ``--today``, demonstrations and tests."""
    return lambda: day


def clock_for(day: date | None) -> Clock:
    """The fixed clock of ``day``, or the real one where ``day`` is None."""
    return today_in_shanghai if day is None else fixed(day)


def parse_day(text: str) -> date:
    """The day written as ``YYYY-MM-DD``, and in no other form; raises ValueError (in Chinese) otherwise.

    ``date.fromisoformat`` alone also takes 20230820 and 2023-W33-7, which are more often slips than meant.
    """
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        with suppress(ValueError):
            return date.fromisoformat(text.strip())
    raise ValueError(f"日期应写成 YYYY-MM-DD，如 2023-08-20；收到的是 {text!r}")


def now() -> datetime:
    """The moment a row is written, in UTC and aware of it. Never used to decide what to answer."""
    return datetime.now(UTC)
