"""Many messages at once: as fast as they are answered, or at a rate; requests are written beforehand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks.kept_connection import CutOff, KeptConnection, written
from tests.bot.wechat.platform import Message, Platform


@dataclass
class Ran:
    """What came of a run: seconds each answer took, seconds in all, and how many were not a 200 with a body."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    failed: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    def add(self, other: Ran) -> None:
        """What came of another run, one after this."""
        self.times += other.times
        self.seconds += other.seconds
        self.failed += other.failed


def sealed(platform: Platform, message: Message, nonce: int) -> bytes:
    """The message as the platform sends it, as it goes over the wire.

    Every message has a ``nonce`` of its own: of a hundred thousand drawn by chance in ten minutes a few would be alike,
    and rightly refused.
    """
    request = platform.request(message, str(10**9 + nonce))
    return written("/wechat", request.query, request.body, request.content_type)


async def at_full_rate(addresses: Sequence[str], requests: Sequence[bytes], at_once: int) -> Ran:
    """Every connection sends its next request as soon as it has its answer; connections spread over the addresses."""
    ran, turns = Ran(), iter(requests)

    async def one_after_another(address: str) -> None:
        async with _to(address) as connection:
            for request in turns:
                await _exchange(connection, request, ran)

    began = time.perf_counter()
    await asyncio.gather(*(one_after_another(addresses[number % len(addresses)]) for number in range(at_once)))
    ran.seconds = time.perf_counter() - began
    return ran


async def at_rate(
    addresses: Sequence[str],
    requests: Iterator[bytes],
    rate: float,
    seconds: float,
    *,
    seen: Callable[[int, Ran], None] = lambda _count, _ran: None,
) -> Ran:
    """``rate`` requests a second for ``seconds``, sent when they are due however long the answers take.

    An answer's time counts from when its request was due: a server that stalls is not spared the queue.
    """
    ran = Ran()
    idle: dict[str, list[KeptConnection]] = {address: [] for address in addresses}
    running: set[asyncio.Task[None]] = set()

    async def send(address: str, request: bytes, due: float) -> None:
        connection = idle[address].pop() if idle[address] else await all_open.enter_async_context(_to(address))
        await _exchange(connection, request, ran, due)
        idle[address].append(connection)

    async with AsyncExitStack() as all_open:
        began = time.perf_counter()
        for number in range(round(rate * seconds)):
            due = began + number / rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            task = asyncio.create_task(send(addresses[number % len(addresses)], next(requests), due))
            running.add(task)
            task.add_done_callback(running.discard)
            seen(number + 1, ran)
        if running:
            await asyncio.wait(running)
        ran.seconds = time.perf_counter() - began
    return ran


async def _exchange(connection: KeptConnection, request: bytes, ran: Ran, due: float | None = None) -> None:
    began = time.perf_counter() if due is None else due
    try:
        status, body = await connection.exchange(request)
    except CutOff:
        status, body = 0, b""
    ran.times.append(time.perf_counter() - began)
    if status != 200 or b"Encrypt" not in body:
        ran.failed += 1


def _to(address: str) -> KeptConnection:
    return KeptConnection(urlsplit(address).port or 80)
