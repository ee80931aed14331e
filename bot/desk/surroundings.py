"""What the desk needs from the rest of the house, as one value."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.clock import now
from bot.codes import Codes
from bot.desk.passwords import Judge
from bot.figures.recent import Recent
from bot.figures.workshop import Workshop
from bot.limits import Limits
from bot.notices import Notices
from bot.publishing import Publishing
from bot.switchboard import Switchboard
from bot.switches import without

LOGINS_PER_MINUTE = 30  # from one address, where a whole office may sit


@dataclass(frozen=True)
class Desk:
    """``content`` are the notices with all that is published; ``key`` signs (``audit.trail_key``, ``csrf``).

    ``codes`` hides those said on the telephone. ``now`` gives the moment, in UTC: sessions, lock-outs and codes end
    by it. ``limits`` counts logins by address, in seconds of ``ticks``. ``workshop``
    draws; whoever opens the desk closes it.
    """

    engine: AsyncEngine
    content: Callable[[], Notices]
    today: Callable[[], date]
    key: bytes
    switches: Switchboard
    codes: Codes
    publishing: Publishing
    now: Callable[[], datetime] = now
    ticks: Callable[[], float] = time.monotonic
    judge: Judge = field(default_factory=Judge)
    limits: Limits = field(default_factory=lambda: Limits(LOGINS_PER_MINUTE))
    workshop: Workshop = field(default_factory=Workshop)

    @cached_property
    def recent(self) -> Recent:
        """The figures as they were counted last."""
        return Recent(self.engine, self.ticks)

    def notices(self) -> Notices:
        """The notices the bot answers from at this moment: what is withdrawn there is withdrawn here."""
        return without(self.content(), self.switches.last.withdrawn)


def desk_of(request: Request) -> Desk:
    """The desk a request came to. Raises 404 where this server has none."""
    desk: Desk | None = request.app.state.site.desk
    if desk is None:
        raise HTTPException(404)
    return desk
