"""The command line as a process of its own, the way it is really used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]


class Run:
    """A finished command."""

    def __init__(self, process: subprocess.CompletedProcess[bytes]) -> None:
        self.code = process.returncode
        self.out = process.stdout.decode()
        self.err = process.stderr.decode()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of a command: a database of its own, no settings of the machine."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHENBAO_")}
    return clean | {
        "SHENBAO_DATABASE_URL": f"sqlite:///{tmp_path / 'talks.db'}",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "default",
        "COLUMNS": "200",
    }


@pytest.fixture
def shenbao(home: dict[str, str], tmp_path: Path) -> Callable[..., Run]:
    """``shenbao("ask", "…")``; lines to feed are objects, text or bytes; settings as keywords."""

    def run(*words: str, feed: list[Any] | None = None, **settings: str) -> Run:
        said = b"".join(
            (line if isinstance(line, bytes) else line.encode() if isinstance(line, str) else json.dumps(line).encode())
            + b"\n"
            for line in feed or []
        )
        return Run(
            subprocess.run(
                [sys.executable, "-m", "bot.cli", *words],
                input=said,
                capture_output=True,
                cwd=tmp_path,
                env=home | {f"SHENBAO_{name}": value for name, value in settings.items()},
                timeout=120,
                check=False,
            )
        )

    return run
