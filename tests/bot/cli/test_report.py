"""``shenbao report`` as the office runs it: in a process of its own, with what it writes and what it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def run(*arguments: str, database: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"SHENBAO_DATABASE_URL": database, "SHENBAO_TODAY": "2023-08-21"}
    command = [sys.executable, "-m", "bot.cli", "report", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def database(tmp_path: Path) -> str:
    """An empty, upgraded database."""
    url = f"sqlite:///{tmp_path / 'talks.db'}"
    upgrade = [sys.executable, "-m", "bot.cli", "db", "upgrade"]
    subprocess.run(upgrade, cwd=ROOT, env=os.environ | {"SHENBAO_DATABASE_URL": url}, check=True, capture_output=True)
    return url


def test_without_anything_said_it_is_of_the_last_week(database: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    ran = run("--out", str(tmp_path / "out"), database=database)
    assert ran.returncode == 0, ran.stderr
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "report-2023-W33.docx",
        "report-2023-W33.html",
    ]
    assert "完成" in ran.stderr
    assert "report-2023-W33.docx" in ran.stdout
    assert "2023年8月14日至2023年8月20日" in (tmp_path / "out" / "report-2023-W33.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--week", "2023-33"), "周应写成 YYYY-Www，如 2023-W34"),
        (("--week", "2023-W53"), "周应写成 YYYY-Www"),
        (("--week", "2023-W33", "--from", "2023-08-01"), "只能写一种"),
        (("--from", "2023-08-01"), "要一起写"),
        (("--from", "2023-08-02", "--to", "2023-08-01"), "早于起始日期"),
        (("--from", "2023/08/02", "--to", "2023-08-01"), "日期应写成 YYYY-MM-DD"),
        (("--out", "/nowhere"), "没有文件夹 /nowhere"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(tmp_path: Path, arguments: tuple[str, ...], why: str) -> None:
    ran = run(*arguments, database=f"sqlite:///{tmp_path / 'talks.db'}")
    assert ran.returncode == 2
    assert why in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_without_a_database_none_is_made(tmp_path: Path) -> None:
    ran = run("--out", str(tmp_path), database=f"sqlite:///{tmp_path / 'talks.db'}")
    assert ran.returncode == 1
    assert "没有数据库文件" in ran.stderr
    assert list(tmp_path.iterdir()) == []
