"""The smallest client there is, over one kept connection: a benchmark is to measure the server, not its own client."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self
from urllib.parse import urlencode


class CutOff(ConnectionError):
    """The server closed the connection before it had answered."""


def written(path: str, query: dict[str, str], body: bytes, content_type: str = "text/xml") -> bytes:
    """A POST as it goes over the wire."""
    head = (
        f"POST {path}?{urlencode(query, errors='replace')} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


class KeptConnection:
    """One HTTP/1.1 connection to ``127.0.0.1``, opened when needed and again after the server closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    async def post(
        self, path: str, query: dict[str, str], body: bytes, content_type: str = "text/xml"
    ) -> tuple[int, bytes]:
        """Status and body of the answer. Raises CutOff where there is none; the next request opens anew."""
        return await self.exchange(written(path, query, body, content_type))

    async def exchange(self, request: bytes) -> tuple[int, bytes]:
        """The same for a request written beforehand."""
        if self._open is not None and self._open[0].at_eof():  # closed for having been idle: no fault of the server
            self._close()
        if self._open is None:
            self._open = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._open
        try:
            writer.write(request)
            answer = await reader.readuntil(b"\r\n\r\n")
            headers = dict(line.lower().split(b": ", 1) for line in answer.split(b"\r\n")[1:-2])
            content = await reader.readexactly(int(headers[b"content-length"]))
        except (ConnectionError, asyncio.IncompleteReadError) as fault:
            self._close()
            raise CutOff(type(fault).__name__) from fault
        if headers.get(b"connection") == b"close":
            self._close()
        return int(answer[9:12]), content

    def _close(self) -> None:
        if self._open is not None:
            self._open[1].transport.abort()
            self._open = None
