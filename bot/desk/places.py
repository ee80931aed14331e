"""The pages of the bar. A new page: its line here, with the digit that leads to it and the role it needs."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.officer import Officer, Role


@dataclass(frozen=True)
class Place:
    """A page one can go to with Alt and ``key``; ``role`` of None: anybody logged in. ``or_role`` opens it, too."""

    path: str
    name: str
    key: str
    role: Role | None = None
    or_role: Role | None = None

    def open_to(self, officer: Officer) -> bool:
        return self.role is None or any(role is not None and officer.may(role) for role in (self.role, self.or_role))


PLACES = (
    Place("/desk", "查询", "1", "lookup"),
    Place("/desk/log", "问答记录", "2", "lookup"),
    Place("/desk/caller", "来电预检", "3", "lookup"),
    Place("/desk/questions", "大家在问", "4", "lookup"),
    Place("/desk/drafts", "问答起草", "5", "curate", "publish"),
    Place("/desk/figures", "统计", "6", "lookup"),
    Place("/desk/switches", "应急开关", "8", "admin"),
    Place("/desk/audit", "操作记录", "9", "admin"),
    Place("/desk/help", "帮助", "0"),
)


def places(officer: Officer) -> tuple[Place, ...]:
    """The pages an officer may open."""
    return tuple(place for place in PLACES if place.open_to(officer))
