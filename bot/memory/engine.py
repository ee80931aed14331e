"""The connection to the database, set up the same way wherever it is opened."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

BUSY_SECONDS = 4  # a channel that must answer within five seconds still gets its sorry out


def open_engine(url: str) -> AsyncEngine:
    """An engine for a URL as mapped by ``database_url.async_url``. Nothing is connected yet.

    SQLite: write-ahead log, so that readers never wait; every transaction takes the write lock at its start,
    so that two processes queue instead of failing half way (a deferred one may be refused when it turns to write).
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_async_engine(address, pool_pre_ping=True, pool_timeout=BUSY_SECONDS)
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS}}
    if address.database in (None, "", ":memory:"):
        options["poolclass"] = StaticPool  # each further connection would be another, empty database
    else:
        # Turns are committed in groups, one at a time (``commits``); each further one costs a thread and a cache.
        options |= {"pool_timeout": BUSY_SECONDS, "pool_size": 2, "max_overflow": 2}
    engine = create_async_engine(address, **options)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


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
