"""The guided dialog on the page: choices, progress, back, the verdict, and its sheet to print."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.bot.web.browser.talking import answer, mine, offered, replies, say, tap_button

SHORT_OF_A_DATE = "日期还定不下来"


def walk(page: Page) -> None:
    """Answer each question with its first choice, the one about the forecast by picking a day."""
    say(page, "预检先进低碳技术试点")
    while page.locator(".card").count() == 0:
        if SHORT_OF_A_DATE in offered(page):
            page.fill(".choice-day input", "2023-10-31")
            tap_button(page, page.get_by_role("button", name="填这一天"))
        else:
            answer(page, "没有申报过")


def test_a_question_shows_how_far_one_is_and_numbers_its_choices(page: Page) -> None:
    say(page, "预检先进低碳技术试点")
    expect(page.locator(".progress").last).to_have_text(re.compile(r"第 1 题，约还有 \d 题"))
    expect(page.locator(".choices:not(.retired) .choice").first).to_have_text(f"1{offered(page)[0]}")
    expect(page.locator(".command")).to_have_text(["为什么问", "上一步", "退出"])


def test_going_back_asks_again_and_old_choices_can_no_longer_be_tapped(page: Page) -> None:
    say(page, "预检先进低碳技术试点")
    first = replies(page).last.inner_text()
    taken = answer(page)
    expect(page.locator(".retired .chosen")).to_have_text(f"1{taken}")
    assert page.locator(".retired .choice:enabled").count() == 0
    second = replies(page).last.inner_text()
    tap_button(page, page.get_by_role("button", name="上一步"))
    assert replies(page).last.inner_text() == first
    answer(page)
    assert replies(page).last.inner_text() == second


def test_the_whole_way_to_the_verdict_and_its_sheet(page: Page) -> None:
    walk(page)
    card = page.locator(".card")
    expect(card).to_have_class(re.compile("result-provisionally_eligible"))
    expect(card.locator(".card-result")).to_have_text("初步符合")
    expect(card).to_contain_text("不是受理、评审或行政决定")
    card.get_by_text("逐项对照").tap()
    expect(card.locator(".card-line").first).to_have_text("先进低碳技术应用单位符合二、申报条件 · 1")
    card.get_by_text("完整结论与打印").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("初步符合")
    expect(page.locator(".answers")).to_contain_text("2023年10月31日")
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    page.get_by_role("link", name="返回对话").tap()
    expect(page.locator(".card-result")).to_have_text("初步符合")


def test_on_paper_there_are_boxes_to_tick_and_no_buttons(page: Page) -> None:
    walk(page)
    page.get_by_text("完整结论与打印").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("初步符合")
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    expect(page.locator(".checklist .box").first).to_be_visible()
    expect(page.locator(".disclaimer")).to_be_visible()
    background = page.locator(".verdict-head").evaluate("it => getComputedStyle(it).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_reload_keeps_the_talk_and_the_open_question(page: Page) -> None:
    say(page, "预检先进低碳技术试点")
    answer(page)
    said, asked = mine(page), replies(page).last.inner_text()
    page.reload()
    expect(page.locator(".from-me")).to_have_count(2)
    assert mine(page) == said
    assert replies(page).last.inner_text() == asked
    expect(replies(page).last).to_be_in_viewport()
    assert page.locator(".choices:not(.retired) .choice:enabled").count() > 1


def test_someone_else_sees_nothing_of_it(page: Page, visit: BrowserContext) -> None:
    say(page, "预检先进低碳技术试点")
    browser = visit.browser
    assert browser
    stranger = browser.new_context()
    other = stranger.new_page()
    other.goto(page.url)
    expect(other.locator(".from-bot")).to_have_count(1)
    assert mine(other) == []
    stranger.close()
