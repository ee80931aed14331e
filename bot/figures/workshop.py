"""Where a server has charts drawn and documents made: in a process of its own, started when first needed.

Drawing takes a second of a core and 60 MB that answering people must not miss: the process gives way to others
(``at_work.py``), and ends once nobody has wanted anything for a while.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Literal

from pydantic import BaseModel

log = logging.getLogger("shenbao.figures")

Kind = Literal["svg", "docx", "html"]
"""``svg`` of a ``Chart``; the others of a ``Report``."""

IDLE = 60.0  # seconds after the last piece of work
LONGEST = 120.0  # seconds for one piece of work
WAITING = 40  # pieces of work at once, the one in hand included
_LINE = 64 * 1024 * 1024  # bytes of an answer


class WorkshopError(RuntimeError):
    """Nothing was made; the message (Chinese) is for whoever asked."""


class Workshop:
    """Makes one thing at a time, in the order asked for."""

    def __init__(self, idle: float = IDLE, longest: float = LONGEST) -> None:
        self._idle = idle
        self._longest = longest
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._process: Process | None = None
        self._closing: asyncio.TimerHandle | None = None
        self._going: asyncio.Future[None] | None = None

    async def __aenter__(self) -> Workshop:
        return self

    async def __aexit__(self, *_fault: object) -> None:
        await self.close()

    async def make(self, kind: Kind, of: BaseModel) -> bytes:
        """The file. Raises WorkshopError where too many wait, it takes too long, or it cannot be made."""
        if self._waiting >= WAITING:
            raise WorkshopError("要画的图太多，请稍后再试。")
        self._waiting += 1
        try:
            async with self._turn:
                made = await self._made(json.dumps({"kind": kind, "of": of.model_dump(mode="json")}).encode())
        finally:
            self._waiting -= 1
        if made is None:
            log.error("the workshop could not make a %s", kind)
            raise WorkshopError("图没有画成，请稍后再试。")
        return made

    async def close(self) -> None:
        """End the process, if there is one."""
        self._stop_waiting()
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()  # it ends when there is nothing more to read, as it does when this program is killed
        try:
            await asyncio.wait_for(process.wait(), 5)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _made(self, job: bytes) -> bytes | None:
        self._stop_waiting()
        used = self._process is not None
        line = await self._answer(job)
        if not line and used:  # somebody ended it while it had nothing to do
            line = await self._answer(job)
        if not line:
            return None
        self._closing = asyncio.get_running_loop().call_later(self._idle, self._go_home)
        return base64.b64decode(line)

    async def _answer(self, job: bytes) -> bytes:
        """The line that answers; empty where the process is no more, or too slow: then it is given up."""
        process = await self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        line = b""
        try:
            process.stdin.write(job + b"\n")
            await process.stdin.drain()
            line = await asyncio.wait_for(process.stdout.readline(), self._longest)
        except (TimeoutError, ConnectionError) as fault:
            log.error("the workshop: %s", type(fault).__name__)
        finally:
            if not line:  # cancelled, too: its answer would be taken for that of the next
                self._abandon(process)
        if not line:
            await process.wait()
        return line

    async def _running(self) -> Process:
        if self._process is None:
            # A session of its own: Ctrl+C in the terminal is for the server alone.
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.figures.at_work"),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                limit=_LINE,
                start_new_session=True,
            )
        return self._process

    def _abandon(self, process: Process) -> None:
        self._process = None
        with suppress(ProcessLookupError):
            process.kill()

    def _go_home(self) -> None:
        if not self._turn.locked():
            self._going = asyncio.ensure_future(self.close())

    def _stop_waiting(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None
