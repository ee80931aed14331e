"""Which choices a bare number means, after replies that offer some."""

from __future__ import annotations

from collections.abc import Sequence

from bot.replies import Reply


def offered_by(replies: Sequence[Reply]) -> tuple[str, ...]:
    """The one list that 「2」 picks from: that of a question back, which comes first, else the last one shown."""
    lists = [reply.choices for reply in replies if reply.choices]
    asked_back = [reply.choices for reply in replies if reply.choices and reply.kind == "clarify"]
    return (asked_back or lists or [()])[-1]
