"""Asking a question: the answer, its clause in context, and nothing that was typed ever run."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bot.web.browser.talking import mine, replies, say
from tests.bot.web.stage import Stage


def test_the_answer_comes_with_its_clause_which_unfolds_in_context(page: Page) -> None:
    say(page, "什么时候截止")
    citation = page.locator(".citation").first
    expect(citation.locator("summary")).to_contain_text("通知 · 三、征集时间")
    expect(citation.locator(".clause-text")).to_be_hidden()
    citation.locator("summary").tap()
    expect(citation.locator(".clause-text")).to_contain_text("并注明申报试点类型")
    expect(citation.locator("mark")).to_have_text("即日起至2023年8月31日截止")
    citation.get_by_text("在通知全文中查看").tap()
    expect(page).to_have_url(re.compile(r"/notice#notice\.3$"))
    expect(page.locator("#notice\\.3")).to_be_in_viewport()


def test_the_headings_above_a_clause_are_shown_with_it(page: Page) -> None:
    say(page, "寄到哪里")
    citation = page.locator(".citation").nth(1)
    citation.locator("summary").tap()
    expect(citation.locator(".clause-above")).to_have_text("三、工作流程")
    expect(citation.locator("mark")).to_contain_text("一式五份")


def test_telephone_and_mail_can_be_tapped(page: Page) -> None:
    say(page, "电话")
    links = page.locator(".from-bot .said a").evaluate_all("all => all.map(a => a.href)")
    assert links == ["tel:68455013", "tel:68450090", "mailto:ydqhbhzx@sthjj.beijing.gov.cn"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>window.ran = 1</script>",
        "<img src=x onerror='window.ran = 1'>",
        "javascript:window.ran=1//",
        '"><svg onload=window.ran=1>',
        "{{7*7}} ${7*7} &lt;b&gt;",
    ],
)
def test_what_is_typed_stays_text_there_and_back(page: Page, text: str) -> None:
    say(page, text)
    for _ in ("at once", "after a reload"):
        assert mine(page) == [text]
        expect(replies(page).last).to_contain_text(f"「{text}」")
        assert page.evaluate("window.ran") is None
        assert page.locator(".log :is(script, img, svg, b)").count() == page.locator(".log b.status").count()
        assert page.locator(".log a[href^=javascript]").count() == 0
        page.reload()
        expect(page.locator(".from-me")).to_have_count(1)


def test_sending_takes_words(page: Page, stage: Stage) -> None:
    expect(page.locator(".send")).to_be_disabled()
    page.press("#text", "Enter")
    page.fill("#text", "   ")
    page.press("#text", "Enter")
    expect(page.locator(".send")).to_be_disabled()
    assert stage.taken == 0


def test_shift_enter_makes_a_line_and_the_input_grows(page: Page) -> None:
    low = page.locator("#text").bounding_box()
    page.type("#text", "第一行")
    page.press("#text", "Shift+Enter")
    page.type("#text", "第二行")
    high = page.locator("#text").bounding_box()
    assert low
    assert high
    assert high["height"] > low["height"]
    page.locator(".send").tap()
    expect(page.locator(".from-me .said")).to_have_text("第一行\n第二行")


def test_enter_in_the_middle_of_a_composition_picks_a_word_and_sends_nothing(page: Page, stage: Stage) -> None:
    page.focus("#text")
    method = page.context.new_cdp_session(page)
    method.send("Input.imeSetComposition", {"text": "jie zhi", "selectionStart": 7, "selectionEnd": 7})
    page.keyboard.press("Enter")
    assert stage.taken == 0
    method.send("Input.insertText", {"text": "截止"})
    # Safari ends the composition first and then tells of the Enter, with the input method's key code only.
    page.evaluate(
        "document.getElementById('text').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}))"
    )
    assert stage.taken == 0
    page.keyboard.press("Enter")
    expect(replies(page).last).to_contain_text("「截止」")
    assert stage.taken == 1


def test_a_starter_and_a_menu_item_speak_for_the_person(page: Page) -> None:
    page.get_by_role("button", name="什么时候截止").tap()
    expect(replies(page)).to_have_count(2)
    page.get_by_role("button", name="材料与时间").tap()
    page.get_by_role("button", name="联系电话").tap()
    expect(replies(page)).to_have_count(3)
    assert mine(page) == ["什么时候截止", "联系电话是多少"]
    expect(page.locator(".menu-list:visible")).to_have_count(0)
