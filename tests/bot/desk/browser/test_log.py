"""The question log, read by keys."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.bot.desk.browser.conftest import DESK, LAPTOP
from tests.bot.web.browser.conftest import Server

ASKED = ("什么时候截止", "材料怎么交", "今天天气怎么样")


def ask(server: Server, text: str) -> None:
    """Somebody new asks it."""
    assert httpx.post(f"{server.url}/api/turn", json={"text": text}).status_code == 200


@pytest.fixture
def log(page: Page, desk_server: Server) -> Page:
    """The log after somebody asked three things."""
    for text in ASKED:
        ask(desk_server, text)
    page.goto(f"{desk_server.url}/desk/log")
    return page


def test_found_opened_and_left_again_with_the_keyboard_alone(log: Page) -> None:
    log.keyboard.press("/")
    expect(log.locator("#q")).to_be_focused()
    log.keyboard.type("截止")
    log.keyboard.press("Enter")
    expect(log.locator(".log-text a").first).to_have_text("什么时候截止")
    log.keyboard.press("ArrowDown")
    expect(log.locator(".log-text a").first).to_be_focused()
    log.keyboard.press("Enter")
    expect(log).to_have_url(re.compile(r"/desk/talks/[^/]+#turn-1$"))
    expect(log.locator(".exchange:target .asked")).to_contain_text("什么时候截止")
    expect(log.get_by_text("本次查看已记入操作记录")).to_be_visible()
    log.go_back()
    expect(log.locator("#q")).to_have_value("截止")


def test_the_arrows_walk_the_lines_and_back_into_the_box(log: Page) -> None:
    lines = log.locator(".log-text a")
    log.locator("#q").focus()
    log.keyboard.press("ArrowDown")
    log.keyboard.press("ArrowDown")
    expect(lines.nth(1)).to_be_focused()
    log.keyboard.press("ArrowUp")
    log.keyboard.press("ArrowUp")
    expect(log.locator("#q")).to_be_focused()


def test_keys_of_the_input_method_stay_its_own(log: Page) -> None:
    """Fails when the script hears a key that an input method is using."""
    log.locator("#q").focus()
    log.evaluate(
        "document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'ArrowDown', isComposing: true, bubbles: true, cancelable: true}))"
    )
    expect(log.locator("#q")).to_be_focused()


def test_the_older_ones_come_with_a_key(log: Page, desk_server: Server) -> None:
    for number in range(50):
        ask(desk_server, f"第{number}回问截止")
    log.goto(f"{desk_server.url}/desk/log")
    expect(log.locator(".log-text")).to_have_count(50)
    log.keyboard.press("n")
    expect(log.get_by_text("接上页，更早的记录")).to_be_visible()
    expect(log.locator(".log-text").first).not_to_have_text("第49回问截止")


def test_the_file_is_what_was_found(log: Page, tmp_path: Path) -> None:
    log.fill("#q", "天气")
    log.keyboard.press("Enter")
    expect(log.locator(".log-text a").first).to_have_text("今天天气怎么样")
    with log.expect_download() as coming:
        log.get_by_role("link", name="CSV").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        heading, *rows = csv.reader(lines)
    assert heading[2] == "问题"
    assert {row[2] for row in rows} == {"今天天气怎么样"}


@pytest.mark.parametrize("size", [DESK, LAPTOP], ids=["desk", "laptop"])
def test_nothing_is_cut_off_at_the_side(log: Page, size: dict[str, int]) -> None:
    log.set_viewport_size(size)  # type: ignore[arg-type]
    assert log.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert log.evaluate("[...document.querySelectorAll('.log-scroll')].every(it => it.scrollWidth <= it.clientWidth)")
