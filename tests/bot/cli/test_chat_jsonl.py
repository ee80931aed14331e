"""``shenbao chat --jsonl``: one line in, one line out, whatever the line; and the talk outlives the process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bot.cli.conftest import Run

TALK = ["哪类试点适合我", "1", "不清楚", "截止时间是哪天", "上一步", "1"]
Shenbao = Callable[..., Run]


def says(text: str, user: str = "u1", **more: Any) -> dict[str, Any]:
    return {"user": user, "text": text, **more}


def chat(shenbao: Shenbao, *feed: Any, **settings: str) -> list[dict[str, Any]]:
    run = shenbao("chat", "--jsonl", "--today", "2023-08-20", feed=list(feed), **settings)
    assert (run.code, run.err) == (0, "")
    return run.lines


def test_a_question_is_answered_with_its_clause(shenbao: Shenbao) -> None:
    (line,) = chat(shenbao, says("截止时间是哪天"))
    assert (line["user"], line["outcome"]) == ("u1", "answered")
    (reply,) = line["replies"]
    assert {"kind", "text", "citations", "choices", "asks", "verdicts"} <= reply.keys()
    assert reply["kind"] == "answer"
    assert "8月31日" in reply["text"]
    assert {"document", "clause", "quote"} <= reply["citations"][0].keys()


def test_broken_lines_are_named_and_the_rest_goes_on(shenbao: Shenbao) -> None:
    broken = [
        '{"user": "u1", "text": ',
        "[1, 2]",
        '"text"',
        "null",
        "[" * 100_000,
        b'{"user": "u1", "text": "\xff\xfe"}',
        '{"user": "u1", "text": "\\ud800"}',
        '{"user": "u1", "text": NaN}',
        '{"user": "u1"}',
        '{"text": "截止时间"}',
        '{"user": "u1", "text": 5}',
        '{"user": "", "text": "截止时间"}',
        '{"user": "u1", "text": "截止时间", "message_id": 7}',
    ]
    lines = chat(shenbao, says("截止时间"), *broken, says("截止时间"))
    assert len(lines) == len(broken) + 2
    for written, line in zip(broken, lines[1:-1], strict=True):
        assert (line["outcome"], line["replies"]) == ("error", []), written
        assert line["error"], written
    assert lines[0]["outcome"] == lines[-1]["outcome"] == "answered"
    assert [line["user"] for line in lines[9:12]] == ["u1", None, "u1"], "who said it is told where it is known"


def test_blank_lines_and_a_byte_order_mark_do_no_harm(shenbao: Shenbao) -> None:
    assert len(chat(shenbao, b"\xef\xbb\xbf" + json.dumps(says("截止时间")).encode(), "", "   ", says("电话"))) == 2


def test_a_repeated_message_gets_the_same_line_in_another_process_too(shenbao: Shenbao) -> None:
    first = shenbao("chat", "--jsonl", feed=[says("哪类试点适合我", message_id="m1"), says("1", message_id="m2")])
    again = shenbao("chat", "--jsonl", feed=[says("哪类试点适合我", message_id="m1"), says("1", message_id="m2")])
    assert again.out == first.out
    assert first.lines[1]["outcome"] == "in_dialog"


def test_people_do_not_hear_each_other(shenbao: Shenbao) -> None:
    alone = chat(shenbao, *(says(text, "alone") for text in TALK))
    mixed = chat(shenbao, *(says(text, user) for text in TALK for user in ("a", "b")))
    for user in ("a", "b"):
        assert [line["replies"] for line in mixed if line["user"] == user] == [line["replies"] for line in alone]


def test_killed_after_each_turn_the_talk_goes_on_as_if_nothing_had_been(
    shenbao: Shenbao, home: dict[str, str], tmp_path: Path
) -> None:
    """kill -9 the moment the reply is out; a new process takes the next message."""
    unbroken = chat(shenbao, *(says(text, "unbroken") for text in TALK))
    for text, expected in zip(TALK, unbroken, strict=True):
        with subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "chat", "--jsonl", "--today", "2023-08-20"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=tmp_path,
            env=home,
        ) as process:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(says(text, "killed")).encode() + b"\n")
            process.stdin.flush()
            line = json.loads(process.stdout.readline())  # it came though the input is still open: each line is flushed
            process.kill()
        assert line["replies"] == expected["replies"], text
    assert any(reply["asks"] for reply in unbroken[-1]["replies"]), "the talk was in the middle of a dialog"


def test_a_reader_that_leaves_early_is_no_error(home: dict[str, str], tmp_path: Path) -> None:
    feed = b"".join(json.dumps(says("截止时间")).encode() + b"\n" for _ in range(50))
    with subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "chat", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=home,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(feed)
        process.stdin.close()
        assert b"Traceback" not in process.stderr.read()


def test_a_database_that_cannot_be_opened_is_named(shenbao: Shenbao, tmp_path: Path) -> None:
    (tmp_path / "not_a_database.db").write_text("hello, this is no database at all, whatever its name says" * 100)
    for url in (f"sqlite:///{tmp_path}/not_a_database.db", "sqlite:////no/such/folder/s.db"):
        run = shenbao("chat", "--jsonl", feed=[says("截止时间")], DATABASE_URL=url)
        assert run.code == 1
        assert "打不开数据库" in run.err
        assert "Traceback" not in run.err
