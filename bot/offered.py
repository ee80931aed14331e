"""Which choices a bare number means, after replies that offer some."""

from __future__ import annotations

from collections.abc import Sequence

from bot.replies import Reply


def offered_by(replies: Sequence[Reply]) -> tuple[str, ...]:
    """The one list that 「2」 picks from: the last one shown. Choices shown before it are picked by their words."""
    return next((reply.choices for reply in reversed(replies) if reply.choices), ())
