"""Work in a thread of its own: in order, its faults to whoever waits, and no longer than it is wanted."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.memory.thread import OwnThread


@pytest.fixture
def thread() -> Iterator[OwnThread]:
    thread = OwnThread("of a test")
    yield thread
    thread.stop(10)


def running() -> int:
    return sum(thread.name == "of a test" for thread in threading.enumerate())


async def test_pieces_are_done_in_the_order_they_were_handed_over(thread: OwnThread) -> None:
    done: list[int] = []
    await asyncio.gather(*(thread.hand_over(lambda number=number: done.append(number)) for number in range(100)))
    assert done == list(range(100))
    assert await thread.hand_over(lambda: threading.current_thread().name) == "of a test"


async def test_a_fault_reaches_who_waits_and_the_next_piece_is_done(thread: OwnThread) -> None:
    broken = thread.hand_over(lambda: 1 / 0)
    assert await thread.hand_over(lambda: "next") == "next"
    with pytest.raises(ZeroDivisionError):
        await broken


async def test_what_nobody_waits_for_any_more_is_done_all_the_same(thread: OwnThread) -> None:
    gate, done = threading.Event(), threading.Event()
    thread.hand_over(gate.wait)
    given_up = thread.hand_over(done.set)
    given_up.cancel()
    gate.set()
    await thread.hand_over(lambda: None)
    assert done.is_set()


async def test_stopped_it_finishes_what_it_has_and_can_be_begun_again(thread: OwnThread) -> None:
    done = threading.Event()
    thread.hand_over(done.set)
    thread.stop(10)
    assert done.is_set()
    assert running() == 0
    assert await thread.hand_over(lambda: "again") == "again"


async def test_a_piece_that_hangs_holds_up_its_stop_no_longer_than_told(thread: OwnThread) -> None:
    gate = threading.Event()
    hangs = thread.hand_over(gate.wait)
    thread.stop(0.01)
    assert running() == 1, "left behind; a daemon, it ends with the process"
    gate.set()
    assert await hangs
