"""How old a request may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.refusal import Refusal
from bot.channels.wechat.freshness import CLOCKS_DIFFER, STALE_AFTER, Freshness

NOW = 1_693_000_000


@given(age=st.integers(-NOW, NOW))
def test_five_minutes_and_no_future_but_for_the_clocks_difference(age: int) -> None:
    freshness = Freshness(lambda: NOW)
    timestamp = str(NOW - age)
    if -CLOCKS_DIFFER <= age <= STALE_AFTER:
        freshness.check(timestamp)
    else:
        with pytest.raises(Refusal) as turned:
            freshness.check(timestamp)
        assert turned.value.code == ("stale" if age > 0 else "future")
        assert turned.value.details == {"seconds": abs(age)}


def test_the_machines_clock_unless_told_otherwise() -> None:
    freshness = Freshness()
    freshness.check(str(freshness.now()))
