"""A client that costs little: requests written beforehand, kept-alive connections, answers looked at and no more.

What a full HTTP client spends on a request would be taken from the server on a machine of few cores.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

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


def written(platform: Platform, message: Message) -> bytes:
    """The request as it goes over the wire."""
    request = platform.request(message)
    head = (
        f"POST /wechat?{urlencode(request.query)} HTTP/1.1\r\nHost: bench\r\nUser-Agent: Mozilla/4.0\r\n"
        f"Content-Type: {request.content_type}\r\nContent-Length: {len(request.body)}\r\n\r\n"
    )
    return head.encode() + request.body


async def at_full_rate(addresses: Sequence[str], requests: Sequence[bytes], at_once: int) -> Ran:
    """Every connection sends its next request as soon as it has its answer; connections spread over the addresses."""
    ran, turns = Ran(), iter(requests)

    async def one_after_another(address: str) -> None:
        connection = await _Connection.open(address)
        for request in turns:
            await connection.exchange(request, ran)
        connection.close()

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
    idle: dict[str, list[_Connection]] = {address: [] for address in addresses}
    running: set[asyncio.Task[None]] = set()

    async def send(address: str, request: bytes, due: float) -> None:
        connection = idle[address].pop() if idle[address] else await _Connection.open(address)
        await connection.exchange(request, ran, due)
        idle[address].append(connection)

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
    for connections in idle.values():
        for connection in connections:
            connection.close()
    return ran


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, address: str) -> _Connection:
        parts = urlsplit(address)
        return cls(*await asyncio.open_connection(parts.hostname, parts.port))

    async def exchange(self, request: bytes, ran: Ran, due: float | None = None) -> None:
        began = time.perf_counter() if due is None else due
        self._writer.write(request)
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            body = await self._reader.readexactly(int(length.partition(b":")[2]))
        except (asyncio.IncompleteReadError, ConnectionError):
            head = body = b""
        ran.times.append(time.perf_counter() - began)
        if not head.startswith(b"HTTP/1.1 200") or b"Encrypt" not in body:
            ran.failed += 1

    def close(self) -> None:
        self._writer.close()
