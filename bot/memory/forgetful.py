"""A memory that remembers nothing: for ``shenbao ask``, where every question is the first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.memory.records import KeptTurn, NewTurn


class ForgetfulTurn:
    """A turn without a turn before it."""

    state: str | None = None

    async def kept(self, message_id: str) -> KeptTurn | None:  # noqa: ARG002 - the seam's shape
        """Never heard of it."""
        return None

    async def keep(self, turn: NewTurn, state: str | None, unreadable: str | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing is written, so no verdict gets a token."""
        return ()


class Forgetful:
    """Stands where ``store.Memory`` stands, and opens no database."""

    faults: tuple[type[Exception], ...] = ()

    @asynccontextmanager
    async def turn(self, channel: str, user: str) -> AsyncIterator[ForgetfulTurn]:  # noqa: ARG002
        """A fresh turn for anybody."""
        yield ForgetfulTurn()
