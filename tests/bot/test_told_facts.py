"""Facts told before a dialog: their JSON form, and the sector as the trades know it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.notices import Notice, load_notices
from bot.told_facts import facts_told, keep, kept, over
from dialogs.readings import Answered, Roughly
from dialogs.spans import Span

AUGUST = date(2023, 8, 15)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31))
SPANS = st.tuples(DAYS, DAYS).map(lambda days: Roughly(Span(min(days), max(days))))
VALUES = st.one_of(st.booleans(), st.integers(1, 8), st.sampled_from(["none", "enterprise", "海淀区", "2023-05-01"]))


@pytest.fixture(scope="module")
def notice() -> Notice:
    return next(iter(load_notices().values()))


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.one_of(VALUES.map(Answered), SPANS)))
def test_what_is_kept_as_json_is_read_back(told: dict[str, Answered | Roughly]) -> None:
    assert kept(json.loads(json.dumps(keep(told)))) == told


@pytest.mark.parametrize(
    ("said", "sector"),
    [
        ("我们是做电路板的，想报领跑者", "electronics"),
        ("电子厂，做显示屏的，想报领跑者", "electronics"),
        ("我们是无人机公司，想报领跑者", "electronics"),
        ("我们是海淀的芯片公司，想报领跑者", None),
        ("昌平区一家软件公司，想报领跑者", "other"),
        ("我们不是软件公司，想报领跑者", None),
        ("我们是企业，想报领跑者", None),
    ],
)
def test_the_sector_is_what_the_trades_make_of_the_words(notice: Notice, said: str, sector: str | None) -> None:
    told = facts_told(said, notice, AUGUST).get("sector")
    assert (told.value if isinstance(told, Answered) else told) == sector


def test_a_later_word_counts_unless_it_only_hedges() -> None:
    branch, hedged = Answered("branch"), Answered("enterprise", hedged=True)
    assert over({"applicant_type": branch}, {"applicant_type": hedged}) == {"applicant_type": branch}
    assert over({"applicant_type": branch}, {"applicant_type": Answered("university")}) == {
        "applicant_type": Answered("university")
    }
    assert over({}, {"applicant_type": hedged}) == {"applicant_type": hedged}
