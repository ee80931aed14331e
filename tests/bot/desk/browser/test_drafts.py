"""From a miss to an answer in two real browsers: drafted, tried, submitted; checked, published; answered; gone back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.desk import cookies
from bot.settings import Settings
from tests.bot.desk.browser.conftest import DESK, session_of_new_officer
from tests.bot.web.browser.conftest import PHONE, Server

MISS = "申报书封面能不能印我们的吉祥物"
SAID = "通知没有写封面上的图案"
PATIENCE = 20_000  # milliseconds
TRIAL = 240_000  # milliseconds: a process of its own, on a machine that may be busy


@pytest.fixture
def checker(browser: Browser, desk_server: Server, desk_settings: Settings) -> Iterator[Page]:
    """The list of drafts of somebody else, who may publish and nothing more; gone to when it is looked at."""
    it = browser.new_context(viewport=DESK, locale="zh-CN")  # type: ignore[arg-type]
    it.set_default_timeout(PATIENCE)
    token = session_of_new_officer(desk_settings, "publish")
    it.add_cookies([{"name": cookies.SESSION, "value": token, "url": desk_server.url}])
    yield it.new_page()
    it.close()


@pytest.fixture
def applicant(browser: Browser, desk_server: Server) -> Iterator[Page]:
    """A phone at the web page."""
    it = browser.new_context(viewport=PHONE, locale="zh-CN", has_touch=True)  # type: ignore[arg-type]
    it.set_default_timeout(PATIENCE)
    page = it.new_page()
    page.goto(desk_server.url)
    yield page
    it.close()


def ask(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def write(page: Page) -> None:
    """From any page of the desk to a saved draft, by the keyboard alone."""
    page.wait_for_load_state("load")
    page.keyboard.press("Alt+5")
    expect(page.get_by_role("heading", level=1)).to_have_text("问答起草")
    page.wait_for_load_state("load")
    page.keyboard.press("n")
    expect(page.get_by_label("事项")).to_be_focused()
    page.keyboard.type("封面吉祥物")
    page.keyboard.press("Tab")
    page.keyboard.type("cover_mascot")
    page.locator("#wordings").focus()
    page.keyboard.type(MISS)
    page.keyboard.press("Enter")
    page.keyboard.type("封面印吉祥物行吗")
    page.locator('[name="text.common"]').focus()
    page.keyboard.type("通知没有写封面上的图案，只写了一式五份、要正式盖章件。")
    pick(page)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_contain_text("已保存")
    expect(page.locator(".wrong")).to_have_count(0)
    expect(page.locator(".preview")).to_contain_text(SAID)


def pick(page: Page) -> None:
    """The words behind the answer, out of the notice's own."""
    page.keyboard.press("F2")
    expect(page.get_by_label("找条款")).to_be_focused()
    page.keyboard.type("一式五份 盖章")
    clause = page.locator('.offered[data-clause="tech.3.5"]')
    expect(clause).to_be_visible()
    clause.locator(".piece", has_text="一式五份").focus()
    page.keyboard.press("Space")
    expect(page.locator("#chosen")).to_contain_text("一式五份")
    page.keyboard.press("Enter")
    expect(page.locator('[data-cites="common"] q')).to_contain_text("一式五份")
    page.keyboard.press("Escape")


def try_and_submit(page: Page) -> None:
    page.wait_for_load_state("load")
    page.keyboard.press("Alt+s")
    expect(page.get_by_role("alert").first).to_contain_text("请先试答")
    page.wait_for_load_state("load")
    page.keyboard.press("Alt+t")
    expect(page.locator("#trial progress")).to_be_visible()
    expect(page.locator("#trial")).to_contain_text("个的回答会变", timeout=TRIAL)
    expect(page.locator("#trial")).to_contain_text(MISS)
    page.keyboard.press("Alt+s")
    expect(page.get_by_role("status").first).to_contain_text("已提交")
    expect(page.locator("#publish")).to_be_disabled()


def test_a_miss_becomes_an_answer_and_is_taken_back(
    page: Page, visit: BrowserContext, checker: Page, applicant: Page
) -> None:
    visit.set_default_timeout(PATIENCE)
    ask(applicant, MISS)
    expect(applicant.locator(".from-me")).to_have_count(1)
    expect(applicant.locator(".from-bot").last).not_to_contain_text(SAID)
    write(page)
    try_and_submit(page)

    checker.goto(page.url.partition("/desk")[0] + "/desk/drafts")
    checker.get_by_role("link", name="封面吉祥物").click()
    expect(checker.locator(".preview")).to_contain_text(SAID)
    checker.get_by_role("button", name="发布", exact=True).click()
    expect(checker.get_by_role("status")).to_contain_text("已发布")
    ask(applicant, MISS)
    expect(applicant.locator(".from-bot").last).to_contain_text(SAID)

    checker.get_by_role("link", name="封面吉祥物").click()
    checker.get_by_label("撤下的理由").fill("再核对一下")
    checker.get_by_role("button", name="撤下").click()
    expect(checker.get_by_role("status")).to_contain_text("已撤下")
    ask(applicant, MISS)
    expect(applicant.locator(".from-me")).to_have_count(3)
    expect(applicant.locator(".from-bot").last).not_to_contain_text(SAID)
