"""The container files: parsed, without rights, with settings that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    named: dict[str, Any] = compose["services"]
    return named


def test_the_process_in_the_container_has_no_rights() -> None:
    last_stage = CONTAINERFILE.rpartition("\nFROM ")[2]
    (user,) = re.findall(r"^USER (\d+):\d+$", last_stage, re.MULTILINE)
    assert int(user) > 0
    assert last_stage.index("USER ") < last_stage.index("CMD [")


def test_everything_it_copies_is_there_and_not_left_out_of_the_build() -> None:
    kept = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert {"bot", "knowledge", "pyproject.toml"} <= set(names)
    for name in names:
        assert (ROOT / name).exists()
        assert f"!{name}" in kept


def test_no_image_names_where_it_comes_from(services: dict[str, Any]) -> None:
    images = [*re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE), *(it["image"] for it in services.values())]
    assert len(images) >= 4
    assert [image for image in images if "/" in image or image.endswith(":latest")] == []


def test_several_processes_share_one_database_that_is_upgraded_first(services: dict[str, Any]) -> None:
    serving = [it for it in services.values() if "upgrade" in it.get("depends_on", {})]
    assert len(serving) == 2
    assert len({it["environment"]["SHENBAO_DATABASE_URL"] for it in serving}) == 1
    assert services["upgrade"]["command"] == ["shenbao", "db", "upgrade"]
    assert services["upgrade"]["depends_on"]["database"]["condition"] == "service_healthy"
    for each in serving:
        assert each["depends_on"]["upgrade"]["condition"] == "service_completed_successfully"
        assert each["cap_drop"] == ["ALL"]
        assert each["read_only"] is True


def test_nothing_is_open_to_other_machines(services: dict[str, Any]) -> None:
    ports = [port for it in services.values() for port in it.get("ports", ())]
    assert len(ports) == 2
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_they_set_what_can_be_set(services: dict[str, Any]) -> None:
    named = {name for it in services.values() for name in it["environment"] if name.startswith(PREFIX)}
    named |= set(re.findall(r"SHENBAO_[A-Z_]+", CONTAINERFILE))
    assert len(named) > 5
    assert named <= SETTINGS
