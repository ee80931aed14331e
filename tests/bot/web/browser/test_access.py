"""With a keyboard alone, with a screen reader, with poor eyes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.web.browser.conftest import PHONE, Server
from tests.bot.web.browser.talking import answer_all, replies, say

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(page: Page) -> None:
    order = []
    for _ in range(13):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.innerText || document.activeElement.id"))
    assert order == [
        *("跳到输入框", "大字", "通知全文", "隐私说明"),
        *("哪类试点适合我", "什么时候截止", "三类试点的区别", "材料怎么交"),
        *("提问示例", "资格预检", "材料与时间", "text"),
        order[-1],
    ]


def test_skipping_leads_to_the_input(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"


def test_a_choice_made_with_the_keyboard_leads_on_to_the_reply(page: Page) -> None:
    say(page, "预检先进低碳技术试点")
    page.locator(".choices:not(.retired) .choice").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".from-me")).to_have_count(2)
    expect(page.locator(".message.from-bot").last).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "choice"


def test_the_menu_opens_and_closes_with_the_keyboard(page: Page) -> None:
    button = page.get_by_role("button", name="资格预检")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "哪类试点适合我"
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()


def test_a_screen_reader_hears_new_messages_and_not_the_old_ones_again(page: Page) -> None:
    log = page.get_by_role("log", name="对话记录")
    say(page, "截止时间")
    expect(log).to_have_attribute("aria-live", "polite")
    # What the log says of itself at the moment each message is put in.
    page.add_init_script(
        """window.heard = [];
        document.addEventListener('DOMContentLoaded', () => {
          const log = document.getElementById('log');
          new MutationObserver(() => window.heard.push(log.ariaLive)).observe(log, {childList: true});
        });"""
    )
    page.reload()
    expect(replies(page)).to_have_count(2)
    expect(log).to_have_attribute("aria-live", "polite")
    assert set(page.evaluate("window.heard")) == {"off"}, "the talk so far is not read out again"
    say(page, "联系电话")
    assert page.evaluate("window.heard.at(-1)") == "polite"


def test_everything_has_a_name_that_can_be_read_out(page: Page) -> None:
    say(page, "截止时间")
    expect(page.get_by_role("article", name="我说")).to_have_count(1)
    expect(page.get_by_role("textbox", name="输入您的问题")).to_be_visible()
    unnamed = page.evaluate(
        "[...document.querySelectorAll('button, a, input, textarea')].filter(it => !(it.textContent || it.ariaLabel || "
        "it.labels?.length)).map(it => it.outerHTML)"
    )
    assert unnamed == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_by_day_and_by_night(browser: Browser, server: Server, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server.url)
    say(page, "截止时间")
    page.locator(".citation summary").first.tap()
    assert page.evaluate(CONTRAST) == []
    say(page, "预检先进低碳技术试点")
    assert page.evaluate(CONTRAST) == []
    answer_all(page, "自然人（个人）", "只是技术、设备供应方或施工方", "在北京市以外")
    for fold in page.locator(".card-fold summary").all():
        fold.tap()
    assert page.evaluate(CONTRAST) == []
    page.goto(server.url + (page.locator(".card-open").get_attribute("href") or ""))
    assert page.evaluate(CONTRAST) == []
    page.goto(f"{server.url}/notice#tech.2.5")
    assert page.evaluate(CONTRAST) == []
    context.close()


def test_what_is_tapped_is_large_enough_for_a_thumb(page: Page) -> None:
    say(page, "预检先进低碳技术试点")
    small = page.evaluate(
        "[...document.querySelectorAll('button:enabled, summary')].filter(it => it.offsetParent)"
        ".filter(it => it.getBoundingClientRect().height < 36).map(it => it.outerHTML)"
    )
    assert small == []


def test_who_wants_no_motion_gets_none(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server.url)
    say(page, "截止时间")
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()
