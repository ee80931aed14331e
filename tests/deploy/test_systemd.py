"""The units are what systemd takes, start what exists, and give the process nothing it does not need."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.cli import app
from bot.cli.serve import STOP_SECONDS
from bot.settings import PREFIX, Settings

FOLDER = Path(__file__).parents[2] / "deploy" / "systemd"
UNITS = ["shenbao.service", "shenbao@.service"]
INSTALLED = [UNITS[0], "shenbao@8001.service", "shenbao.target", "shenbao-backup.service", "shenbao-backup.timer"]
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}


def directives(unit: str) -> list[tuple[str, str]]:
    lines = (FOLDER / unit).read_text(encoding="utf-8").splitlines()
    return [(name, value) for name, is_, value in (line.partition("=") for line in lines if line[:1] != "#") if is_]


@pytest.fixture
def installed(tmp_path: Path) -> list[str]:
    """The units as on a machine where the program is installed."""
    for file in FOLDER.iterdir():
        text = file.read_text(encoding="utf-8").replace("/opt/shenbao/bin/shenbao", shutil.which("true") or "")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    shutil.copy(tmp_path / "shenbao@.service", tmp_path / "shenbao@8001.service")
    return [str(tmp_path / name) for name in INSTALLED]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here to ask")
def test_systemd_takes_them(installed: list[str]) -> None:
    run = subprocess.run(["systemd-analyze", "verify", *installed], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here to ask")
def test_little_is_left_open(installed: list[str]) -> None:
    for unit in installed[:2]:
        asked = ["systemd-analyze", "security", "--offline=true", unit]
        told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        level = re.search(r"Overall exposure level.*: ([\d.]+)", told)
        assert level
        assert float(level[1]) < 2, told


def test_both_units_say_the_same_but_for_the_instance() -> None:
    one, many = (dict.fromkeys(directives(unit)) for unit in UNITS)
    assert {name for name, _ in one.keys() ^ many.keys()} == {
        "Description",
        "ExecStart",
        "PartOf",
        "Environment",  # the embedded database is the single process's
        "WantedBy",
    }


@pytest.mark.parametrize("unit", UNITS)
def test_they_start_a_command_there_is(unit: str) -> None:
    program, command, *options = dict(directives(unit))["ExecStart"].split()
    assert program.endswith("/shenbao")
    assert command in [each.callback.__name__ for each in app.registered_commands if each.callback]
    assert options in ([], ["--port", "%i"])


@pytest.mark.parametrize("file", [*UNITS, "shenbao.env"])
def test_they_set_what_can_be_set(file: str) -> None:
    text = (FOLDER / file).read_text(encoding="utf-8")
    named = set(re.findall(r"SHENBAO_[A-Z_]+", text))
    assert named
    assert named <= SETTINGS


@pytest.mark.parametrize("unit", UNITS)
def test_there_is_time_to_finish_what_was_taken(unit: str) -> None:
    assert int(dict(directives(unit))["TimeoutStopSec"]) > STOP_SECONDS
