"""``shenbao ask``: one question, one answer, nothing kept; and the words every command understands."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.cli.conftest import ROOT, Run

Shenbao = Callable[..., Run]


def test_the_answer_is_printed_with_its_clause(shenbao: Shenbao, tmp_path: Path) -> None:
    run = shenbao("ask", "截止时间", "--today", "2023-08-20")
    assert (run.code, run.err) == (0, "")
    assert "8月31日" in run.out
    assert "依据：《北京市生态环境局关于开展2023年北京市低碳试点工作的通知》" in run.out
    assert list(tmp_path.iterdir()) == [], "no database, no key"


def test_json_is_one_line_like_those_of_chat(shenbao: Shenbao) -> None:
    (line,) = shenbao("ask", "截止时间", "--json", "--today", "2023-08-20").lines
    assert line["outcome"] == "answered"
    assert isinstance(line["user"], str)
    assert line["replies"][0]["citations"]


def test_a_question_it_cannot_answer_names_the_hotline(shenbao: Shenbao) -> None:
    (line,) = shenbao("ask", "能给多少钱", "--json").lines
    assert line["outcome"] == "no_match"
    assert "68455013" in line["replies"][0]["text"]


@pytest.mark.parametrize(
    "words", [("ask", "截止时间"), ("chat",), ("chat", "--jsonl"), ("precheck", "--jsonl"), ("serve",)]
)
def test_a_day_that_is_none_is_told_so(shenbao: Shenbao, words: tuple[str, ...]) -> None:
    run = shenbao(*words, "--today", "2023-02-30")
    assert run.code == 2
    assert "YYYY-MM-DD" in run.err
    assert "2023-02-30" in run.err
    assert "Traceback" not in run.err


def test_a_bad_setting_stops_the_command(shenbao: Shenbao) -> None:
    run = shenbao("ask", "截止时间", NOTICES="/no/such/folder")
    assert run.code == 2
    assert "SHENBAO_NOTICES" in run.err
    assert "/no/such/folder" in run.err


def test_a_broken_notice_is_named_with_file_and_line(shenbao: Shenbao, tmp_path: Path) -> None:
    (tmp_path / "notice.yaml").write_text("key: [", encoding="utf-8")
    run = shenbao("ask", "截止时间", NOTICES=str(tmp_path))
    assert run.code == 1
    assert "notice.yaml:" in run.err
    assert "Traceback" not in run.err


def test_ask_imports_neither_the_database_nor_the_web_server() -> None:
    """Its start is measured in benchmarks/; this keeps it from slipping."""
    probe = (
        "import sys; from typer.testing import CliRunner; from bot.cli import app;"
        "result = CliRunner().invoke(app, ['ask', '截止时间']); assert result.exit_code == 0, result.output;"
        "print([name for name in ('sqlalchemy', 'alembic', 'fastapi', 'uvicorn', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
