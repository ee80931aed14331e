"""The connection to the database, set up the same way wherever it is opened."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_SECONDS = 4  # a channel that must answer within five seconds still gets its sorry out
LOOK_AGAIN = 0.002  # seconds between two tries to write while another process writes


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
    """The same for one thread that waits for the database itself: one connection.

    SQLite waits for a lock in ever longer sleeps, up to a tenth of a second; beside a process that writes one group of
    turns after another it sleeps through every moment in which the lock is free. So this thread looks again itself.
    """
    if address.get_backend_name() == "sqlite":
        address = address.set(drivername="sqlite+pysqlite")
    engine = create_engine(address, **_options(address, connections=1))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_soon)
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


def _begin_soon(connection: Connection) -> None:
    """Take the write lock within LOOK_AGAIN of its being free, as long as BUSY_SECONDS allow."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    until = time.monotonic() + BUSY_SECONDS
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while (fault := _begin(driver)) is not None:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise OperationalError("BEGIN IMMEDIATE", None, fault) from fault
            time.sleep(LOOK_AGAIN)
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def _begin(driver: sqlite3.Connection) -> sqlite3.Error | None:
    """What was against it."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as fault:
        return fault
    return None
