"""The guided dialog on the page: choices, progress, back, the verdict, and its sheet to print."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.bot.web.browser.talking import mine, replies, say, tap

WHOLE_WAY = (
    "企业法人（公司）",
    "技术应用方（自己建设、使用）",
    "没有发生过",
    "是，在北京市登记注册",
    "2023年10月31日",
    "全部在北京市内",
    "没有受过处罚",
    "没有发生过",
    "没有申报过",
)


def walk(page: Page) -> None:
    """Answer each question with whichever of the answers it offers, the date by picking it."""
    say(page, "预检先进低碳技术试点")
    left = list(WHOLE_WAY)
    while page.locator(".card").count() == 0:
        offered = page.locator(".choices:not(.retired) .choice > span:last-child").all_inner_texts()
        answer = next((a for a in left if a in offered), None)
        if answer:
            left.remove(answer)
            tap(page, answer)
        else:
            before = page.locator(".from-bot").count()
            page.fill(".choice-day input", "2023-10-31")
            page.get_by_role("button", name="填这一天").tap()
            expect(page.locator(".from-bot").nth(before)).to_be_visible()


def test_a_question_shows_how_far_one_is_and_numbers_its_choices(page: Page) -> None:
    say(page, "预检先进低碳技术试点")
    expect(page.locator(".progress").last).to_have_text(re.compile(r"第 1 题，约还有 \d 题"))
    expect(page.locator(".choices:not(.retired) .choice").first).to_have_text("1企业法人（公司）")
    expect(page.locator(".command")).to_have_text(["为什么问", "上一步", "退出"])


def test_going_back_asks_again_and_old_choices_can_no_longer_be_tapped(page: Page) -> None:
    say(page, "预检先进低碳技术试点")
    tap(page, "企业法人（公司）")
    expect(page.locator(".retired .chosen")).to_have_text("1企业法人（公司）")
    assert page.locator(".retired .choice:enabled").count() == 0
    second = replies(page).last.inner_text()
    before = page.locator(".from-bot").count()
    page.get_by_role("button", name="上一步").tap()
    expect(page.locator(".from-bot").nth(before)).to_be_visible()
    assert replies(page).last.inner_text() == "申报单位是哪一类？"
    tap(page, "企业法人（公司）")
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
    tap(page, "企业法人（公司）")
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
