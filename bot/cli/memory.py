"""A command's work on the memory that already exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from bot.cli.options import stop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.memory.store import Memory
    from bot.settings import Settings

T = TypeVar("T")


def with_memory(settings: Settings, step: Callable[[Memory], Awaitable[T]]) -> T:
    """What ``step`` comes to on the memory there is; the command stops with a line where that is none or at fault."""
    import asyncio

    from sqlalchemy.exc import SQLAlchemyError

    from bot.database_url import sqlite_file, without_password
    from bot.opening import OpeningError, open_memory

    file = sqlite_file(settings.database_url)
    if file is not None and not file.exists():  # only connecting would make an empty one, and a key beside it
        stop(f"没有数据库文件 {file}。")

    async def run() -> T:
        async with open_memory(settings) as memory:
            return await step(memory)

    try:
        return asyncio.run(run())
    except OpeningError as fault:
        stop(str(fault))
    except (SQLAlchemyError, OSError) as fault:
        reason = getattr(fault, "orig", None) or type(fault).__name__
        stop(f"数据库 {without_password(settings.database_url)} 出错：{reason}")
