"""How often one person may speak: a token bucket for each, in memory that cannot be made to grow.

A bucket holds a minute's messages and fills again evenly. It is kept as the one number of the generic cell rate
algorithm (ITU-T I.371): the moment at which it will be full again. Whose bucket is full is forgotten.
"""

from __future__ import annotations

MOST_PEOPLE = 50_000  # some 10 MB; only those who spoke within the last minute count


class Limits:
    """Pure: the moment is an argument, in seconds of a clock that never goes back (``time.monotonic``).

    Counts for its own process: behind a proxy that spreads one person over N processes the limit is N times as high.
    """

    def __init__(self, per_minute: int, most_people: int = MOST_PEOPLE) -> None:
        """``per_minute`` messages may come at once after a silence, and as many a minute for good.

        Raises ValueError where either is below 1.
        """
        if per_minute < 1 or most_people < 1:
            raise ValueError(f"per_minute and most_people must be at least 1, not {per_minute} and {most_people}")
        self._interval = 60.0 / per_minute
        self._burst = 60.0 - self._interval / 2  # half an interval of slack: rounding never costs a message
        self._most = most_people
        self._full_at: dict[str, float] = {}  # in the order in which they last spoke

    def __len__(self) -> int:
        """How many people are remembered."""
        return len(self._full_at)

    def allow(self, who: str, now: float) -> bool:
        """Whether ``who`` may speak ``now``; if so, it is counted. Pass a hash: ``who`` is kept for a minute."""
        full_at = max(self._full_at.get(who, now), now)
        if full_at - now > self._burst:
            return False
        self._full_at.pop(who, None)
        self._full_at[who] = full_at + self._interval
        self._forget(now)
        return True

    def _forget(self, now: float) -> None:
        """Those who have been silent for long; and, where a flood of people fills the memory, whoever was longest so.

        The latter get a full bucket back too early, which is the better mistake: the queue's limit still stands.
        """
        while self._full_at:
            oldest = next(iter(self._full_at))
            if self._full_at[oldest] > now and len(self._full_at) <= self._most:
                return
            del self._full_at[oldest]
