"""One line of what the doctor says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a check ended."""

    right = "✓"
    wrong = "✗"
    unsure = "–"  # not checked, or for the operator to judge


@dataclass(frozen=True)
class Finding:
    """``subject`` is what was looked at, ``words`` what was found and what to do. No secret stands in either."""

    mark: Mark
    subject: str
    words: str

    def __str__(self) -> str:
        return f"{self.mark} {self.subject}：{self.words}"


def right(subject: str, words: str) -> Finding:
    return Finding(Mark.right, subject, words)


def wrong(subject: str, words: str) -> Finding:
    return Finding(Mark.wrong, subject, words)


def unsure(subject: str, words: str) -> Finding:
    return Finding(Mark.unsure, subject, words)
