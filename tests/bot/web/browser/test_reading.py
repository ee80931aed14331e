"""Reading: the notice's clauses under their addresses, the text size, the page without scripts."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.bot.web.browser.conftest import PHONE, Server
from tests.bot.web.browser.talking import replies, say


def test_a_clause_opened_by_its_address_is_in_view_and_marked(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/notice#tech.2.5")
    clause = page.locator("[id='tech.2.5']")
    expect(clause).to_be_in_viewport(ratio=1)
    marked = clause.evaluate("it => getComputedStyle(it).backgroundColor")
    plain = page.locator("[id='tech.2.4']").evaluate("it => getComputedStyle(it).backgroundColor")
    assert marked != plain
    top = clause.bounding_box()
    assert top
    assert top["y"] > 60, "not hidden under the bar"


def test_the_contents_lead_to_a_heading(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/notice")
    page.locator(".contents").get_by_role("link", name="四、工作流程").tap()
    expect(page.locator("[id='leader.4']")).to_be_in_viewport(ratio=0.1)
    assert page.url.endswith("#leader.4")


def test_the_large_text_switch_holds_on_every_page_and_after_a_reload(page: Page, server: Server) -> None:
    size = "getComputedStyle(document.querySelector('.bar-name')).fontSize"
    normal = float(page.evaluate(size).removesuffix("px"))
    page.get_by_role("button", name="大字").tap()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    for path in ("/", "/notice"):
        page.goto(server.url + path)
        assert float(page.evaluate(size).removesuffix("px")) == normal * 1.25
    page.get_by_role("button", name="大字").tap()
    page.goto(f"{server.url}/")
    assert float(page.evaluate(size).removesuffix("px")) == normal


def test_growing_text_does_not_push_the_last_message_out_of_sight(page: Page) -> None:
    for text in ("第一句", "第二句", "第三句"):
        say(page, text)
    expect(replies(page).last).to_be_in_viewport()
    page.get_by_role("button", name="大字").tap()
    expect(page.locator(".citation summary").last).to_be_in_viewport()


def test_nothing_is_wider_than_the_phone_even_with_large_text(page: Page, server: Server) -> None:
    page.get_by_role("button", name="大字").tap()
    for path in ("/", "/notice"):
        page.goto(server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        overflowing = page.evaluate(
            "[...document.querySelectorAll('button, a, p, h1, h2, h3')]"
            ".filter(it => it.offsetParent && !it.closest('.unseen, .skip'))"
            ".filter(it => it.getBoundingClientRect().right > innerWidth + 1).map(it => it.outerHTML)"
        )
        assert overflowing == []


def test_without_scripts_the_page_still_gives_hotline_and_notice(browser: Browser, server: Server) -> None:
    plain = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(f"{server.url}/")
    expect(page.locator(".no-script")).to_be_visible()
    expect(page.get_by_role("link", name="68455013")).to_be_visible()
    expect(page.locator("#composer")).to_be_hidden()
    page.get_by_role("link", name="阅读通知全文").first.click()
    expect(page.locator("[id='region.3.3']")).to_be_attached()
    plain.close()
