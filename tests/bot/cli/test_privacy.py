"""``shenbao privacy``: what an operator does with people's records, and what the screen may show of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run

Shenbao = Callable[..., Run]
PERSON = "oAbCdEfGhIjKlMnOpQrStUvWxYz1"


@pytest.fixture
def talked(shenbao: Shenbao, tmp_path: Path) -> Path:
    """A database in which two people have talked."""
    talk = [
        {"user": PERSON, "text": "我叫王小明，电话13800138000，什么时候截止", "message_id": "m1"},
        {"user": PERSON, "text": "预检先进低碳技术试点", "message_id": "m2"},
        {"user": "another", "text": "材料交到哪里"},
    ]
    assert shenbao("chat", "--jsonl", feed=talk).code == 0
    return tmp_path / "talks.db"


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection, connection:
        return connection.execute(query).fetchall()


def test_a_persons_records_are_handed_out_without_saying_whose(shenbao: Shenbao, talked: Path) -> None:
    run = shenbao("privacy", "export", "-", "--channel", "jsonl", feed=[PERSON])
    assert run.code == 0, run.err
    told = json.loads(run.out)
    assert [turn["text"] for turn in told["turns"]] == ["我叫[姓名]，电话[电话]，什么时候截止", "预检先进低碳技术试点"]
    assert "8月31日" in told["turns"][0]["replies"][0]["text"]
    assert PERSON not in run.out + run.err
    assert rows(talked, "SELECT kind, counts FROM privacy_runs") == [("export", '{"turns": 2}')]


def test_an_export_goes_to_a_file_of_its_owner_only_and_over_no_other(
    shenbao: Shenbao, talked: Path, tmp_path: Path
) -> None:
    words = ("privacy", "export", PERSON, "--channel", "jsonl", "--output", "records.json")
    assert shenbao(*words).code == 0
    file = tmp_path / "records.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(json.loads(file.read_text(encoding="utf-8"))["turns"]) == 2
    again = shenbao(*words)
    assert (again.code, "不覆盖" in again.err) == (1, True)
    assert talked.exists()


def test_one_person_is_forgotten_after_a_yes_and_others_are_not(shenbao: Shenbao, talked: Path) -> None:
    words = ("privacy", "forget", PERSON, "--channel", "jsonl")
    assert shenbao(*words, feed=["n"]).code == 1
    assert len(rows(talked, "SELECT id FROM turns")) == 3
    run = shenbao(*words, feed=["y"])
    assert run.code == 0, run.err
    assert "已删除 2 轮问答" in run.out
    assert PERSON not in run.out + run.err
    assert len(rows(talked, "SELECT id FROM turns")) == 1
    again = shenbao(*words, "--yes")
    assert (again.code, "没有这个人的记录" in again.err) == (1, True)
    assert PERSON not in again.err
    late = {"user": PERSON, "text": "预检先进低碳技术试点", "message_id": "m2"}
    told = shenbao("chat", "--jsonl", feed=[late]).lines[0]
    assert "已经删除" in told["replies"][0]["text"]
    assert len(rows(talked, "SELECT id FROM turns")) == 1


def test_what_is_older_than_the_setting_is_purged(shenbao: Shenbao, talked: Path) -> None:
    nothing = shenbao("privacy", "purge")
    assert nothing.code == 0, nothing.err
    assert "180 天以前的 0 轮" in nothing.out
    rows(talked, "UPDATE turns SET created = datetime('now', '-40 days') WHERE text LIKE '%材料%'")
    rows(talked, "UPDATE conversations SET updated = datetime('now', '-40 days') WHERE turns = 1")
    assert "0 轮" in shenbao("privacy", "purge", RETENTION_DAYS="41").out
    run = shenbao("privacy", "purge", RETENTION_DAYS="39")
    assert run.code == 0, run.err
    assert "39 天以前的 1 轮问答、0 份预检结果、1 个久未联系的会话" in run.out
    assert "1/1" in run.err, "a bar shows how far it is"
    assert [(row[0], row[1]) for row in rows(talked, "SELECT channel, number FROM daily_counts WHERE kind='step'")] == [
        ("jsonl", 1)
    ]
    assert [kind for (kind,) in rows(talked, "SELECT kind FROM privacy_runs")] == ["purge"] * 3


def test_two_purges_do_not_run_at_once(shenbao: Shenbao, talked: Path) -> None:
    rows(
        talked,
        "INSERT INTO daily_tasks (name, held_by, held_until) VALUES ('purge', 'x', datetime('now', '+1 minute'))",
    )
    run = shenbao("privacy", "purge")
    assert (run.code, "另一个进程正在清除" in run.err) == (1, True)
    rows(talked, "UPDATE daily_tasks SET held_until = datetime('now', '-1 minute')")
    assert shenbao("privacy", "purge").code == 0


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("export", "u", "--channel", "weixin"), "没有渠道 weixin，可用：web、wechat、terminal、jsonl"),
        (("export", "", "--channel", "web"), "没有写是谁的记录"),
        (("purge",), "没有数据库文件"),
    ],
)
def test_what_is_wrong_is_named(shenbao: Shenbao, tmp_path: Path, words: tuple[str, ...], named: str) -> None:
    run = shenbao("privacy", *words)
    assert run.code in (1, 2)
    assert named in run.err
    assert "Traceback" not in run.err
    assert list(tmp_path.iterdir()) == [], "nothing is made on the way"


@pytest.mark.parametrize("days", ["0", "3651", "半年"])
def test_a_retention_that_cannot_be_is_refused(shenbao: Shenbao, days: str) -> None:
    run = shenbao("privacy", "purge", RETENTION_DAYS=days)
    assert run.code == 2
    assert "SHENBAO_RETENTION_DAYS" in run.err
    assert "1 到 3650 的整数" in run.err
