"""``shenbao staff``: accounts without a password on the command line, and a check a script can trust."""

from __future__ import annotations

import os
import pty
import re
import select
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run

Shenbao = Callable[..., Run]
PASSWORD = "correct horse battery"


def test_an_account_with_a_password_made_up_for_it(shenbao: Shenbao) -> None:
    run = shenbao("staff", "add", "Wang.Fang", "--name", "王芳", "--role", "查询", "--role", "admin", "--generate")
    assert run.code == 0, run.err
    assert re.search(r"密码（只显示这一次）：(?:[a-z2-9]{5}-){3}[a-z2-9]{5}\n", run.out)
    assert shenbao("staff", "list").out == "wang.fang\t王芳\t查询、管理\t正常\n"
    again = shenbao("staff", "add", "wang.fang", "--name", "另一个", "--generate")
    assert again.code == 1
    assert "已经有了" in again.err
    assert "密码" not in again.out


def test_disabled_enabled_and_given_other_roles(shenbao: Shenbao) -> None:
    shenbao("staff", "add", "wang", "--name", "王", "--generate")
    assert shenbao("staff", "disable", "wang").code == 0
    assert shenbao("staff", "list").out.endswith("停用\n")
    reset = shenbao("staff", "reset", "wang", "--generate")
    assert "staff enable wang" in reset.err
    assert shenbao("staff", "enable", "wang").code == 0
    assert "编辑、发布" in shenbao("staff", "roles", "wang", "--role", "编辑", "--role", "发布").out
    assert shenbao("staff", "list").out == "wang\t王\t编辑、发布\t正常\n"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("add", "1wang", "--name", "王", "--generate"), "以字母开头"),
        (("add", "wang", "--name", " ", "--generate"), "姓名"),
        (("add", "wang", "--name", "王", "--role", "主任", "--generate"), "查询（lookup）"),
        (("disable", "nobody"), "没有 nobody 这个账号"),
        (("reset", "nobody", "--generate"), "没有 nobody 这个账号"),
        (("roles", "nobody"), "--role"),
        (("audit-check", "--since", "12"), "条数:校验码"),
    ],
)
def test_what_is_wrong_is_named(shenbao: Shenbao, words: tuple[str, ...], named: str) -> None:
    run = shenbao("staff", *words)
    assert run.code in (1, 2)
    assert named in run.err
    assert "Traceback" not in run.err


def test_there_is_no_way_to_put_a_password_on_the_command_line(shenbao: Shenbao) -> None:
    """Fails when an option for it appears: the process list and the shell's history would keep it."""
    for command in ("add", "reset"):
        options = set(re.findall(r"--[a-z-]+", shenbao("staff", command, "--help").out))
        assert options <= {"--name", "--role", "--generate", "--help"}


@pytest.mark.parametrize(
    ("typed", "answer", "code"),
    [
        ((PASSWORD, PASSWORD), "已增加账号 wang", 0),
        ((PASSWORD, PASSWORD + "?"), "两遍输入的密码不一样", 1),
        (("short",), "至少要 10 个字符", 1),
        (("aaaaaaaaaaaa",), "太简单", 1),
    ],
)
def test_a_password_is_typed_twice_and_not_shown(
    home: dict[str, str], tmp_path: Path, typed: tuple[str, ...], answer: str, code: int
) -> None:
    """At a real terminal. Fails when what is typed is echoed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot.cli", "staff", "add", "wang", "--name", "王"]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=home, cwd=tmp_path, start_new_session=True
    )
    os.close(theirs)
    shown = ""
    for word in typed:
        shown += _until(ours, ": ")
        os.write(ours, word.encode() + b"\n")
    shown += _until(ours, None)
    assert process.wait(timeout=30) == code
    os.close(ours)
    assert answer in shown
    assert not any(word in shown for word in typed)


def test_a_trail_that_was_changed_is_found_out(shenbao: Shenbao, tmp_path: Path) -> None:
    for login in ("wang", "li", "zhao"):
        shenbao("staff", "add", login, "--name", login, "--generate")
    checked = shenbao("staff", "audit-check")
    assert checked.code == 0
    assert "3 条，全部无误" in checked.out
    anchor = checked.out.split("：")[-1].strip()
    assert shenbao("staff", "audit-check", "--since", anchor).code == 0
    connection = sqlite3.connect(tmp_path / "talks.db", isolation_level=None)
    with pytest.raises(sqlite3.DatabaseError, match="final"):
        connection.execute("DELETE FROM audit WHERE id = 3")
    connection.execute("DROP TRIGGER audit_is_final_delete")
    connection.execute("DELETE FROM audit WHERE id = 3")
    cut = shenbao("staff", "audit-check", "--since", anchor)
    assert cut.code == 1
    assert "第 3 条" in cut.err
    connection.execute("DROP TRIGGER audit_is_final_update")
    connection.execute("UPDATE audit SET subject = 'nobody' WHERE id = 2")
    connection.close()
    changed = shenbao("staff", "audit-check")
    assert changed.code == 1
    assert "从第 2 条起对不上" in changed.err


def _until(terminal: int, end: str | None) -> str:
    """What the terminal shows until ``end``, or until the program ends."""
    shown = b""
    while end is None or not shown.decode(errors="replace").endswith(end):
        ready, _, _ = select.select([terminal], [], [], 30)
        assert ready, shown.decode(errors="replace")
        try:
            part = os.read(terminal, 1024)
        except OSError:  # Linux: the other side is closed
            break
        if not part:
            break
        shown += part
    return shown.decode()
