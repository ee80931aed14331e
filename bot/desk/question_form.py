"""What of the questions is to be seen: from what stands in an address to what is wanted, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from bot.clock import parse_day
from bot.desk.log_words import CHANNELS as TALK_CHANNELS
from bot.memory.question_groups import Ending, Order, Wanted

FIELDS = ("since", "until", "pilot", "channel", "ending")
CHANNELS: Mapping[str, str] = {**TALK_CHANNELS, "desk": "热线台"}
ENDING_NAMES: Mapping[Ending, str] = {
    "answered": "答复",
    "clarified": "反问",
    "silent": "说明没写",
    "missed": "没答上",
    "unmarked": "未标记",
}
ORDERS: Mapping[Order, str] = {"asked": "问得最多", "missed": "没答上的", "silent": "通知没写的", "down": "说没用的"}
_LAST_PAGE = 1000


@dataclass(frozen=True)
class QuestionForm:
    """``values`` as they were typed, by the field's name; ``problems`` in Chinese; ``page`` from 0."""

    values: Mapping[str, str]
    wanted: Wanted
    order: Order
    page: int
    problems: tuple[str, ...]

    def query(self, **others: object) -> str:
        """The address's query for the same with some things otherwise; empty fields are left out."""
        fields = {**self.values, "order": self.order, **others}
        return urlencode({name: value for name, value in fields.items() if value not in ("", 0, None)})

    @property
    def filtered(self) -> bool:
        return any(self.values.values())


def read_form(given: Mapping[str, str], pilots: Mapping[str, str]) -> QuestionForm:
    """Whatever is wrong is named and left out; nothing is raised."""
    values = {name: given.get(name, "").strip() for name in FIELDS}
    problems: list[str] = []

    def one_of(field: str, name: str, allowed: Mapping[str, str]) -> str | None:
        if values[field] and values[field] not in allowed:
            problems.append(f"{name}没有「{values[field][:20]}」，可选：{'、'.join(allowed.values())}")
        return values[field] if values[field] in allowed else None

    def day(field: str, name: str) -> date | None:
        try:
            return parse_day(values[field]) if values[field] else None
        except ValueError:
            problems.append(f"{name}应写成 YYYY-MM-DD，如 2023-08-20")
            return None

    ending = next((ending for ending in ENDING_NAMES if ending == values["ending"]), None)
    one_of("ending", "结果", {str(ending): name for ending, name in ENDING_NAMES.items()})
    wanted = Wanted(
        since=day("since", "起始日期"),
        until=day("until", "截止日期"),
        pilot=one_of("pilot", "试点", pilots),
        channel=one_of("channel", "渠道", CHANNELS),
        ending=ending,
    )
    order: Order = next((order for order in ORDERS if order == given.get("order")), "asked")
    page = given.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 0
    return QuestionForm(values, wanted, order, min(number, _LAST_PAGE), tuple(problems))
