"""A `serve` of its own for a benchmark: a free port, an empty database, its log in a file."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.bot.wechat.platform import Platform

DAY = "2023-08-20"


@dataclass(frozen=True)
class Serving:
    """Where it answers (on 127.0.0.1), its process, and what it says of itself."""

    port: int
    process: psutil.Process
    log: Path

    @property
    def address(self) -> str:
        """The beginning of its URLs."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def resident(self) -> float:
        """Megabytes of memory in use."""
        return float(self.process.memory_info().rss) / 1_000_000


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def settings_of(chosen: dict[str, str]) -> dict[str, str]:
    """Settings by name, without prefix and in small letters, as environment variables."""
    return {f"SHENBAO_{name.upper()}": value for name, value in chosen.items()}


@contextmanager
def serving(**settings: str) -> Iterator[Serving]:
    """`serve` with these settings (names without prefix, small letters), until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = {"database_url": f"sqlite:///{folder}/talks.db"} | settings
        command = ["bot.cli", "serve", "--today", DAY, "--port"]
        with _running(Path(folder), command, [], settings_of(chosen)) as server:
            yield server


@contextmanager
def echoing(platform: Platform) -> Iterator[Serving]:
    """The smallest possible bot (``benchmarks.echo``) for this account, until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        account = [platform.token, platform.app_id, platform.encoding_aes_key]
        with _running(Path(folder), ["benchmarks.echo"], account, {}) as server:
            yield server


@contextmanager
def _running(folder: Path, module: list[str], after: list[str], settings: dict[str, str]) -> Iterator[Serving]:
    """``python -m MODULE PORT AFTER``."""
    port = free_port()
    log = folder / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", *module, str(port), *after],
            env=os.environ | settings,
            stdout=written,
            stderr=written,
        )
    try:
        server = Serving(port, psutil.Process(process.pid), log)
        _wait_for(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(server: Serving, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"serve ended with {process.returncode}:\n{server.log.read_text(encoding='utf-8')}")
        try:
            httpx.get(f"{server.address}/healthz").raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("serve did not come up within 30 s")
