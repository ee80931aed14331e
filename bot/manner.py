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


@dataclass(frozen=True)
class Below:
    """What stands below replies: ``judged`` is the place of the one that may be called of use or not.

    ``code``: the place of another, and the line below it that tells a code.
    """

    judged: int | None = None
    code: tuple[int, str] | None = None


BARE = Below()


class Manner(Protocol):
    """Pure: the same replies give the same words."""

    def speak(self, replies: Sequence[Reply], tokens: Sequence[str], below: Below = BARE) -> Spoken:
        """The replies in the channel's words; ``tokens`` lead to their verdicts, in order."""
        ...

    def judgement(self, said: str) -> bool | None:
        """Whether ``said`` calls the answer before of use, or not; None for everything else."""
        ...

    def thanks(self, up: bool) -> Spoken:
        """What is said to such a word."""
        ...

    def more(self, said: str, rest: Sequence[str]) -> Spoken | None:
        """The next page where ``said`` asks for it and one is left, else None."""
        ...
