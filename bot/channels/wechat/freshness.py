"""How old a request may be: a recorded one must not be played again tomorrow."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.channels.web.refusal import Refusal

STALE_AFTER = 300  # seconds; the platform gives up on a message long before
CLOCKS_DIFFER = 60  # seconds a timestamp may lie ahead: two machines' clocks are never quite the same


class Freshness:
    """Judges timestamps by ``clock`` (seconds since 1970), which tests set to the day of a published example."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def now(self) -> int:
        """Whole seconds since 1970, as replies carry them."""
        return int(self._clock())

    def check(self, timestamp: str) -> None:
        """Refusal 403 for a timestamp (decimal digits) that is stale, or from the future; both name the difference."""
        age = self._clock() - int(timestamp)
        if age > STALE_AFTER:
            words = f"请求的时间戳已过去超过 {STALE_AFTER} 秒，请核对服务器时间。"
            raise Refusal(403, "stale", words, seconds=round(age))
        if age < -CLOCKS_DIFFER:
            raise Refusal(403, "future", "请求的时间戳在将来，请核对服务器时间。", seconds=round(-age))
