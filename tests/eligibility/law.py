"""The conditions read once more, from the written law alone: one plain function per kind, no code of the project's.

Facts are plain mappings as they come in, days in ISO form. A missing key was not asked; "unknown" was asked in vain.
A rule's ``complete`` takes facts in which everything the criterion reads has a value, "unknown" among them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

Value = bool | int | str
Given = Mapping[str, Value]
OPENS, CLOSES = date(2023, 7, 10), date(2023, 8, 31)
DISTRICTS = (
    "东城区", "西城区", "朝阳区", "丰台区", "石景山区", "海淀区", "门头沟区", "房山区", "通州区", "顺义区", "昌平区",
    "大兴区", "怀柔区", "平谷区", "密云区", "延庆区", "北京经济技术开发区",
)  # fmt: skip
EVENTS = (
    "last_env_penalty", "last_env_incident", "last_safety_accident", "area_last_env_incident",
    "area_last_safety_accident",
)  # fmt: skip
LEVELS = ("ordinary", "larger", "major", "extraordinary")
WORDS: dict[str, tuple[Value, ...]] = {
    "applicant_type": (
        "enterprise", "university", "institution", "branch", "community_committee", "village_committee",
        "subdistrict_or_park", "unincorporated", "individual",
    ),
    "registered_in_beijing": (True, False),
    "legal_person": (True, False),
    "project_role": ("user", "supplier", "both", "investor_operator"),
    "last_env_penalty": ("none", "order_only"),
    "last_env_incident": ("none",),
    "last_safety_accident": ("none",),
    "safety_accident_level": LEVELS,
    "project_location": ("beijing", "partly", "outside"),
    "commissioned_on": ("undecided",),
    "applied_in_2022": ("no", "not_excellent", "excellent", "other_project"),
    "technology_field": (1, 2, 3, 4, 5, 6, 7, 8),
    "sector": ("power_generation", "electronics", "higher_education", "heat_supply", "power_grid", "other"),
    "carbon_market_role": ("national_key", "beijing_key", "reporting_unit", "none"),
    "always_reported_on_time": (True, False),
    "always_surrendered_on_time": (True, False),
    "area_last_env_incident": ("none",),
    "area_last_safety_accident": ("none",),
    "area_safety_accident_level": LEVELS,
    "leading_body": ("yes", "no", "in_progress"),
    "committee_in_urban_area": (True, False),
    "district": (*DISTRICTS, "outside"),
    "district_recommendation": ("obtained", "contacted", "none"),
}  # fmt: skip
"""Every fact with its values, days and "unknown" aside."""

LEGAL_PERSON = dict.fromkeys(
    ("enterprise", "university", "institution", "community_committee", "village_committee"), True
) | dict.fromkeys(("branch", "unincorporated", "individual"), False)


def possible(fact: str, as_of: date) -> tuple[Value, ...]:
    """Every word, "unknown", and days on both sides of every boundary, as far as they can be told on ``as_of``."""
    days: list[str] = []
    if fact in EVENTS:
        edges = (date(2020, 1, 1), date(2020, 8, 31), CLOSES + timedelta(days=1))
        told = (day for edge in edges for day in (edge - timedelta(days=1), edge) if day <= as_of)
        days = [day.isoformat() for day in told]
    if fact == "commissioned_on":
        days = ["2022-06-30", "2022-07-01", "2023-12-31", "2024-01-01"]
    return (*WORDS[fact], *days, "unknown")


def feasible(facts: Given) -> bool:
    """Legal personality follows from the type; saying otherwise is an error."""
    follows = LEGAL_PERSON.get(str(facts.get("applicant_type")))
    return follows is None or facts.get("legal_person", "unknown") in (follows, "unknown")


def three_years_before(day: date) -> date:
    return date(day.year - 3, day.month, day.day)  # no filing day is a 29 February


def band(day: str, as_of: date) -> str:
    """近三年, for a day something happened: ``met``, ``unmet`` or ``ambiguous``, over every possible filing day."""
    happened = date.fromisoformat(day)
    first = min(max(as_of, OPENS), CLOSES)
    filing_days = [first + timedelta(days=n) for n in range((CLOSES - first).days + 1)]
    if happened > CLOSES:
        return "ambiguous"
    if all(happened < three_years_before(a) for a in filing_days) and happened < date(2020, 1, 1):
        return "met"
    return "unmet" if all(happened >= three_years_before(a) for a in filing_days) else "ambiguous"


def one_of(fact: str, **by_value: str) -> Callable[[Given, date], str]:
    """A condition that one fact settles: its status by value; ``rest`` for the values not named."""

    def status(facts: Given, _as_of: date) -> str:
        if facts[fact] == "unknown":
            return "unknown"
        return by_value.get(str(facts[fact]).lower(), by_value.get("rest", "met"))

    return status


def never(fact: str) -> Callable[[Given, date], str]:
    """近三年内未…, whatever the level."""

    def status(facts: Given, as_of: date) -> str:
        if facts[fact] == "unknown":
            return "unknown"
        return "met" if facts[fact] in ("none", "order_only") else band(str(facts[fact]), as_of)

    return status


def no_major(fact: str, level: str) -> Callable[[Given, date], str]:
    """近三年内未发生重大安全生产责任事故."""

    def status(facts: Given, as_of: date) -> str:
        when = never(fact)(facts, as_of)
        if when != "unmet":
            return when
        by_level = {"ordinary": "ambiguous", "larger": "ambiguous", "unknown": "unknown"}
        return by_level.get(str(facts[level]), "unmet")

    return status


def t1c(facts: Given, _as_of: date) -> str:
    follows = LEGAL_PERSON.get(str(facts["applicant_type"]), facts["legal_person"])
    return {True: "met", False: "unmet"}.get(follows, "unknown")  # type: ignore[call-overload, no-any-return]


def t5(facts: Given, _as_of: date) -> str:
    day, applied = str(facts["commissioned_on"]), facts["applied_in_2022"]
    if day in ("unknown", "undecided"):
        return {"unknown": "unknown", "undecided": "ambiguous"}[day]
    if "2022-07-01" <= day <= "2023-12-31":
        return "met"
    if day > "2023-12-31":
        return "unmet"
    return {"not_excellent": "ambiguous", "unknown": "unknown"}.get(str(applied), "unmet")


def key_unit(record: str) -> Callable[[Given, date], str]:
    """L5: only for the key emitters."""

    def status(facts: Given, _as_of: date) -> str:
        role = facts["carbon_market_role"]
        if role in ("reporting_unit", "none"):
            return "not_applicable"
        if "unknown" in (role, facts[record]):
            return "unknown"
        return "met" if facts[record] is True else "unmet"

    return status


def r1(facts: Given, _as_of: date) -> str:
    kind, district = facts["applicant_type"], facts["district"]
    if district == "outside" or kind not in ("community_committee", "village_committee", "unknown"):
        return "unmet"
    return "unknown" if "unknown" in (kind, district) else "met"


def r1b(facts: Given, _as_of: date) -> str:
    kind, urban = facts["applicant_type"], facts["committee_in_urban_area"]
    if kind not in ("community_committee", "unknown"):
        return "not_applicable"
    return "unknown" if "unknown" in (kind, urban) else "met" if urban is True else "ambiguous"


class Rule(NamedTuple):
    kind: str
    reads: tuple[str, ...]
    complete: Callable[[Given, date], str]


def rule(kind: str, *reads: str, by: Callable[[Given, date], str]) -> Rule:
    return Rule(kind, reads, by)


_UNMET_TYPES = dict.fromkeys(("individual", "community_committee", "village_committee"), "unmet")
_OPEN_TYPES = dict.fromkeys(("branch", "unincorporated", "subdistrict_or_park"), "ambiguous")
RULES: dict[str, dict[str, Rule]] = {
    "tech": {
        "T1a": rule("hard", "project_role", by=one_of("project_role", supplier="unmet", investor_operator="ambiguous")),
        "T1b": rule("hard", "registered_in_beijing", by=one_of("registered_in_beijing", false="unmet")),
        "T1c": rule("hard", "applicant_type", "legal_person", by=t1c),
        "T1e": rule("hard", "last_env_penalty", by=never("last_env_penalty")),
        "T1f": rule("hard", "last_env_incident", by=never("last_env_incident")),
        "T1g": rule(
            "hard", "last_safety_accident", "safety_accident_level",
            by=no_major("last_safety_accident", "safety_accident_level"),
        ),
        "T2a": rule("hard", "project_location", by=one_of("project_location", partly="ambiguous", outside="unmet")),
        "T5": rule("soft", "commissioned_on", "applied_in_2022", by=t5),
        "T6": rule("hard", "applied_in_2022", by=one_of("applied_in_2022", excellent="ambiguous")),
    },
    "leader": {
        "L0": rule("hard", "applicant_type", by=one_of("applicant_type", **_UNMET_TYPES, **_OPEN_TYPES)),
        "L1a": rule("soft", "registered_in_beijing", by=one_of("registered_in_beijing", false="unmet")),
        "L1b": rule("soft", "carbon_market_role", by=one_of("carbon_market_role")),
        "L2": rule(
            "hard", "sector",
            by=one_of("sector", power_generation="met", electronics="met", higher_education="met", rest="unmet"),
        ),
        "L5a": rule(
            "hard", "carbon_market_role", "always_reported_on_time", by=key_unit("always_reported_on_time")
        ),
        "L5b": rule(
            "hard", "carbon_market_role", "always_surrendered_on_time", by=key_unit("always_surrendered_on_time")
        ),
        "L6a": rule("hard", "last_env_penalty", by=never("last_env_penalty")),
        "L6b": rule("hard", "last_env_incident", by=never("last_env_incident")),
        "L6c": rule(
            "hard", "last_safety_accident", "safety_accident_level",
            by=no_major("last_safety_accident", "safety_accident_level"),
        ),
    },
    "region": {
        "R1": rule("hard", "applicant_type", "district", by=r1),
        "R1b": rule("hard", "applicant_type", "committee_in_urban_area", by=r1b),
        "R2": rule("hard", "leading_body", by=one_of("leading_body", no="unmet", in_progress="ambiguous")),
        "R4": rule("hard", "area_last_env_incident", by=never("area_last_env_incident")),
        "R5": rule(
            "hard", "area_last_safety_accident", "area_safety_accident_level",
            by=no_major("area_last_safety_accident", "area_safety_accident_level"),
        ),
    },
}  # fmt: skip


def reads(programme: str) -> list[str]:
    return list(dict.fromkeys(fact for one in RULES[programme].values() for fact in one.reads))
