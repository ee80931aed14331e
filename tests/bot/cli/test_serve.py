"""``shenbao serve``: up, answering, and down again without losing what it took."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.bot.cli.conftest import Run


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def server(home: dict[str, str], tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
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


def test_it_answers_and_stops_when_told(server: tuple[str, subprocess.Popen[bytes]]) -> None:
    address, process = server
    assert httpx.get(f"{address}/").status_code == 200
    turn = httpx.post(f"{address}/api/turn", json={"text": "截止时间是哪天"}).json()
    assert turn["outcome"] == "answered"
    assert "8月31日" in turn["replies"][0]["text"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) in (0, -signal.SIGTERM)
    assert process.stderr
    assert b"Traceback" not in process.stderr.read()


def test_the_talk_outlives_a_killed_server(
    server: tuple[str, subprocess.Popen[bytes]], shenbao: Callable[..., Run]
) -> None:
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
