"""Work that goes on behind the server until it stops: sending what is owed, removing what is old."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

log = logging.getLogger("shenbao.background")

Work = Callable[[asyncio.Event], Awaitable[None]]
"""Goes on until the event is set, and finishes then what is under way."""


@asynccontextmanager
async def in_background(name: str, work: Work) -> AsyncIterator[None]:
    """``work`` for the length of the block, which waits at its end until it is finished."""
    stop = asyncio.Event()
    task = asyncio.ensure_future(work(stop))
    task.add_done_callback(lambda ended: _mourn(name, ended))
    try:
        yield
    finally:
        stop.set()
        with suppress(asyncio.CancelledError):
            await task


async def stopped_within(stop: asyncio.Event, seconds: float) -> bool:
    """Wait so long, or until ``stop`` is set; whether it is."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()


def _mourn(name: str, ended: asyncio.Future[None]) -> None:
    """What fell over a fault of the program must not lie there unseen."""
    if not ended.cancelled() and (fault := ended.exception()) is not None:
        log.critical("%s has stopped: %s", name, type(fault).__name__)
