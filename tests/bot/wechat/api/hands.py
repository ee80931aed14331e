"""A clock for scenes in which hours pass."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Hands:
    """A clock whose hands are moved by the test."""

    def __init__(self) -> None:
        self.moment = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        """``move(minutes=5)``"""
        self.moment += timedelta(**by)
