"""Applicants as tests meet them: all in order, with something wrong, with much unsaid, or quite arbitrary."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.eligibility import law
from tests.eligibility.law import Value

FINE: dict[str, dict[str, Value]] = {
    "tech": {
        "applicant_type": "enterprise",
        "registered_in_beijing": True,
        "project_role": "user",
        "last_env_penalty": "none",
        "last_env_incident": "none",
        "last_safety_accident": "none",
        "project_location": "beijing",
        "commissioned_on": "2023-03-15",
        "applied_in_2022": "no",
    },
    "leader": {
        "applicant_type": "university",
        "registered_in_beijing": True,
        "sector": "higher_education",
        "carbon_market_role": "beijing_key",
        "always_reported_on_time": True,
        "always_surrendered_on_time": True,
        "last_env_penalty": "none",
        "last_env_incident": "none",
        "last_safety_accident": "none",
    },
    "region": {
        "applicant_type": "community_committee",
        "committee_in_urban_area": True,
        "district": "海淀区",
        "leading_body": "yes",
        "area_last_env_incident": "none",
        "area_last_safety_accident": "none",
    },
}
"""For each programme an applicant against whom nothing stands."""

EDGES = (
    "2020-01-01", "2020-02-29", "2020-07-10", "2020-08-20", "2020-08-31", "2022-07-01", "2023-07-10", "2023-08-20",
    "2023-08-31", "2023-12-31", "2024-02-29", "2026-11-22",
)  # fmt: skip
MOMENTS = tuple(
    map(date.fromisoformat, ("2019-06-30", "2020-03-01", "2023-07-01", "2023-07-09", "2023-07-10", "2023-08-20",
                             "2023-08-30", "2023-08-31", "2023-09-01", "2024-02-29", "2026-11-22"))
)  # fmt: skip
"""Days a precheck may be made for: before, in and after the window, its ends, and a leap day."""

days = st.one_of(
    st.tuples(st.sampled_from(EDGES), st.integers(-1, 1)).map(
        lambda pair: date.fromisoformat(pair[0]) + timedelta(days=pair[1])
    ),
    st.dates(date(1990, 1, 1), date(2030, 12, 31)),
)
# From here on an event may lie in any band; no precheck is made for a day years before the notice.
FIRST_DAY_WITH_ALL_BANDS = date(2020, 8, 31)
moments = st.one_of(st.sampled_from(MOMENTS), st.dates(FIRST_DAY_WITH_ALL_BANDS, date(2027, 12, 31))).filter(
    lambda day: day >= FIRST_DAY_WITH_ALL_BANDS
)


def values(fact: str, as_of: date) -> st.SearchStrategy[Value]:
    """Any value the fact may have on that day."""
    words: st.SearchStrategy[Value] = st.sampled_from((*law.WORDS[fact], "unknown"))
    if fact in law.EVENTS:
        return st.one_of(words, days.filter(lambda day: day <= as_of).map(date.isoformat))
    return st.one_of(words, days.map(date.isoformat)) if fact == "commissioned_on" else words


@st.composite
def applicants(draw: st.DrawFn, programme: str, as_of: date) -> dict[str, Value]:
    """Someone applying to ``programme``: much in order, some of it not, some of it not said, in any order."""
    facts = dict(FINE[programme]) if draw(st.booleans()) else {}
    for fact in draw(st.lists(st.sampled_from(tuple(law.WORDS)), max_size=6 if facts else 14, unique=True)):
        facts[fact] = draw(values(fact, as_of))
    for fact in draw(st.lists(st.sampled_from(tuple(facts)), max_size=4, unique=True)) if facts else ():
        del facts[fact]
    if not law.feasible(facts):
        del facts["legal_person"]
    return dict(draw(st.permutations(list(facts.items()))))
