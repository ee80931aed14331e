"""A thread of its own for work that waits, such as for a database: one piece after the other, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class _Piece:
    """Work, and the future of the loop that waits for it."""

    work: Callable[[], Any]
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[Any]


class OwnThread:
    """Begun with the first piece of work, ended by ``stop``; work that comes later begins it again.

    A daemon, unlike an executor's: a server that is frozen must not keep the process from its end.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._pieces: SimpleQueue[_Piece | None] = SimpleQueue()
        self._thread: Thread | None = None

    def hand_over(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Have it done after all that was handed over before, whether or not anybody waits for the future."""
        if self._thread is None:
            self._thread = Thread(target=_work_off, args=(self._pieces,), name=self._name, daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        piece = _Piece(work, loop, loop.create_future())
        self._pieces.put(piece)
        return piece.done

    def stop(self, seconds: float) -> None:
        """End it after all that was handed over, or go on without it after so many seconds."""
        if self._thread is not None:
            self._pieces.put(None)
            self._thread.join(seconds)
            self._thread = None


def _work_off(pieces: SimpleQueue[_Piece | None]) -> None:
    while (piece := pieces.get()) is not None:
        result, fault = None, None
        try:
            result = piece.work()
        except BaseException as raised:  # noqa: BLE001 - it is whoever waits who is to have it
            fault = raised
        with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
            piece.loop.call_soon_threadsafe(_settle, piece.done, result, fault)
        del piece, result, fault  # while nothing is to be done, nothing is held


def _settle(done: asyncio.Future[Any], result: Any, fault: BaseException | None) -> None:
    if done.done():
        return
    if fault is None:
        done.set_result(result)
    else:
        done.set_exception(fault)
