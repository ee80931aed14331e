"""A memory that remembers nothing: for ``shenbao ask``, where every question is the first."""

from __future__ import annotations

from bot.memory.records import NOTHING, Act, Before, Needs, T


class Forgetful:
    """Stands where ``store.Memory`` stands, and opens no database."""

    faults: tuple[type[Exception], ...] = ()
    full: tuple[type[Exception], ...] = ()

    async def turn(
        self,
        channel: str,  # noqa: ARG002 - the seam's shape
        user: str,  # noqa: ARG002
        act: Act[T],
        message_id: str | None = None,  # noqa: ARG002
        nonce: str | None = None,  # noqa: ARG002
        *,
        needs: Needs = NOTHING,  # noqa: ARG002
    ) -> T:
        """A fresh turn for anybody; nothing it leaves is kept."""
        return act(Before())[0]
