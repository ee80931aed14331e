"""A member of staff who is logged in, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["lookup", "curate", "publish", "admin"]

ROLES: tuple[Role, ...] = get_args(Role)
ROLE_NAMES: dict[Role, str] = {"lookup": "查询", "curate": "编辑", "publish": "发布", "admin": "管理"}


@dataclass(frozen=True)
class Officer:
    """Somebody logged in. ``csrf`` is the token every form of theirs carries."""

    id: int
    login: str
    name: str
    roles: frozenset[str]
    csrf: str

    def may(self, role: Role) -> bool:
        """Whether they hold the role. None implies another: who drafts does not thereby publish."""
        return role in self.roles


def role_called(word: str) -> Role:
    """The role of a Chinese or English name; raises ValueError (in Chinese) naming the allowed ones."""
    for role, name in ROLE_NAMES.items():
        if word.strip().lower() in (role, name):
            return role
    allowed = "、".join(f"{name}（{role}）" for role, name in ROLE_NAMES.items())
    raise ValueError(f"没有「{word}」这种权限，可选：{allowed}")
