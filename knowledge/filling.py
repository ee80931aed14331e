"""Placeholders in curated texts: particulars, and what today's date makes of the window."""

from __future__ import annotations

from datetime import date

from knowledge.particulars import Particulars


def chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def window_note(particulars: Particulars, today: date) -> str:
    """Where today stands to the window; both ends of it are in (notice 三、征集时间)."""
    opens, closes = particulars.opens.day, particulars.closes.day
    if today < opens:
        return f"征集尚未开始，自{chinese_day(opens)}起征集。"
    left = (closes - today).days
    if left < 0:
        return f"本通知征集期已于{chinese_day(closes)}截止。后续年度请以{particulars.issuer.value}最新通知为准。"
    if left == 0:
        return f"今天（{chinese_day(today)}）就是最后一天。"
    return f"今天是{chinese_day(today)}，距{closes.month}月{closes.day}日截止还有{left}天。"


def closed_note(particulars: Particulars, today: date) -> str:
    """What goes before everything once the window has closed; empty until then."""
    if today <= particulars.closes.day:
        return ""
    return f"【提示】本通知征集期已于{chinese_day(particulars.closes.day)}截止，以下仅供对照条文。"


def fill(text: str, particulars: Particulars, today: date) -> str:
    """The text with every placeholder filled; ``unknown_placeholders`` finds those that would stay."""
    for name, value in _values(particulars, today).items():
        text = text.replace(name, value)
    return text.strip()


def placeholders(particulars: Particulars) -> tuple[str, ...]:
    """All there are."""
    return tuple(_values(particulars, particulars.closes.day))


def _values(particulars: Particulars, today: date) -> dict[str, str]:
    return {
        "{热线}": particulars.hotline.value,
        "{邮箱}": particulars.email.value,
        "{地址}": particulars.address.value,
        "{时间提示}": window_note(particulars, today),
    }
