"""Saying whether an answer was of use."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.bot.web.browser.talking import say


def test_the_word_stands_after_a_reload_and_can_be_taken_back(page: Page) -> None:
    say(page, "什么时候截止")
    useful, useless = page.get_by_role("button", name="有用"), page.get_by_role("button", name="没用")
    expect(useful).to_have_attribute("aria-pressed", "false")
    useful.tap()
    expect(page.get_by_text("已记下，谢谢")).to_be_visible()
    useless.tap()
    expect(useless).to_have_attribute("aria-pressed", "true")
    expect(useful).to_have_attribute("aria-pressed", "false")
    with page.expect_response("**/api/history"):
        page.reload()
    expect(useless).to_have_attribute("aria-pressed", "true")
    useless.tap()
    expect(page.get_by_text("已收回")).to_be_visible()
    page.reload()
    expect(useless).to_have_attribute("aria-pressed", "false")


def test_the_keyboard_and_the_screen_reader_find_it_under_the_answer(page: Page) -> None:
    say(page, "什么时候截止")
    group = page.get_by_role("group", name="这个回答有用吗")
    expect(group.get_by_role("button")).to_have_count(2)
    page.locator("summary").last.focus()
    page.keyboard.press("Tab")
    expect(group.get_by_role("button", name="有用")).to_be_focused()
    page.keyboard.press("Space")
    expect(group.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")
    expect(group.get_by_role("status")).to_have_text("已记下，谢谢")


def test_a_word_that_does_not_arrive_is_not_shown_as_kept(page: Page) -> None:
    say(page, "什么时候截止")
    page.route("**/api/thumb", lambda route: route.abort())
    page.get_by_role("button", name="有用").tap()
    expect(page.get_by_text("没有送到，请稍后再点")).to_be_visible()
    expect(page.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "false")


def test_a_question_of_the_dialog_is_not_judged(page: Page) -> None:
    say(page, "预检先进低碳技术试点")
    expect(page.locator(".thumbs")).to_have_count(0)
