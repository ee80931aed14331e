"""The figures' form: days, channel and pilot from an address; whatever is wrong is named, and the default counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args
from urllib.parse import urlencode

from bot.desk.log_words import CHANNELS
from bot.figures.days import By, Days, parse_days
from bot.memory.counting import NO_PILOT
from bot.memory.figures import Scope

FIELDS = ("since", "until", "channel", "pilot", "by")
BYS: Mapping[By, str] = {"day": "按天", "week": "按周"}


@dataclass(frozen=True)
class FiguresForm:
    """What is asked for; ``problems`` in Chinese."""

    days: Days
    channel: str | None
    pilot: str | None
    by: By
    problems: tuple[str, ...]

    @property
    def scope(self) -> Scope:
        return Scope(self.days.first, self.days.last, self.channel, self.pilot)

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        given = {"since": self.days.first, "until": self.days.last, "channel": self.channel, "pilot": self.pilot}
        return urlencode({name: value for name, value in given.items() if value} | {"by": self.by})


def presets(today: date) -> dict[str, Days]:
    """Stretches of days people want often, today included."""
    return {
        "近 7 天": Days(today - timedelta(days=6), today),
        "近 30 天": Days(today - timedelta(days=29), today),
        "今年": Days(date(today.year, 1, 1), today),
    }


def read_form(given: Mapping[str, str], pilots: Mapping[str, str], today: date) -> FiguresForm:
    """Nothing is raised. Without days, or with ones that are none: the last seven."""
    values = {name: given.get(name, "").strip() for name in FIELDS}
    problems: list[str] = []
    days = presets(today)["近 7 天"]
    if values["since"] or values["until"]:
        until = values["until"] or max(today.isoformat(), values["since"])
        try:
            days = parse_days(values["since"] or until, until)
        except ValueError as why:
            problems.append(f"{why}，所以列出的是近 7 天")
    return FiguresForm(
        days=days,
        channel=_one_of(values["channel"], CHANNELS, "渠道", problems),
        pilot=_one_of(values["pilot"], pilots, "试点", problems),
        by=_by(values["by"], days),
        problems=tuple(problems),
    )


def _by(value: str, days: Days) -> By:
    return next((by for by in get_args(By) if by == value), days.by)


def _one_of(value: str, allowed: Mapping[str, str], name: str, problems: list[str]) -> str | None:
    if not value or value in allowed:
        return value or None
    problems.append(f"{name}没有「{value[:20]}」，可选：{'、'.join(allowed.values())}")
    return None


def pilot_choices(pilots: Mapping[str, str]) -> dict[str, str]:
    """The pilots to choose from, and none of them."""
    return {**pilots, NO_PILOT: "没有说到"}
