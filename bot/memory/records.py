"""What goes into the memory and what comes out of it, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class NewVerdict:
    """A verdict as told in a turn, with what is needed to replay it. ``answers`` and ``verdict`` are JSON objects."""

    programme: str
    answers: dict[str, Any]
    as_of: date
    rules: str
    verdict: dict[str, Any]


@dataclass(frozen=True)
class NewTurn:
    """A turn to be kept. ``text`` is masked; ``replies`` and ``state`` are JSON; ``latency_ms`` milliseconds."""

    id: str
    message_id: str | None
    text: str
    outcome: str
    step: str
    confidence: float | None
    clauses: Sequence[str]
    replies: str
    latency_ms: float
    verdicts: Sequence[NewVerdict] = ()


@dataclass(frozen=True)
class KeptTurn:
    """A turn as it was kept; ``replies`` byte for byte; ``tokens`` of its verdicts in the order they were told."""

    id: str
    message_id: str | None
    text: str
    outcome: str
    step: str
    replies: str
    created: datetime
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class KeptVerdict:
    """A verdict found by its token."""

    programme: str
    answers: dict[str, Any]
    as_of: date
    rules: str
    verdict: dict[str, Any]
    created: datetime
