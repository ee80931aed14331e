"""What the door tells whoever counts; ``metrics.Metrics`` counts, a single question on the command line does not."""

from __future__ import annotations

from typing import Protocol


class Tally(Protocol):
    """See ``metrics.Metrics``. No method may fail."""

    def turn(self, channel: str, outcome: str, seconds: float) -> None: ...
    def repeat(self, channel: str) -> None: ...
    def limited(self) -> None: ...
    def full(self) -> None: ...
    def replayed(self) -> None: ...
    def late(self) -> None: ...
    def fault(self, kind: str) -> None: ...


class Uncounted:
    """Lets everything pass."""

    def turn(self, channel: str, outcome: str, seconds: float) -> None:
        """Not counted."""

    def repeat(self, channel: str) -> None:
        """Not counted."""

    def limited(self) -> None:
        """Not counted."""

    def full(self) -> None:
        """Not counted."""

    def replayed(self) -> None:
        """Not counted."""

    def late(self) -> None:
        """Not counted."""

    def fault(self, kind: str) -> None:
        """Not counted."""
