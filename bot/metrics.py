"""What the program counts about itself, for Prometheus. ``docs/operations.md`` says what to watch, and from where on.

A registry of its own: nothing a library registers for itself gets out, and tests do not see one another's counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST

# Seconds. 5 is where the platform gives up on an answer, 4 where the bot means to have given one.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0)

_WORD = re.compile(r"[A-Za-z][A-Za-z_]{0,39}")  # no digits: no id or number of a person can pass for a label


class Metrics:
    """One for each process. Every method costs a microsecond or two, and none can fail a turn."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._turns = Counter("shenbao_turns", "Turns taken, by outcome.", ("channel", "outcome"), registry=registry)
        self._seconds = Histogram(
            "shenbao_turn_seconds",
            "From a message's arrival to its committed reply.",
            ("channel",),
            buckets=BUCKETS,
            registry=registry,
        )
        self._repeats = Counter(
            "shenbao_repeats", "Messages that came again and got the stored reply.", ("channel",), registry=registry
        )
        self._turned_away = Counter(
            "shenbao_turned_away",
            "Messages not taken: limit (too many from one person), queue (too many waiting), replay (a nonce used "
            "before), late (no reply within the channel's deadline).",
            ("reason",),
            registry=registry,
        )
        self._faults = Counter("shenbao_faults", "Faults met, by their kind.", ("kind",), registry=registry)
        self._deliveries = Counter(
            "shenbao_deliveries",
            "Pages sent on their own after an answer: sent, retried (will be tried again), dropped.",
            ("how",),
            registry=registry,
        )
        self._queue = Gauge("shenbao_queue_length", "Messages waiting for their turn.", registry=registry)
        self._database_up = Gauge("shenbao_database_up", "1 if the database answered in time.", registry=registry)
        self._owed = Gauge("shenbao_owed_replies", "Replies still to be sent, of all processes.", registry=registry)
        ProcessCollector(namespace="shenbao", registry=registry)  # memory, processor time, open files
        for reason in ("limit", "queue", "replay", "late"):
            self._turned_away.labels(reason)  # there from the start, at 0: a rate needs a value before the first one

    def turn(self, channel: str, outcome: str, seconds: float) -> None:
        """A turn was taken and its reply committed, ``seconds`` after the message came."""
        self._turns.labels(_word(channel), _word(outcome)).inc()
        self._seconds.labels(_word(channel)).observe(seconds)

    def repeat(self, channel: str) -> None:
        """A message came again and got the stored reply."""
        self._repeats.labels(_word(channel)).inc()

    def limited(self) -> None:
        """A message was over its sender's limit."""
        self._turned_away.labels("limit").inc()

    def full(self) -> None:
        """A message found the queue full."""
        self._turned_away.labels("queue").inc()

    def replayed(self) -> None:
        """A message carried a nonce another one had used."""
        self._turned_away.labels("replay").inc()

    def late(self) -> None:
        """The deadline passed before the reply was there; a retry will fetch it."""
        self._turned_away.labels("late").inc()

    def fault(self, kind: str) -> None:
        """Something went wrong; ``kind`` is an exception's class name, never its words."""
        self._faults.labels(_word(kind)).inc()

    def delivery(self, how: str, pages: int) -> None:
        """An attempt to send ``pages`` on their own ended."""
        self._deliveries.labels(_word(how)).inc(pages)

    def watch_queue(self, length: Callable[[], int]) -> None:
        """Ask ``length`` for the number of waiting messages whenever the metrics are read."""
        self._queue.set_function(length)

    def database(self, up: bool, owed_replies: int | None) -> None:
        """What the last look at the database found; ``owed_replies`` is None where it could not be learnt."""
        self._database_up.set(up)
        if owed_replies is not None:
            self._owed.set(owed_replies)

    def text(self) -> bytes:
        """Everything, as ``CONTENT_TYPE``."""
        return generate_latest(self._registry)


def _word(label: str) -> str:
    return label if _WORD.fullmatch(label) else "other"
