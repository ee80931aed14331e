"""``shenbao db``: the state of the tables in words, and an exit code a script can trust."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.bot.cli.conftest import Run

Shenbao = Callable[..., Run]


def test_check_then_upgrade_then_check(shenbao: Shenbao, tmp_path: Path) -> None:
    before = shenbao("db", "check")
    assert before.code == 1
    assert "shenbao db upgrade" in before.err
    assert list(tmp_path.glob("*.db")) == [], "looking makes nothing"
    assert shenbao("db", "upgrade").code == 0
    assert "正常" in shenbao("db", "check").out
    assert "已是最新" in shenbao("db", "upgrade").out


def test_postgresql_is_upgraded_by_its_operator_only(shenbao: Shenbao, postgres_server: str) -> None:
    import psycopg  # noqa: PLC0415 - only where it is installed

    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE operated")
    url = postgres_server.replace("/postgres?", "/operated?")
    talk = {"user": "u1", "text": "截止时间"}
    refused = shenbao("chat", "--jsonl", feed=[talk], DATABASE_URL=url)
    assert refused.code == 1
    assert "shenbao db upgrade" in refused.err
    assert shenbao("db", "upgrade", DATABASE_URL=url).code == 0
    assert shenbao("chat", "--jsonl", feed=[talk], DATABASE_URL=url).lines[0]["outcome"] == "answered"


def test_an_unreachable_database_is_named_without_its_password(shenbao: Shenbao) -> None:
    run = shenbao("db", "check", DATABASE_URL="postgresql://u:hunter2@127.0.0.1:1/d")
    assert run.code == 1
    assert "127.0.0.1" in run.err
    assert "hunter2" not in run.err
    assert "Traceback" not in run.err


def test_a_backup_is_a_database_of_its_own(shenbao: Shenbao, tmp_path: Path) -> None:
    assert shenbao("chat", "--jsonl", feed=[{"user": "u1", "text": "截止时间"}]).code == 0
    run = shenbao("db", "backup", "kept.db")
    assert run.code == 0, run.err
    assert "检查无误" in run.out
    assert "密钥" in run.err, "what is not in it is said"
    assert shenbao("db", "check", DATABASE_URL=f"sqlite:///{tmp_path / 'kept.db'}").code == 0
    again = shenbao("db", "backup", "kept.db")
    assert again.code == 1
    assert "不覆盖" in again.err


def test_a_backup_of_nothing_is_refused(shenbao: Shenbao, tmp_path: Path) -> None:
    run = shenbao("db", "backup", "kept.db")
    assert run.code == 1
    assert "没有数据库文件" in run.err
    assert "Traceback" not in run.err
    assert list(tmp_path.iterdir()) == []
