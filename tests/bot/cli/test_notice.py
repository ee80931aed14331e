"""``shenbao notice export-entries``: what the desk published, as a patch for the folder."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.database_url import async_url
from bot.memory import versions
from bot.memory.engine import open_engine
from bot.memory.versions import NewVersion
from bot.notices import DEFAULT_FOLDER
from knowledge.faq import FaqAnswer, FaqEntry, FaqKind
from tests.bot.cli.conftest import Run

Shenbao = Callable[..., Run]
ENTRY = FaqEntry(
    id="mascot", matter="吉祥物", wordings=("封面印吉祥物行吗",), kind=FaqKind.silent, answer=FaqAnswer(text="没有写。")
)


async def publish(url: str) -> None:
    engine = open_engine(async_url(url))
    new = NewVersion("beijing-2023-82", "mascot", "published", ENTRY, "", ("wang",), "li")
    async with engine.begin() as connection:
        await versions.add(connection, new, datetime(2023, 8, 20, tzinfo=UTC))
    await engine.dispose()


def test_the_patch_is_printed_and_taken(shenbao: Shenbao, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'talks.db'}"
    assert shenbao("db", "upgrade", DATABASE_URL=url).code == 0
    folder = tmp_path / "notice"
    shutil.copytree(DEFAULT_FOLDER, folder)
    assert shenbao("notice", "export-entries", str(folder), DATABASE_URL=url).out == ""
    asyncio.run(publish(url))
    run = shenbao("notice", "export-entries", str(folder), DATABASE_URL=url)
    assert "共 1 条" in run.err
    subprocess.run(["patch", "-p1", "-d", folder], input=run.out, text=True, check=True, capture_output=True)
    assert shenbao("notice", "check", str(folder)).code == 0
    again = shenbao("notice", "export-entries", str(folder), DATABASE_URL=url)
    assert (again.out, again.code) == ("", 0)
    assert "最新" in again.err


def test_without_a_folder_where_there_are_several_it_asks_which(shenbao: Shenbao, tmp_path: Path) -> None:
    shutil.copytree(DEFAULT_FOLDER, tmp_path / "other")
    run = shenbao("notice", "export-entries", NOTICES=f"{DEFAULT_FOLDER}:{tmp_path / 'other'}")
    assert run.code == 1
    assert "哪个文件夹" in run.err
