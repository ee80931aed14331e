"""``shenbao serve``: up, answering, and down again without losing what it took."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.bot.cli.conftest import Run


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


Server = tuple[str, "subprocess.Popen[bytes]"]


@pytest.fixture
def server(request: pytest.FixtureRequest, home: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """A running server: its address and process. Settings may be given as the fixture's parameter."""
    port = free_port()
    home = home | getattr(request, "param", {})
    command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(port), "--today", "2023-08-20"]
    process = subprocess.Popen(command, cwd=tmp_path, env=home, stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            httpx.get(f"{address}/healthz").raise_for_status()
            break
        except httpx.TransportError:
            assert process.poll() is None, process.stderr and process.stderr.read()
            time.sleep(0.1)
    yield address, process
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_it_answers_and_stops_when_told(server: Server) -> None:
    address, process = server
    assert httpx.get(f"{address}/").status_code == 200
    turn = httpx.post(f"{address}/api/turn", json={"text": "截止时间是哪天"}).json()
    assert turn["outcome"] == "answered"
    assert "8月31日" in turn["replies"][0]["text"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) in (0, -signal.SIGTERM)
    assert process.stderr
    assert b"Traceback" not in process.stderr.read()


def until(what: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until it is so."""
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, f"still not: {what.__name__}"
        time.sleep(0.02)


def test_a_message_taken_before_the_stop_is_answered_and_kept(server: Server, tmp_path: Path) -> None:
    address, process = server
    port = int(address.rpartition(":")[2])
    body = json.dumps({"text": "截止时间是哪天", "message_id": "m-0000001"}).encode()
    head = (
        f"POST /api/turn HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )

    def nobody_new_is_let_in() -> bool:
        with socket.socket() as caller:
            return caller.connect_ex(("127.0.0.1", port)) != 0

    with (
        closing(sqlite3.connect(tmp_path / "talks.db", isolation_level=None)) as database,
        socket.create_connection(("127.0.0.1", port), timeout=20) as person,
    ):
        database.execute("BEGIN IMMEDIATE")  # somebody else is writing: the turn has to wait
        person.sendall(head.encode())
        assert person.recv(1024).startswith(b"HTTP/1.1 100"), "the server has begun to take it"
        person.sendall(body)
        process.send_signal(signal.SIGTERM)
        until(nobody_new_is_let_in)
        assert process.poll() is None
        database.execute("ROLLBACK")
        answer = b"".join(iter(lambda: person.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200")
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["outcome"] == "answered"
        assert process.wait(timeout=20) in (0, -signal.SIGTERM)
        assert database.execute("SELECT message_id, outcome FROM turns").fetchall() == [("m-0000001", "answered")]
    assert process.stderr
    assert b"Traceback" not in process.stderr.read()


def test_it_says_whether_it_is_ready_and_what_it_counted(server: Server) -> None:
    address, _ = server
    assert httpx.get(f"{address}/healthz/live").json() == {"status": "ok"}
    assert httpx.get(f"{address}/healthz/ready").json() == {"status": "ok"}
    counted = httpx.get(f"{address}/metrics").text
    assert "shenbao_database_up 1.0" in counted
    proxied = {"X-Forwarded-For": "8.8.8.8", "X-Forwarded-Proto": "https"}
    assert httpx.get(f"{address}/metrics", headers=proxied).status_code == 404, "the proxy on this machine is believed"


def test_its_log_can_be_lines_of_json(shenbao: Callable[..., Run]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = shenbao("serve", "--port", str(taken.getsockname()[1]), LOG_FORMAT="json")
    lines = [json.loads(line) for line in run.err.splitlines()]
    assert [line["level"] for line in lines] == ["INFO", "ERROR"]
    assert "address already in use" in lines[-1]["message"]


@pytest.mark.parametrize("server", [{"SHENBAO_LOG_FORMAT": "json"}], indirect=True)
def test_what_a_person_said_is_not_in_the_log_even_when_it_could_not_be_kept(server: Server, tmp_path: Path) -> None:
    address, process = server
    with closing(sqlite3.connect(tmp_path / "talks.db", isolation_level=None)) as database:
        database.execute("ALTER TABLE turns RENAME TO gone")
    said = {"text": "我叫王小明，电话13800138000，邮箱wang@example.cn，截止时间？", "message_id": "m-0000001"}
    turn = httpx.post(f"{address}/api/turn", json=said).json()
    assert turn["outcome"] == "error"
    assert "68455013" in turn["replies"][0]["text"], "the hotline instead"
    process.send_signal(signal.SIGTERM)
    told = process.communicate(timeout=20)[1].decode()
    lines = [json.loads(line) for line in told.splitlines()]
    assert any("turn" in line and line["level"] == "ERROR" for line in lines)
    for personal in ("王小明", "13800138000", "wang@example.cn", "截止时间"):
        assert personal not in told


def test_the_talk_outlives_a_killed_server(server: Server, shenbao: Callable[..., Run]) -> None:
    address, process = server
    with httpx.Client(base_url=address) as person:
        person.get("/")
        first = person.post("/api/turn", json={"text": "哪类试点适合我"}).json()
        cookies = person.cookies
    assert first["outcome"] == "in_dialog"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert shenbao("db", "check").code == 0
    assert len(cookies) >= 1


def test_a_port_in_use_is_named(shenbao: Callable[..., Run]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = shenbao("serve", "--port", str(taken.getsockname()[1]))
    assert run.code != 0
    assert "address already in use" in run.err
    assert "Traceback" not in run.err


def test_a_database_that_cannot_be_opened_is_named_before_the_server_starts(shenbao: Callable[..., Run]) -> None:
    run = shenbao("serve", DATABASE_URL="sqlite:////no/such/folder/s.db")
    assert run.code == 1
    assert "打不开数据库" in run.err
    assert "Traceback" not in run.err


def test_a_port_that_is_none_is_named(shenbao: Callable[..., Run]) -> None:
    run = shenbao("serve", "--port", "99999")
    assert run.code == 2
    assert "SHENBAO_PORT" in run.err
    assert "65535" in run.err
