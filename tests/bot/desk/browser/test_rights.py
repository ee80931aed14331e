"""A new member of staff gets in with the keyboard, and an administrator switches while an applicant looks on."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.desk.accounts import Accounts
from bot.memory.engine import open_engine
from bot.secret_key import secret_key
from bot.settings import Settings
from tests.bot.desk.browser.conftest import DESK, LAPTOP
from tests.bot.desk.office import PASSWORD
from tests.bot.web.browser.conftest import PHONE, Server

BANNER = "征集时间延长的消息不实，以通知为准。"
_numbers = itertools.count(1)


@pytest.fixture
def hired(desk_settings: Settings) -> str:
    """The login of a new administrator whose password is ``PASSWORD``, made as ``shenbao staff add`` makes it."""
    login = f"zhao{next(_numbers)}"

    async def hire() -> None:
        engine = open_engine(desk_settings.database_url)
        await Accounts(engine, secret_key(desk_settings)).add(login, "赵敏", PASSWORD, ("lookup", "admin"))
        await engine.dispose()

    with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in this one
        thread.submit(lambda: asyncio.run(hire())).result()
    return login


@pytest.fixture
def newcomer(browser: Browser, desk_server: Server) -> Iterator[Page]:
    """The desk on a laptop, nobody logged in. Fails on a script error, or on anything the policy had to stop."""
    context = browser.new_context(viewport=LAPTOP, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(5000)
    it = context.new_page()
    wrong: list[str] = []
    it.on("pageerror", lambda error: wrong.append(str(error)))
    it.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    it.goto(f"{desk_server.url}/desk")
    yield it
    assert wrong == []
    context.close()


def log_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """By the keyboard: the cursor is in the first box."""
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def enter(page: Page, login: str) -> None:
    log_in(page, login)
    expect(page).to_have_url(re.compile("/desk$"))
    page.wait_for_load_state("load")  # before that no key is listened to


def test_the_keyboard_alone_leads_in_around_and_out(newcomer: Page, hired: str) -> None:
    log_in(newcomer, hired, "wrong horse battery")
    expect(newcomer.get_by_role("alert")).to_contain_text("登录名或密码不对")
    expect(newcomer.get_by_label("登录名")).to_have_value(hired)
    expect(newcomer.get_by_label("密码")).to_be_focused()
    newcomer.keyboard.type(PASSWORD)
    newcomer.keyboard.press("Enter")
    expect(newcomer).to_have_url(re.compile("/desk$"))
    for key, title in (("9", "操作记录"), ("0", "热线台怎么用"), ("8", "应急开关")):
        newcomer.wait_for_load_state("load")  # before that no key is listened to
        newcomer.keyboard.press(f"Alt+{key}")
        expect(newcomer.get_by_role("heading", level=1)).to_have_text(title)
    newcomer.get_by_role("button", name="退出").focus()
    newcomer.keyboard.press("Enter")
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("热线台登录")
    newcomer.go_back()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("热线台登录")


def test_a_script_of_the_page_cannot_read_the_session(newcomer: Page, hired: str) -> None:
    """Fails when the cookie is in a script's reach."""
    enter(newcomer, hired)
    assert newcomer.evaluate("document.cookie") == ""
    assert {cookie["name"] for cookie in newcomer.context.cookies()} >= {"shenbao_desk"}


def test_applicants_see_a_switch_with_their_next_message(newcomer: Page, hired: str, desk_server: Server) -> None:
    """Banner, one answer withdrawn, all off, and back: on a phone beside the administrator's screen."""
    enter(newcomer, hired)
    browser = newcomer.context.browser
    assert browser is not None
    phone = browser.new_context(viewport=PHONE, locale="zh-CN", has_touch=True)  # type: ignore[arg-type]
    phone.set_default_timeout(5000)
    applicant = phone.new_page()

    newcomer.keyboard.press("Alt+8")
    newcomer.get_by_label(re.compile("公告内容")).fill(BANNER)
    newcomer.get_by_role("button", name="发布公告").click()
    expect(newcomer.get_by_role("status")).to_contain_text("公告已发布")
    applicant.goto(f"{desk_server.url}/")
    expect(applicant.locator(".announcement")).to_contain_text(BANNER)

    newcomer.get_by_label(re.compile("哪一条")).fill("copies")
    newcomer.get_by_role("button", name="停用这条").click()
    expect(newcomer.get_by_role("status")).to_contain_text("这条回答已停用")
    ask(applicant, "要交几份")
    expect(applicant.locator(".from-bot").last).to_contain_text("这个问题的回答正在核对")

    newcomer.get_by_role("button", name="停用机器人").click()
    expect(newcomer).to_have_url(re.compile("done=withdrawn")), "not without the tick"
    newcomer.get_by_label("确认停用").check()
    newcomer.get_by_role("button", name="停用机器人").click()
    expect(newcomer.get_by_role("status")).to_contain_text("机器人已停用")
    ask(applicant, "截止时间")
    expect(applicant.locator(".from-bot").last).to_contain_text("申报助手暂停服务")
    expect(applicant.locator(".from-bot").last).to_contain_text("68455013")

    newcomer.get_by_role("button", name="恢复回答").click()
    expect(newcomer.get_by_role("status")).to_contain_text("机器人已恢复")
    newcomer.get_by_role("button", name=re.compile("恢复.*纸质材料几份")).click()
    expect(newcomer.get_by_role("status")).to_contain_text("这条回答已恢复")
    newcomer.get_by_label(re.compile("公告内容")).fill("")
    newcomer.get_by_role("button", name="发布公告").click()
    expect(newcomer.get_by_role("status")).to_contain_text("公告已撤下")
    ask(applicant, "要交几份")
    expect(applicant.locator(".from-bot").last).to_contain_text("一式五份")
    phone.close()


@pytest.mark.parametrize("size", [DESK, LAPTOP], ids=["wide", "laptop"])
@pytest.mark.parametrize("path", ["/desk/help", "/desk/audit", "/desk/switches"])
def test_nothing_is_cut_off_at_the_side(newcomer: Page, hired: str, path: str, size: dict[str, int]) -> None:
    enter(newcomer, hired)
    newcomer.set_viewport_size(size)  # type: ignore[arg-type]
    newcomer.goto(newcomer.url.replace("/desk", path))
    assert newcomer.evaluate("document.documentElement.scrollWidth <= innerWidth")


def ask(applicant: Page, text: str) -> None:
    applicant.locator("#text").fill(text)
    applicant.keyboard.press("Enter")
