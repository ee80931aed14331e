"""A dropped connection, a server in trouble, a reload in the middle: nothing said is lost, nothing happens twice."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.bot.web.browser.talking import mine, replies, say
from tests.bot.web.stage import Stage


def hold(page: Page, address: str) -> list[Route]:
    """Requests that hang until the scene lets them go on."""
    held: list[Route] = []

    def catch(route: Route) -> None:
        held.append(route)

    page.route(address, catch)
    return held


def test_a_message_waits_for_the_connection_and_goes_out_by_itself(page: Page, stage: Stage) -> None:
    expect(page.locator(".from-bot")).to_have_count(1)
    page.context.set_offline(True)
    page.fill("#text", "截止时间")
    page.press("#text", "Enter")
    expect(page.locator(".fate")).to_contain_text("还没有送达，会自动重发")
    page.context.set_offline(False)
    expect(replies(page).last).to_contain_text("「截止时间」")
    expect(page.locator(".fate")).to_have_count(0)
    assert stage.taken == 1


def test_an_answer_lost_on_the_way_is_asked_for_again_and_happens_once(page: Page, stage: Stage) -> None:
    sent: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        sent.append(route.request.post_data or "")
        answer = route.fetch()
        route.abort() if len(sent) == 1 else route.fulfill(response=answer)

    page.route("**/api/turn", lose_the_first_answer)
    page.fill("#text", "截止时间")
    page.press("#text", "Enter")
    page.get_by_role("button", name="现在重发").tap()
    expect(replies(page).last).to_contain_text("「截止时间」")
    assert sent[0] == sent[1], "the same message under the same id"
    assert stage.taken == 1


def test_who_writes_faster_than_the_answers_come_finds_each_under_its_question(page: Page) -> None:
    held = hold(page, "**/api/turn")
    for text in ("第一句", "预检先进低碳技术试点"):
        page.fill("#text", text)
        page.press("#text", "Enter")
    expect(page.locator(".from-me")).to_have_count(2)
    held.pop().continue_()
    expect(replies(page)).to_have_count(2)
    page.wait_for_timeout(100)
    held.pop().continue_()
    expect(replies(page)).to_have_count(3)
    order = page.locator(".message").evaluate_all("all => all.map(it => it.className.match(/from-(me|bot)/)[1])")
    assert order == ["bot", "me", "bot", "me", "bot"]
    assert page.locator(".choices:not(.retired) .choice:enabled").count() > 1


def test_a_reload_before_the_answer_loses_nothing(page: Page, stage: Stage) -> None:
    say(page, "第一句")
    page.route("**/api/turn", lambda route: route.abort())
    for text in ("第二句", "第三句"):
        page.fill("#text", text)
        page.press("#text", "Enter")
    expect(page.locator(".fate")).to_have_count(1)
    page.unroute("**/api/turn")
    page.reload()
    expect(replies(page).last).to_contain_text("「第三句」")
    assert mine(page) == ["第一句", "第二句", "第三句"]
    assert [re.findall("「(.*)」", text) for text in replies(page).all_inner_texts()[1:]] == [
        ["第一句"],
        ["第二句"],
        ["第三句"],
    ]
    assert stage.taken == 3


def test_an_answer_that_came_but_was_not_seen_is_not_shown_twice_after_a_reload(page: Page, stage: Stage) -> None:
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/turn", swallow)
    page.fill("#text", "截止时间")
    page.press("#text", "Enter")
    expect(page.locator(".fate")).to_be_visible()
    page.unroute("**/api/turn")
    page.reload()
    expect(replies(page).last).to_contain_text("「截止时间」")
    page.wait_for_timeout(500)
    assert mine(page) == ["截止时间"]
    assert stage.taken == 1


def test_a_page_opened_without_connection_shows_what_waits_and_recovers(page: Page) -> None:
    say(page, "第一句")
    page.route("**/api/*", lambda route: route.abort())
    page.fill("#text", "第二句")
    page.press("#text", "Enter")
    expect(page.locator(".fate")).to_be_visible()
    page.reload()
    expect(page.locator(".from-me .said")).to_have_text(["第二句"])
    page.unroute("**/api/*")
    expect(page.locator(".from-me .said")).to_have_text(["第一句", "第二句"])
    expect(replies(page).last).to_contain_text("「第二句」")


def test_what_is_said_before_the_former_talk_has_loaded_takes_its_place_after_it(page: Page, stage: Stage) -> None:
    say(page, "第一句")
    held = hold(page, "**/api/history")
    page.reload()
    page.fill("#text", "第二句")
    page.press("#text", "Enter")
    expect(page.locator(".from-me .said")).to_have_text(["第二句"])
    page.wait_for_timeout(300)
    assert stage.taken == 1, "not sent yet: the history under way would not know it"
    held.pop().continue_()
    expect(page.locator(".from-me .said")).to_have_text(["第一句", "第二句"])
    expect(replies(page).last).to_contain_text("「第二句」")


def test_a_text_not_yet_sent_survives_a_reload(page: Page) -> None:
    page.fill("#text", "写了一半")
    page.reload()
    expect(page.locator("#text")).to_have_value("写了一半")
    expect(page.locator(".send")).to_be_enabled()


def test_a_refusal_is_final_and_gives_the_text_back(page: Page, stage: Stage) -> None:
    page.route(
        "**/api/turn",
        lambda route: route.fulfill(status=413, json={"error": {"code": "body_too_large", "message": "太长了。"}}),
    )
    page.fill("#text", "很长很长")
    page.press("#text", "Enter")
    expect(page.locator(".fate.failed")).to_contain_text("太长了。")
    page.get_by_role("button", name="重新编辑").tap()
    expect(page.locator("#text")).to_have_value("很长很长")
    page.reload()
    expect(page.locator(".from-me")).to_have_count(0)
    assert stage.taken == 0


def test_a_server_in_trouble_is_tried_again(page: Page, stage: Stage) -> None:
    stage.broken = True
    page.fill("#text", "截止时间")
    page.press("#text", "Enter")
    expect(page.locator(".fate")).to_contain_text("会自动重发")
    stage.broken = False
    expect(replies(page).last).to_contain_text("「截止时间」")


def test_while_the_answer_is_awaited_the_bot_is_seen_typing(page: Page) -> None:
    page.route("**/api/turn", lambda _route: None)  # never answered
    page.fill("#text", "截止时间")
    page.press("#text", "Enter")
    expect(page.locator(".typing")).to_be_visible()
    expect(page.locator("#status")).to_have_text("对方正在输入…")
    page.unroute_all(behavior="ignoreErrors")
