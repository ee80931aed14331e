"""What people ask, walked through by keys: from the list to a group, a wording split off, and back."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Page, expect

from bot.clock import now
from bot.memory.engine import open_engine
from bot.notices import load_notices
from bot.questions.grouper import Grouper
from bot.settings import Settings
from tests.bot.desk.browser.conftest import DESK, LAPTOP
from tests.bot.web.browser.conftest import Server

ASKED = ("什么时候截止", "最晚几号交", "申报截止到哪天", "锅炉改造师傅电话")


@pytest.fixture
def questions(page: Page, desk_server: Server, desk_settings: Settings) -> Page:
    """The page after somebody asked four things, two of them several times, and they were put into groups."""
    for text in (*ASKED, ASKED[0], ASKED[3]):
        assert httpx.post(f"{desk_server.url}/api/turn", json={"text": text}).status_code == 200

    async def group() -> None:
        engine = open_engine(desk_settings.database_url)
        await Grouper(engine, load_notices, gentle=False).go_on(now() + timedelta(hours=1))
        await engine.dispose()

    with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in this one
        thread.submit(lambda: asyncio.run(group())).result()
    page.goto(f"{desk_server.url}/desk/questions")
    return page


def test_found_opened_split_and_left_with_the_keyboard_alone(questions: Page) -> None:
    questions.keyboard.press("ArrowDown")
    first = questions.locator(".questions-text a").first
    expect(first).to_be_focused()
    name = first.inner_text()
    questions.keyboard.press("Enter")
    expect(questions).to_have_url(re.compile(r"/desk/questions/\d+$"))
    expect(questions.get_by_role("heading", level=1)).to_have_text(name)
    questions.keyboard.press("ArrowDown")
    questions.keyboard.press("ArrowDown")
    questions.keyboard.press("Space")
    expect(questions.locator("[data-row]").nth(1)).to_be_checked()
    questions.keyboard.press("Enter")
    expect(questions.get_by_role("status")).to_contain_text("已拆成单独一组")
    expect(questions.locator("[data-row]")).to_have_count(1)
    questions.keyboard.press("Escape")
    expect(questions).to_have_url(re.compile(r"/desk/questions$"))


def test_the_missed_ones_are_a_key_away(questions: Page) -> None:
    questions.keyboard.press("2")
    expect(questions.locator(".questions-text a")).to_contain_text(["锅炉改造师傅电话"])
    expect(questions.locator("[aria-current=page][data-order]")).to_contain_text("没答上的")


def test_alt_and_four_leads_there(questions: Page, desk_server: Server) -> None:
    questions.goto(f"{desk_server.url}/desk")
    questions.wait_for_load_state()
    questions.keyboard.press("Alt+4")
    expect(questions).to_have_url(re.compile(r"/desk/questions$"))


@pytest.mark.parametrize("size", [DESK, LAPTOP], ids=["desk", "laptop"])
def test_nothing_is_cut_off_at_the_side(questions: Page, size: dict[str, int]) -> None:
    questions.set_viewport_size(size)  # type: ignore[arg-type]
    wide = "document.documentElement.scrollWidth"
    assert questions.evaluate(wide) <= size["width"]
    questions.locator(".questions-text a").first.click()
    expect(questions.get_by_role("heading", name="机器人今天怎么答")).to_be_visible()
    assert questions.evaluate(wide) <= size["width"]
