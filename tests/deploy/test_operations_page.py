"""The operators' page says what is so: every setting with its default, every count, commands and files that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from click import Group
from pydantic import SecretStr

from bot.cli import app
from bot.cli.serve import STOP_SECONDS
from bot.health import PING_SECONDS
from bot.memory.engine import BUSY_SECONDS
from bot.metrics import Metrics
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def default(value: Any) -> str:
    if value in (None, "", ()):
        return "（空）"
    assert not isinstance(value, SecretStr)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def rows() -> list[str]:
    """The table of settings as it should stand."""
    return [
        f"| `{PREFIX}{name.upper()}` | {default(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]


def test_every_setting_is_told_with_its_default_and_what_is_allowed() -> None:
    written = re.findall(
        rf"^\| `{PREFIX}.* \|.*\|.*\|$", PAGE.partition("## 设置")[2].partition("\n## ")[0], re.MULTILINE
    )
    assert written == rows(), "the table should be:\n" + "\n".join(rows())


def test_no_other_setting_is_named() -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", PAGE))
    assert named <= {PREFIX + name.upper() for name in Settings.model_fields}


def test_every_count_has_its_threshold_and_every_threshold_its_count() -> None:
    counted = set(re.findall(r"^# TYPE (shenbao_\w+)", Metrics().text().decode(), re.MULTILINE))
    own = {name for name in counted if not re.search(r"_created$|_process_", name)}
    own |= {"shenbao_process_resident_memory_bytes"}
    told = re.findall(r"^\| `(shenbao_\w+)` \|", PAGE, re.MULTILINE)
    assert set(told) == own
    for name in re.findall(r"shenbao_[a-z_]+", PAGE):
        assert name.removesuffix("_bucket") in counted | {"shenbao_restored"}, name


@pytest.mark.parametrize("line", sorted(set(re.findall(r"`(shenbao(?: [a-z]+)+)", PAGE))))
def test_its_commands_exist(line: str) -> None:
    command: Any = typer.main.get_command(app)
    for word in shlex.split(line)[1:]:
        assert isinstance(command, Group) or hasattr(command, "commands"), line
        assert word in command.commands, line
        command = command.commands[word]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(deploy/[\w./@-]+)`", PAGE))))
def test_its_files_exist(path: str) -> None:
    assert (ROOT / path).is_file()


def test_its_figures_are_the_programs() -> None:
    assert f"最多 {STOP_SECONDS} 秒" in PAGE
    assert f"等过 {BUSY_SECONDS} 秒" in PAGE
    assert f"在 {PING_SECONDS:g} 秒内应答" in PAGE
