"""The lane of the turns: one thread with one connection, in which a group's statements run without a word between.

Statement by statement, each would be a hop from the loop to the driver's thread and back, and wait both times for
whatever else the loop has to do. Here a group costs two: one to read, one to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory import ledger
from bot.memory.engine import BUSY_SECONDS, open_blocking
from bot.memory.ledger import Page
from bot.memory.records import After, Aside, Asked
from bot.memory.thread import OwnThread


class Lane:
    """One transaction at a time: ``read`` begins it, ``write`` commits it; after a fault, ``undo`` ends it."""

    def __init__(self, engine: AsyncEngine) -> None:
        """For the database of ``engine``; what is open here is closed when that is disposed of."""
        self._engine = open_blocking(engine.url)
        self._connection: Connection | None = None
        self._thread = OwnThread("turns")
        event.listen(engine.sync_engine, "engine_disposed", self._close)

    async def read(self, asked: Sequence[Asked]) -> list[Page]:
        """Begin; lock and read the conversations (``ledger.read``). Raises SQLAlchemyError or OSError."""
        return await self._thread.hand_over(lambda: self._read(asked))

    async def write(self, ended: Sequence[tuple[Page, After | Aside]]) -> None:
        """Write (``ledger.write``) and commit. Raises SQLAlchemyError or OSError."""
        await self._thread.hand_over(lambda: self._write(ended))

    def undo(self) -> None:
        """Roll back whatever was begun, before anything else is; nobody needs to wait for it."""
        self._thread.hand_over(self._let_go)

    def _read(self, asked: Sequence[Asked]) -> list[Page]:
        self._connection = self._engine.connect()
        self._connection.begin()
        return ledger.read(self._connection, asked)

    def _write(self, ended: Sequence[tuple[Page, After | Aside]]) -> None:
        assert self._connection is not None
        ledger.write(self._connection, ended)
        self._connection.commit()
        self._let_go()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, OSError):  # gone already: then it is rolled back, too
                connection.close()

    def _close(self, _engine: Engine) -> None:
        self._thread.stop(BUSY_SECONDS)
        self._let_go()
        self._engine.dispose()
