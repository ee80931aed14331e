"""The particulars a person wants at a glance, as rows for the page: dates, where to send, whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.channels.web.site import ShownNotice
from eligibility.bands import Window
from knowledge.filling import chinese_day


@dataclass(frozen=True)
class Row:
    """``links`` are (text, address) pairs in place of ``text``; ``clause`` is where the notice says so."""

    label: str
    text: str
    clause: str
    links: tuple[tuple[str, str], ...] = ()


def window_line(notice: ShownNotice, window: Window, today: date) -> str:
    """Whether applications are taken, in words, as seen from ``today``."""
    opens, closes = notice.particulars.opens.day, notice.particulars.closes.day
    if window is Window.not_open:
        return f"征集尚未开始，{chinese_day(opens)}起接收申报"
    if window is Window.closed:
        return f"征集期已于{chinese_day(closes)}截止"
    left = (closes - today).days
    return f"征集中，{chinese_day(closes)}截止（{'今天是最后一天' if left == 0 else f'还有 {left} 天'}）"


def rows(notice: ShownNotice, today: date) -> tuple[Row, ...]:
    """In the order people ask for them."""
    particulars = notice.particulars
    window = notice.rulebook.period.window(today)
    return (
        Row("征集时间", window_line(notice, window, today), particulars.closes.cite.clause),
        Row(
            "联系电话",
            "",
            particulars.hotline.cite.clause,
            tuple((phone, f"tel:{phone}") for phone in notice.phones),
        ),
        Row(
            "电子材料",
            "",
            particulars.email.cite.clause,
            ((particulars.email.value, f"mailto:{particulars.email.value}"),),
        ),
        Row("纸质材料", particulars.address.value, particulars.address.cite.clause),
    )
