"""Opening the house: all of it works, or a line says what is in the way."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content import ContentError, Problem
from bot.opening import OpeningError, open_door, open_notices, open_site
from bot.replies import Outcome
from bot.settings import NOTICES, Settings, load_settings

BUNDLED = NOTICES / "beijing-2023-82"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(database_url=f"sqlite:///{tmp_path / 'talks.db'}", today=date(2023, 8, 20))


async def test_the_door_answers_from_the_bundled_notice(settings: Settings) -> None:
    async with open_door(settings) as door:
        taken = await door.take("test", "u1", "截止时间是哪天")
    assert taken.outcome is Outcome.answered
    assert "8月31日" in taken.replies[0].text


async def test_a_second_opening_finds_the_first_ones_talk(settings: Settings) -> None:
    async with open_door(settings) as door:
        await door.take("test", "u1", "哪类试点适合我")
    async with open_door(settings) as door:
        taken = await door.take("test", "u1", "1")
    assert taken.outcome is Outcome.in_dialog


async def test_the_site_shows_the_same_notice_on_the_same_day(settings: Settings) -> None:
    async with open_site(settings) as site:
        assert site.today() == date(2023, 8, 20)
        assert site.notice().particulars.key == "beijing-2023-82"
        assert site.notice().menu.greeting
        taken = await site.door.take("web", "u1", "截止时间", "m1")
        assert [turn.message_id for turn in await site.memory.history("web", "u1", 5)] == ["m1"]
        assert taken.outcome is Outcome.answered


async def test_content_that_was_swapped_answers_the_next_question(settings: Settings, tmp_path: Path) -> None:
    """``door.notices`` is replaced whole; a talk in progress goes on."""
    folder = tmp_path / "next"
    shutil.copytree(BUNDLED, folder)
    file = folder / "notice.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("68455013、68450090", "010-12345"), encoding="utf-8")
    async with open_door(settings) as door:
        door.notices = open_notices(settings.model_copy(update={"notices": (folder,)}))
        taken = await door.take("test", "u1", "问" * 3000)
    assert "010-12345" in taken.replies[0].text


@pytest.mark.parametrize("missing", ["notice.yaml", "facts.yaml", "words.yaml", "notice.txt"])
def test_a_file_that_is_missing_is_named(settings: Settings, tmp_path: Path, missing: str) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(BUNDLED, folder)
    (folder / missing).unlink()
    with pytest.raises(OpeningError, match=missing):
        open_notices(settings.model_copy(update={"notices": (folder,)}))


def test_without_any_notice_there_is_nothing_to_open(settings: Settings) -> None:
    with pytest.raises(OpeningError, match="SHENBAO_NOTICES"):
        open_notices(settings.model_copy(update={"notices": ()}))


async def test_a_folder_for_the_database_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = load_settings(database_url=f"sqlite:///{tmp_path / 'nowhere' / 'talks.db'}")
    with pytest.raises(OpeningError, match="nowhere"):
        async with open_door(settings):
            pass


async def test_a_custom_menu_nobody_could_tap_stops_the_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ContentError([Problem("menu.yaml", 3, "名称太长")])

    monkeypatch.setattr("bot.channels.wechat.menu.menu", broken)
    account = {"wechat_token": "t0ken", "wechat_app_id": "wx1234567890", "wechat_app_secret": "0" * 32}
    with pytest.raises(OpeningError, match=r"menu\.yaml:3"):
        async with open_site(load_settings(database_url=settings.database_url, wechat_mode="plain", **account)):
            pass
    async with open_site(settings):
        pass  # without an account it is nobody's menu
