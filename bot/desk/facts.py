"""What staff must have in view whoever calls: whether the window is open, where to send, whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.notices import Notice
from knowledge.filling import chinese_day, window_note


@dataclass(frozen=True, slots=True)
class Fact:
    """``clause`` is the id of the clause that says so, ``path`` where it stands."""

    label: str
    text: str
    clause: str
    path: str

    @property
    def plain(self) -> str:
        """For a message to the caller."""
        return f"{self.label}：{self.text}\n依据：{self.path}"


def facts(notice: Notice, today: date) -> tuple[Fact, ...]:
    """In the order callers ask for them."""
    told = notice.particulars
    window = f"{chinese_day(told.opens.day)}至{chinese_day(told.closes.day)}"
    rows = (
        ("征集时间", f"{window}。{window_note(told, today)}", told.closes.cite.clause),
        ("纸质材料", told.address.value, told.address.cite.clause),
        ("电子材料", told.email.value, told.email.cite.clause),
        ("咨询电话", told.hotline.value, told.hotline.cite.clause),
        ("联系人", told.contacts.value, told.contacts.cite.clause),
    )
    return tuple(Fact(label, text, clause, notice.clauses[clause].path) for label, text, clause in rows)
