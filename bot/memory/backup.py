"""A copy of the database, taken while everybody goes on talking, and looked through before it counts as one."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from bot.database_url import sqlite_file, without_password

_LONGEST = 3600  # seconds


class BackupError(RuntimeError):
    """There is no copy; the message (Chinese) says why and what to do."""


def backup(url: str, target: Path) -> int:
    """Copy the database of ``url`` (as mapped by ``database_url.async_url``) to ``target``; returns its bytes.

    The copy appears under its name only once it is whole and checked; only its owner may read it. The key of the
    people's hashes is not in it. Raises BackupError.
    """
    if target.exists():
        raise BackupError(f"{target} 已经存在，不覆盖；请换一个文件名。")
    if not target.parent.is_dir():
        raise BackupError(f"没有文件夹 {target.parent}，请先建好。")
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        if url.startswith("sqlite"):
            _copy_sqlite(url, draft)
        else:
            _dump_postgresql(make_url(url), draft)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        os.link(draft, target)  # unlike a rename it never replaces what somebody else has put there meanwhile
    except OSError as fault:
        raise BackupError(f"写不了 {target}：{fault.strerror}") from None
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def _copy_sqlite(url: str, draft: Path) -> None:
    """By SQLite's online backup; a plain copy of the file would miss what is still in the write-ahead log."""
    file = sqlite_file(url)
    if file is None or not file.exists():
        raise BackupError(f"没有数据库文件 {file or '（数据库在内存里）'}，无从备份。")
    try:
        with (
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(draft)) as copy,
        ):
            source.backup(copy)  # all pages in one go: a snapshot, and no writer waits for it
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            found = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(3)")]
    except sqlite3.Error as fault:
        raise BackupError(f"备份 {file} 时出错：{fault}") from None
    if found != ["ok"]:
        raise BackupError(f"数据库 {file} 已经损坏，没有留下备份：{'；'.join(found)}")


def _dump_postgresql(url: URL, draft: Path) -> None:
    """By ``pg_dump``; its password goes by the environment, where other users of the machine cannot see it."""
    program = shutil.which("pg_dump")
    options = {name: value for name, value in url.query.items() if name != "password"}
    server = URL.create("postgresql", url.username, None, url.host, url.port, url.database, options).render_as_string()
    if program is None:
        raise BackupError(
            "没有找到 pg_dump：请安装与服务器同版本（或更新）的 PostgreSQL 客户端，或在有它的机器上运行\n"
            f"  pg_dump --format=custom --no-owner --file=备份文件 '{server}'"
        )
    password = url.password or url.query.get("password")
    secret = {"PGPASSWORD": str(password)} if password else {}
    _run([program, "--format=custom", "--no-owner", "--no-password", f"--file={draft}", f"--dbname={server}"], secret)
    restore = shutil.which("pg_restore", path=str(Path(program).parent)) or "pg_restore"
    _run([restore, "--file=/dev/null", str(draft)], {})  # reads the dump to its end


def _run(command: list[str], environment: dict[str, str]) -> None:
    try:
        done = subprocess.run(
            command,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_LONGEST,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise BackupError(f"{Path(command[0]).name} 没有运行完：{type(fault).__name__}") from None
    if done.returncode != 0:
        raise BackupError(f"{Path(command[0]).name} 没有成功：{without_password(done.stderr.strip())}")
