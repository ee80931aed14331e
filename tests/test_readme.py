"""The README tells the truth: its commands run, its make targets exist, its files are where it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
LINES = [line.partition("#")[0].strip() for block in BLOCKS for line in block.splitlines() if line.strip()]
COMMANDS = [line for line in LINES if "shenbao" in line]
TARGETS = sorted(set(re.findall(r"(?:^|`)make (\w+)", README, re.MULTILINE)))


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_run(command: str, tmp_path: Path) -> None:
    run = subprocess.run(
        ["sh", "-c", command.replace("shenbao", f"{sys.executable} -m bot.cli")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()
    assert '"error"' not in run.stdout


def test_it_has_commands_to_run() -> None:
    assert len(COMMANDS) >= 4
    assert LINES[:2] == ["make serve", "make test"]


@pytest.mark.parametrize("target", TARGETS)
def test_its_make_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_ci_runs_what_it_tells_to_run() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in script
    assert "make check" in script


@pytest.mark.parametrize("path", ["bot/conversation.py", "bot/speaking/wording.yaml", "bot/channels/web/static"])
def test_the_files_it_names_are_there(path: str) -> None:
    assert path in README
    assert (ROOT / path).exists()
