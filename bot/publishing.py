"""What the desk has published, in this process: the notices it answers from, a second or two behind the database.

Asked for by a clock and not, as the switches are, by whoever comes: taking it in needs some two seconds, which nobody
should wait for, and the first to come after a quiet night must not get yesterday's answer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.background import in_background, stopped_within
from bot.logs import without_words
from bot.memory.versions import all_versions, publications, stamp
from bot.notices import Notice, Notices
from knowledge.overlay import Publication

EVERY = 1.0  # seconds between two looks

log = logging.getLogger("shenbao.publishing")


class Publishing:
    """Holds the notices as their folders have them, and gives ``swap`` those with all that is published over them."""

    def __init__(
        self,
        engine: AsyncEngine,
        notices: Notices,
        swap: Callable[[Notices], None],
        folders: Mapping[str, Path] | None = None,
    ) -> None:
        """``folders``: where each notice's files lie, by its key; those without one cannot be exported to."""
        self.folders = folders or {}
        self._engine = engine
        self._now = notices
        self._swap = swap
        self._seen = 0
        self._known: Mapping[str, Sequence[Publication]] = {}
        self._lock = asyncio.Lock()

    def known(self, notice: str) -> tuple[Publication, ...]:
        """What is published for a notice, as this process answers."""
        return tuple(self._known.get(notice, ()))

    async def take_in(self) -> bool:
        """Look now, and swap if anything was published; whether it was. Raises what the database raises.

        Whoever has just published waits for this, and then knows that this process answers so.
        """
        async with self._lock:
            newest = await stamp(self._engine)
            if newest == self._seen:
                return False
            known = publications(await all_versions(self._engine))
            changed = {key for key in self._now if known.get(key) != self._known.get(key)}
            # In a thread: turns go on meanwhile.
            laid = await asyncio.to_thread(_laid, {key: self._now[key] for key in changed}, known)
            self._now = {key: laid.get(key, notice) for key, notice in self._now.items()}
            self._swap(self._now)
            self._known, self._seen = known, newest
            return True

    async def work(self, stop: asyncio.Event) -> None:
        """Look every second until ``stop``; a database that is away is asked again."""
        while not await stopped_within(stop, EVERY):
            try:
                await self.take_in()
            except (SQLAlchemyError, OSError, ValueError) as fault:
                log.error("publications not read: %s", without_words(fault))


@asynccontextmanager
async def kept_up(publishing: Publishing) -> AsyncIterator[Publishing]:
    """All that is published taken in before the block, and for its length kept up with."""
    await publishing.take_in()
    async with in_background("publishing", publishing.work):
        yield publishing


def _laid(notices: Mapping[str, Notice], known: Mapping[str, Sequence[Publication]]) -> dict[str, Notice]:
    return {key: notice.with_published(known.get(key, ())) for key, notice in notices.items()}
