"""What the web channel needs from the rest of the house, as one value; the pages know nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.channels.web.menu import Menu
from bot.channels.wechat.callback import Account
from bot.codes import Codes
from bot.desk.surroundings import Desk
from bot.health import Health, Untroubled
from bot.memory.records import KeptTurn, KeptVerdict
from bot.metrics import Metrics
from bot.replies import Outcome, Reply
from bot.switches import Switches, no_switches
from eligibility.rulebook import Rulebook
from knowledge.clauses import Clauses
from knowledge.particulars import Particulars

CHANNEL = "web"


class Taken(Protocol):
    """How one turn ended; ``tokens`` name its verdicts in the order they were told, ``code`` is for the telephone."""

    @property
    def turn_id(self) -> str: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def replies(self) -> Sequence[Reply]: ...
    @property
    def tokens(self) -> Sequence[str]: ...
    @property
    def code(self) -> str: ...


class Door(Protocol):
    """Takes what a person said and gives the replies; a repeated ``message_id`` gives the stored ones."""

    async def take(self, channel: str, user: str, text: str, message_id: str) -> Taken: ...


class Memory(Protocol):
    """What was said before, oldest first; the verdicts by their token; and where a person's thumb is kept."""

    async def history(self, channel: str, user: str, limit: int) -> Sequence[KeptTurn]: ...
    async def verdict(self, token: str) -> KeptVerdict | None: ...
    async def thumb(self, channel: str, user: str, turn_id: str, up: bool | None) -> bool: ...


@dataclass(frozen=True)
class ShownNotice:
    """A notice as the pages show it."""

    particulars: Particulars
    clauses: Clauses
    rulebook: Rulebook
    menu: Menu

    @property
    def phones(self) -> tuple[str, ...]:
        return tuple(self.particulars.hotline.value.split("、"))


@dataclass(frozen=True)
class Site:
    """What the channels over HTTP need. ``notice`` is asked anew for each request: content may be swapped.

    ``account`` is the official account, where one is set; ``desk`` the staff's side, where there is one.
    ``retention_days``: how long what is said is kept. ``codes`` open those told in talks, where there is a desk.
    """

    door: Door
    memory: Memory
    notice: Callable[[], ShownNotice]
    today: Callable[[], date]
    text_limit: int
    health: Health = field(default_factory=Untroubled)
    metrics: Metrics = field(default_factory=Metrics)
    account: Account | None = None
    switches: Callable[[], Awaitable[Switches]] = no_switches
    desk: Desk | None = None
    retention_days: int = 180
    codes: Codes | None = None
