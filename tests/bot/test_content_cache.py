"""A file read before is not parsed again; a changed one is; a damaged cache costs time and nothing else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import content as content_module
from bot.content import ContentError
from bot.notices import DEFAULT_FOLDER, load_notice


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(DEFAULT_FOLDER, tmp_path / "notice")
    return tmp_path / "notice"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were parsed as YAML."""
    texts: list[str] = []
    load = yaml.load

    def watched(text: str, Loader: Any) -> Any:
        texts.append(text)
        return load(text, Loader=Loader)

    monkeypatch.setattr(content_module.yaml, "load", watched)
    return texts


def kept_in(tmp_path: Path) -> Path:
    (file,) = (tmp_path / "cache" / "shenbao").glob("content-*.json")
    return file


def test_only_what_changed_is_parsed_at_the_second_start(folder: Path, parsed: list[str]) -> None:
    first = load_notice(folder)
    assert len(parsed) > 50
    parsed.clear()
    again = load_notice(folder)
    assert parsed == []
    assert (again.particulars, again.faq, again.words) == (first.particulars, first.faq, first.words)
    menu = folder / "notice.yaml"
    menu.write_text(menu.read_text(encoding="utf-8") + "# 改过\n", encoding="utf-8")
    load_notice(folder)
    assert len(parsed) == 1


def test_a_mistake_is_told_with_its_line_whatever_is_kept(folder: Path) -> None:
    load_notice(folder)
    file = folder / "notice.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, "unheard_of: 1", ""]), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(ContentError) as caught:
            load_notice(folder)
        assert caught.value.problems[0].line == len(lines) + 1


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", "\udcff"])
def test_a_damaged_cache_is_made_anew(folder: Path, tmp_path: Path, parsed: list[str], damage: str) -> None:
    load_notice(folder)
    file = kept_in(tmp_path)
    file.write_bytes(damage.encode("utf-8", "surrogateescape"))
    parsed.clear()
    load_notice(folder)
    assert parsed
    assert json.loads(file.read_bytes())


def test_without_a_place_to_keep_it_the_notice_still_loads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nowhere")
    assert load_notice(folder).faq
