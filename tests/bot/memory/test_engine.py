"""The turns' own connection to SQLite waits its turn beside other processes, and says so where it waits in vain."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.memory import engine as module
from bot.memory.engine import open_blocking


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    it = open_blocking(make_url(f"sqlite+aiosqlite:///{tmp_path / 'talks.db'}"))
    with it.begin() as connection:
        connection.execute(text("CREATE TABLE said (words TEXT)"))
    yield it
    it.dispose()


@pytest.fixture
def other(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Another process's connection, writing."""
    assert engine.url.database is not None
    it = sqlite3.connect(engine.url.database, isolation_level=None, check_same_thread=False)
    it.execute("BEGIN IMMEDIATE")
    it.execute("INSERT INTO said VALUES ('first')")
    yield it
    it.close()


def test_it_writes_once_the_other_has_committed(engine: Engine, other: sqlite3.Connection) -> None:
    letting_go = threading.Timer(0.05, other.commit)
    letting_go.start()
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO said VALUES ('second')"))
        assert connection.scalars(text("SELECT words FROM said")).all() == ["first", "second"]
    letting_go.join()


def test_it_gives_up_after_a_while_and_can_go_on_later(
    engine: Engine, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0)
    with pytest.raises(OperationalError, match="locked"), engine.begin():
        pass
    other.rollback()
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO said VALUES ('second')"))
    assert other.execute("SELECT words FROM said").fetchall() == [("second",)]


def test_another_fault_is_told_at_once(engine: Engine, tmp_path: Path) -> None:
    engine.dispose()
    path = tmp_path / "talks.db"
    path.write_bytes(b"no database at all, but long enough to look at" * 100)
    for beside in ("talks.db-wal", "talks.db-shm"):
        (tmp_path / beside).unlink(missing_ok=True)
    with pytest.raises(DatabaseError, match="not a database"), engine.begin():
        pass
