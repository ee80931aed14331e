"""How a channel says a turn's replies, where it has a way of its own: a message's length, its links, its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.replies import Reply


@dataclass(frozen=True)
class Spoken:
    """``text`` leaves now, byte for byte, and again on a retry; ``rest`` are the pages left, brought by 更多."""

    text: str
    rest: tuple[str, ...] = ()


class Manner(Protocol):
    """Pure: the same replies give the same words."""

    def speak(self, replies: Sequence[Reply], tokens: Sequence[str]) -> Spoken:
        """The replies in the channel's words; ``tokens`` lead to their verdicts, in order."""
        ...

    def more(self, said: str, rest: Sequence[str]) -> Spoken | None:
        """The next page where ``said`` asks for it and one is left, else None."""
        ...
