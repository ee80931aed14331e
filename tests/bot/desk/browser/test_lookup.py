"""Calls handled by the keyboard alone, in a real Chromium: typing, walking, copying, marking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Locator, Page, Request, Route, expect

ANSWER = ".answer .answer-text"


def box(page: Page) -> Locator:
    return page.locator("#q")


def type_in(page: Page, text: str) -> None:
    """A caller's words, typed into the box, until their answer is there."""
    expect(box(page)).to_be_focused()
    page.keyboard.type(text)
    expect(page.locator("#results [data-found]")).to_have_attribute("data-found", text)
    expect(page.locator("#results .item").first).to_be_visible()


def marked_as(page: Page, name: str) -> Locator:
    return page.locator(f'.recent-item:has(.recent-mark:text-is("{name}"))')


@pytest.fixture
def searches(page: Page) -> list[str]:
    """The bodies of the searches sent, as they go out."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/desk/search"):
            sent.append(request.post_data or "")

    page.on("request", note)
    return sent


@pytest.fixture
def keyboard(page: Page) -> Iterator[CDPSession]:
    """The browser's own input, one level below a key: what an input method speaks to."""
    it = page.context.new_cdp_session(page)
    yield it
    it.detach()


def test_the_cursor_is_in_the_box_and_answers_come_as_one_types(page: Page) -> None:
    type_in(page, "材料几份")
    expect(page.locator(ANSWER)).to_contain_text("一式五份")
    expect(page.locator(".clause mark").first).to_be_visible()
    expect(page.locator("#seen .outcome")).to_have_text("答复")
    expect(page.locator("#seen")).to_contain_text("把握")
    expect(page.locator(".facts")).to_contain_text("苏州街67号")
    box(page).fill("")
    expect(page.locator("#results .item")).to_have_count(0)


def test_nothing_is_sought_while_an_input_method_composes(
    page: Page, keyboard: CDPSession, searches: list[str]
) -> None:
    expect(box(page)).to_be_focused()
    for half in ("j", "ji", "jie", "jiez", "jie zhi"):
        keyboard.send("Input.imeSetComposition", {"text": half, "selectionStart": len(half), "selectionEnd": len(half)})
        page.wait_for_timeout(80)  # longer than the pause after which typed words count
    assert searches == []
    keyboard.send("Input.insertText", {"text": "截止"})
    expect(page.locator(ANSWER)).to_contain_text("8月31日")
    assert len(searches) == 1
    assert "jie" not in searches[0]


def test_keys_that_come_all_at_once_are_asked_for_together(page: Page, searches: list[str]) -> None:
    expect(box(page)).to_be_focused()
    page.evaluate(
        """() => {
          const box = document.getElementById("q");
          for (const said of ["截", "截止", "截止日", "截止日期"]) {
            box.value = said;
            box.dispatchEvent(new Event("input"));
          }
        }"""
    )
    expect(page.locator(ANSWER)).to_contain_text("8月31日")
    assert len(searches) == 1


def test_the_keys_of_an_input_method_are_not_ours(page: Page, keyboard: CDPSession) -> None:
    type_in(page, "材料")
    keyboard.send("Input.imeSetComposition", {"text": "ji fen", "selectionStart": 6, "selectionEnd": 6})
    for key in ("Enter", "ArrowDown", "Escape", "F2"):
        box(page).dispatch_event("keydown", {"key": key, "isComposing": True, "bubbles": True})
    expect(box(page)).to_be_focused()
    expect(marked_as(page, "已答")).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "几份"})
    expect(box(page)).to_have_value("材料几份")


def test_an_answer_that_comes_late_is_dropped(page: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/desk/search", hold_the_first)
    box(page).fill("寄到哪里")
    page.wait_for_timeout(150)
    assert len(held) == 1
    box(page).fill("材料几份")
    expect(page.locator(ANSWER)).to_contain_text("一式五份")
    held[0].fulfill(
        status=200, content_type="text/html", body='<div data-found><article class="item">旧的</article></div>'
    )
    page.wait_for_timeout(150)
    expect(page.locator("#results")).not_to_contain_text("旧的")


def test_a_whole_call_by_the_keyboard_alone(page: Page) -> None:
    type_in(page, "怎么交材料")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".item").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".item").nth(1).locator(".more").first).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator('[name=pilot][value="leader"]')).to_be_checked()
    expect(page.locator(".item:focus")).to_have_count(1)
    page.keyboard.press("b")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("高校来电")
    page.keyboard.press("F2")
    expect(marked_as(page, "已答")).to_have_count(1)
    expect(marked_as(page, "已答")).to_have_attribute("title", "怎么报送 备注：高校来电")
    page.keyboard.press("Escape")
    expect(box(page)).to_be_focused()
    page.keyboard.type("奖金多少")
    expect(page.locator(ANSWER)).to_contain_text("没有写金额")
    expect(page.locator("#note")).to_have_value("")
    page.keyboard.press("F4")
    expect(marked_as(page, "未答")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")


@pytest.mark.parametrize(("key", "name"), [("F2", "已答"), ("F4", "未答"), ("F8", "转办")])
def test_one_key_marks_the_call_from_the_box(page: Page, key: str, name: str) -> None:
    type_in(page, "截止时间")
    page.keyboard.press(key)
    expect(marked_as(page, name)).to_have_text([f"{_time(page)}截止时间{name}"])
    expect(page.locator('[data-mark][aria-pressed="true"]')).to_contain_text(name)
    expect(box(page)).to_be_focused()


def _time(page: Page) -> str:
    shown: str = page.locator(".recent-item time").first.inner_text()
    return shown


def test_a_wrong_mark_is_put_right_by_the_right_key(page: Page) -> None:
    type_in(page, "截止时间")
    page.keyboard.press("F4")
    expect(marked_as(page, "未答")).to_have_count(1)
    page.keyboard.press("F2")
    expect(marked_as(page, "已答")).to_have_count(1)
    expect(page.locator(".recent-item")).to_have_count(1)


def test_the_same_question_of_the_next_caller_is_a_call_of_its_own(page: Page) -> None:
    type_in(page, "截止时间")
    page.keyboard.press("F2")
    expect(marked_as(page, "已答")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.type("截止时间")
    expect(page.locator(ANSWER)).to_be_visible()
    page.keyboard.press("F8")
    expect(marked_as(page, "转办")).to_have_count(1)
    expect(page.locator(".recent-item")).to_have_count(2)


def test_the_answer_is_copied_as_plain_text_with_its_clause(page: Page) -> None:
    type_in(page, "材料几份")
    for way in (("Control+Enter",), ("ArrowDown", "c"), ("ArrowDown", "Control+c")):
        box(page).focus()
        for key in way:
            page.keyboard.press(key)
        copied = pasted_text(page)
        assert copied.startswith("纸质版申报材料一式五份，要正式盖章件。"), way
        assert "依据：先进低碳技术项目试点工作方案 · 三、工作流程 · 5.申报程序「纸质版申报材料一式五份" in copied, way


def pasted_text(page: Page) -> str:
    """What a caller's chat window would get; the clipboard is emptied."""
    chat = page.context.new_page()
    chat.evaluate("document.body.append(document.createElement('textarea'))")
    chat.locator("textarea").focus()
    chat.keyboard.press("Control+v")
    expect(chat.locator("textarea")).not_to_have_value("")  # the clipboard is another process
    got: str = chat.locator("textarea").input_value()
    chat.locator("textarea").fill("nothing")
    chat.locator("textarea").select_text()
    chat.keyboard.press("Control+c")
    chat.close()
    page.bring_to_front()
    return got


def test_the_copy_button_says_that_it_has_copied(page: Page) -> None:
    type_in(page, "材料几份")
    page.locator(".answer [data-copy-item]").click()
    expect(page.locator(".answer [data-copy-item]")).to_have_class("tool copied")
    expect(page.locator("#heard")).to_have_text("已复制")
    assert pasted_text(page).startswith("纸质版申报材料一式五份")
    page.locator(".facts div").nth(1).hover()
    page.get_by_role("button", name="复制纸质材料").click()
    assert pasted_text(page).startswith("纸质材料：北京市应对气候变化管理事务中心")


def test_selected_words_are_copied_as_they_are_selected(page: Page) -> None:
    type_in(page, "材料几份")
    page.locator(ANSWER).select_text()
    page.keyboard.press("Control+c")
    assert "依据" not in pasted_text(page)


def test_a_near_question_s_answer_opens_and_is_noted_as_the_matter(page: Page) -> None:
    type_in(page, "领跑者主体是什么")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    near = page.locator(".near").first
    expect(near).to_be_focused()
    page.keyboard.press("Enter")
    expect(near.locator(".answer-text").first).to_be_visible()
    page.keyboard.press("y")
    matter = near.locator("h3").inner_text()
    expect(marked_as(page, "已答")).to_have_attribute("title", matter)


def test_a_recent_look_up_comes_back_with_one_key_and_is_marked_in_its_line(page: Page) -> None:
    type_in(page, "寄到哪里")
    page.keyboard.press("Control+Enter")  # copied: worth a line, not yet marked
    expect(marked_as(page, "未记")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")  # out of the box
    page.keyboard.press("r")
    expect(page.locator(".recent-item").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("寄到哪里")
    page.keyboard.press("F2")
    expect(marked_as(page, "已答")).to_have_count(1)
    expect(page.locator(".recent-item")).to_have_count(1)


def test_down_in_an_empty_box_leads_to_the_recent_look_ups(page: Page) -> None:
    type_in(page, "寄到哪里")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".recent-item")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".recent-item").first).to_be_focused()


def test_what_was_read_a_while_is_kept_without_a_mark(page: Page) -> None:
    type_in(page, "材料几份")
    expect(marked_as(page, "未记")).to_have_count(1, timeout=15_000)
    page.keyboard.type("要盖章吗")
    expect(marked_as(page, "未记")).to_contain_text("材料几份要盖章吗", timeout=15_000)
    expect(page.locator(".recent-item")).to_have_count(1)


def test_a_server_out_of_reach_is_said_and_the_next_key_tries_again(page: Page) -> None:
    page.route("**/desk/search", lambda route: route.abort())
    box(page).fill("材料")
    expect(page.locator("#trouble")).to_contain_text("没有连上服务器")
    page.unroute("**/desk/search")
    box(page).fill("材料几份")
    expect(page.locator(ANSWER)).to_contain_text("一式五份")
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_session_that_has_ended_says_so(page: Page) -> None:
    page.context.clear_cookies()
    box(page).fill("材料")
    expect(page.locator("#trouble")).to_contain_text("登录已结束")


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_box_facts_marks_and_the_answer_are_in_view_without_scrolling(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    type_in(page, "怎么交材料")
    for part in ("#q", ".facts", "#seen", "#call .marks", "#recent", ".answer", ".keys"):
        shown = page.locator(part).first.bounding_box()
        assert shown is not None, part
        assert shown["y"] >= 0, part
        assert shown["y"] + min(shown["height"], 40) <= size[1], part
        assert shown["x"] + shown["width"] <= size[0], part
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
