"""Running the process that tries a draft, from the one that serves."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

from bot.trying.task import Progress, Result, Task

LONGEST = 600.0  # seconds
_LINE = 4 * 1024 * 1024  # bytes: a result is one line


class TrialFault(RuntimeError):
    """The trial did not come to its end; the message (Chinese) is for the officer."""


async def run(task: Task, progress: Callable[[int], Awaitable[None]]) -> Result:
    """What the trial shows; ``progress`` is told now and then how many questions are done. Raises TrialFault."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.trying",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a fault's own words may hold what people asked
        limit=_LINE,
    )
    try:
        async with asyncio.timeout(LONGEST):
            return await _talk(process, task, progress)
    except TimeoutError:
        raise TrialFault(f"试答超过 {LONGEST:.0f} 秒还没有完，已停止。") from None
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _talk(
    process: asyncio.subprocess.Process, task: Task, progress: Callable[[int], Awaitable[None]]
) -> Result:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(task.model_dump_json().encode())
    process.stdin.close()
    last = b""
    async for line in process.stdout:
        if line.startswith(b'{"done"'):
            await progress(Progress.model_validate_json(line).done)
        else:
            last = line
    if await process.wait() != 0 or not last:
        raise TrialFault("试答没有完成，请再试一次；还是不行请找运维人员看日志。")
    return Result.model_validate_json(last)
