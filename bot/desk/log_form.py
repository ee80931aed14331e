"""The search form of the question log: from what stands in an address to what is sought, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode

from bot.clock import SHANGHAI, parse_day
from bot.desk.log_words import CHANNELS, OUTCOME_NAMES, THUMBS
from bot.memory.question_log import Place, Sought

FIELDS = ("q", "channel", "outcome", "step", "thumb", "clause", "since", "until", "least", "most", "slower")
MOST_WORDS = 5
LONGEST = 100  # characters in the words sought
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_SLOWEST = 600_000  # milliseconds

K = TypeVar("K", bound=str)


@dataclass(frozen=True)
class LogForm:
    """``values`` as they were typed, by the field's name; ``problems`` in Chinese, one for each field that is wrong."""

    values: Mapping[str, str]
    sought: Sought
    problems: tuple[str, ...]

    @property
    def query(self) -> str:
        """What is sought as the query of an address, without empty fields."""
        return urlencode({name: value for name, value in self.values.items() if value})

    @property
    def fields(self) -> list[str]:
        """The names of the fields that are filled in."""
        return [name for name, value in self.values.items() if value]


def read_form(given: Mapping[str, str]) -> LogForm:
    """Whatever is wrong is named and not sought by; nothing is raised."""
    values = {name: given.get(name, "").strip() for name in FIELDS}
    form = _Reading(values)
    sought = Sought(
        channel=form.one_of("channel", "渠道", CHANNELS),
        since=form.day("since", "起始日期", 0),
        until=form.day("until", "截止日期", 1),
        outcome=form.one_of("outcome", "结果", OUTCOME_NAMES),
        step=form.name("step", "步骤"),
        least=form.number("least", "最低把握", 1),
        most=form.number("most", "最高把握", 1),
        slower_than=form.number("slower", "耗时", _SLOWEST),
        clause=form.name("clause", "条款"),
        words=form.words("q"),
        thumb=form.one_of("thumb", "评价", THUMBS),
    )
    return LogForm(values, sought, tuple(form.problems))


def read_place(text: str) -> Place | None:
    """The place in an address (``write_place``); None for anything else, which begins at the newest turn."""
    moment, _, turn_id = text.partition("~")
    try:
        created = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return Place(created, turn_id) if created.tzinfo is not None and _NAME.fullmatch(turn_id) else None


def write_place(place: Place) -> str:
    return f"{place.created.isoformat()}~{place.turn_id}"


class _Reading:
    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[str] = []

    def one_of(self, field: str, name: str, allowed: Mapping[K, str]) -> K | None:
        value = self._values[field]
        if not value:
            return None
        for known in allowed:
            if known == value:
                return known
        self.problems.append(f"{name}没有「{value[:20]}」，可选：{'、'.join(allowed.values())}")
        return None

    def name(self, field: str, name: str) -> str | None:
        value = self._values[field]
        if value and not _NAME.fullmatch(value):
            self.problems.append(f"{name}的编号只能有字母、数字和 . _ -")
            return None
        return value or None

    def day(self, field: str, name: str, later: int) -> datetime | None:
        """The beginning of the day in Beijing, ``later`` days on."""
        value = self._values[field]
        if not value:
            return None
        try:
            day: date = parse_day(value) + timedelta(days=later)
        except (ValueError, OverflowError):
            self.problems.append(f"{name}应写成 YYYY-MM-DD，如 2023-08-20")
            return None
        return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)

    def number(self, field: str, name: str, highest: float) -> float | None:
        value = self._values[field]
        if not value:
            return None
        if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", value) and float(value) <= highest:
            return float(value)
        self.problems.append(f"{name}应是 0 到 {highest} 之间的数")
        return None

    def words(self, field: str) -> tuple[str, ...]:
        value = self._values[field]
        words = tuple(dict.fromkeys(value.replace("\0", "").split()))
        if len(value) <= LONGEST and len(words) <= MOST_WORDS:
            return words
        self.problems.append(f"要找的话最多 {MOST_WORDS} 个词、{LONGEST} 个字，词之间用空格隔开")
        return ()
