"""The connection to the database, set up the same way wherever it is opened."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_SECONDS = 4  # a channel that must answer within five seconds still gets its sorry out


def open_engine(url: str) -> AsyncEngine:
    """An engine for a URL as mapped by ``database_url.async_url``. Nothing is connected yet.

    SQLite: write-ahead log, so that readers never wait; every transaction takes the write lock at its start,
    so that two processes queue instead of failing half way (a deferred one may be refused when it turns to write).
    """
    address = make_url(url)
    engine = create_async_engine(address, pool_timeout=BUSY_SECONDS, **_options(address, connections=2))
    _listen(engine.sync_engine)
    return engine


def open_blocking(address: URL) -> Engine:
    """The same for one thread that waits for the database itself: one connection."""
    if address.get_backend_name() == "sqlite":
        address = address.set(drivername="sqlite+pysqlite")
    engine = create_engine(address, **_options(address, connections=1))
    _listen(engine)
    return engine


def _options(address: URL, connections: int) -> dict[str, Any]:
    if address.get_backend_name() == "sqlite":
        # Each connection costs a cache, and in the loop a thread.
        return {"connect_args": {"timeout": BUSY_SECONDS}, "pool_size": connections, "max_overflow": connections}
    return {"pool_pre_ping": True}


def _listen(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own implicit BEGIN comes too late; see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # With the write-ahead log NORMAL survives a killed process; only a power cut can take the last commits.
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
