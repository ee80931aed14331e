"""The precheck with a caller, by the keyboard alone, in a real Chromium; and a code each way between call and talk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, Route, expect

from tests.bot.desk.browser.conftest import LAPTOP
from tests.bot.web.browser.conftest import Server

CODE = re.compile(r"\d{3} \d{3} \d{3}")


@pytest.fixture
def caller(page: Page) -> Page:
    """The form, its first question under the cursor."""
    page.keyboard.press("Alt+3")
    expect(page).to_have_url(re.compile(r"/desk/caller$"))
    expect(question(page, "applicant_type").locator("input:focus")).to_have_count(1)
    expect(page.locator("#verdicts .told")).to_have_count(3)
    return page


@pytest.fixture
def keyboard(caller: Page) -> Iterator[CDPSession]:
    """The browser's own input, one level below a key: what an input method speaks to."""
    it = caller.context.new_cdp_session(caller)
    yield it
    it.detach()


def question(page: Page, fact: str) -> Locator:
    return page.locator(f"#ask-{fact}")


def stands(page: Page, fact: str, standing: str) -> None:
    expect(question(page, fact)).to_have_attribute("data-standing", standing)


def result(page: Page, pilot: str) -> Locator:
    return page.locator(f'.told:has(h2:text-is("{pilot}")) .told-result')


def code_in(where: Locator) -> str:
    expect(where).to_have_text(CODE)
    found = CODE.search(where.inner_text())
    assert found is not None
    return found[0]


def test_a_whole_precheck_by_the_keyboard_alone(caller: Page) -> None:
    caller.keyboard.press("6")
    stands(caller, "legal_person", "derived")
    expect(question(caller, "legal_person").locator(".note")).to_contain_text("由「单位类型」得出")
    stands(caller, "committee_in_urban_area", "unasked")
    caller.keyboard.press("n")
    following = caller.locator('[data-following="yes"]')
    expect(following.locator("input:focus")).to_have_count(1)
    for fact, words in (
        ("leading_body", "1"),
        ("area_last_env_incident", "没有"),
        ("area_last_safety_accident", "没有"),
        ("district", "密云"),
    ):
        question(caller, fact).locator("input").first.focus()
        caller.keyboard.type(words)
        stands(caller, fact, "told")
    expect(result(caller, "气候友好型区域试点")).to_have_text("初步符合")
    expect(caller.locator(".told").first).to_contain_text("材料清单（3 项）")
    caller.keyboard.press("F9")
    code_in(caller.locator(".saved-code"))


def test_the_verdict_changes_as_one_types_and_a_bad_date_says_what_is_allowed(caller: Page) -> None:
    box = question(caller, "last_env_penalty").locator("input")
    box.focus()
    caller.keyboard.type("2月30日")
    stands(caller, "last_env_penalty", "wrong")
    expect(question(caller, "last_env_penalty").locator(".note")).to_contain_text("可答：没有受过处罚")
    expect(box).to_have_attribute("aria-invalid", "true")
    box.fill("去年3月")
    stands(caller, "last_env_penalty", "told")
    expect(question(caller, "last_env_penalty").locator(".note")).to_contain_text("记为 2022年3月31日")
    expect(result(caller, "先进低碳技术项目试点")).to_have_text("不符合")
    box.fill("")
    expect(result(caller, "先进低碳技术项目试点")).to_have_text("信息不全")


def test_enter_walks_past_what_need_not_be_asked(caller: Page) -> None:
    caller.keyboard.press("1")
    stands(caller, "legal_person", "derived")
    caller.keyboard.press("Enter")
    expect(question(caller, "registered_in_beijing").locator("input:focus")).to_have_count(1)
    caller.keyboard.press("Enter")
    expect(question(caller, "project_role").locator("input:focus")).to_have_count(1)
    caller.keyboard.press("Shift+Enter")
    expect(question(caller, "registered_in_beijing").locator("input:focus")).to_have_count(1)
    caller.keyboard.press("2")
    expect(question(caller, "registered_in_beijing").locator("input:checked")).to_have_value("否，在外地登记注册")
    caller.keyboard.press("0")
    expect(question(caller, "registered_in_beijing").locator("input:checked")).to_have_value("")


def test_nothing_is_checked_while_an_input_method_composes(caller: Page, keyboard: CDPSession) -> None:
    sent: list[str] = []
    caller.on("request", lambda request: sent.append(request.url) if request.url.endswith("/check") else None)
    question(caller, "district").locator("input").focus()
    for half in ("m", "mi", "mi y", "mi yun"):
        keyboard.send("Input.imeSetComposition", {"text": half, "selectionStart": len(half), "selectionEnd": len(half)})
        caller.wait_for_timeout(80)  # longer than the pause after which typed words count
    assert sent == []
    keyboard.send("Input.insertText", {"text": "密云"})
    stands(caller, "district", "told")
    assert len(sent) == 1


def test_a_verdict_that_comes_late_is_dropped(caller: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    caller.route("**/desk/caller/check", hold_the_first)
    with caller.expect_request("**/desk/caller/check"):
        caller.keyboard.press("9")
    for _ in range(200):
        if not held:
            caller.wait_for_timeout(20)
    assert len(held) == 1
    caller.keyboard.press("1")
    expect(result(caller, "气候友好型区域试点")).to_have_text("不符合")
    held[0].abort()
    caller.wait_for_timeout(150)
    expect(caller.locator("#trouble")).to_be_hidden()
    stands(caller, "registered_in_beijing", "open")


def test_one_pilot_shows_only_its_questions_and_keeps_the_answers(caller: Page) -> None:
    caller.keyboard.press("6")
    caller.locator('[name=checked][value="region"]').focus()
    caller.keyboard.press("Space")
    expect(caller.locator(".told")).to_have_count(1)
    expect(question(caller, "last_env_penalty")).to_be_hidden()
    expect(question(caller, "applicant_type").locator("input:checked")).to_have_value("村委会")
    expect(question(caller, "district").locator(".ask-number")).to_have_text("7")


def test_a_code_goes_once_the_answers_are_others(caller: Page) -> None:
    caller.keyboard.press("1")
    stands(caller, "applicant_type", "told")
    caller.keyboard.press("F9")
    code_in(caller.locator(".saved-code"))
    caller.keyboard.press("6")
    expect(caller.locator(".saved-code")).to_have_count(0)


def test_what_cannot_be_read_is_not_saved(caller: Page) -> None:
    question(caller, "last_env_penalty").locator("input").focus()
    caller.keyboard.type("2月30日")
    stands(caller, "last_env_penalty", "wrong")
    caller.keyboard.press("F9")
    expect(caller.locator(".saved-problem")).to_contain_text("「最近一次生态环境行政处罚」")


def test_the_verdict_is_copied_in_the_bots_words(caller: Page) -> None:
    caller.keyboard.press("9")
    expect(result(caller, "先进低碳技术项目试点")).to_have_text("不符合")
    caller.evaluate("addEventListener('copy', (event) => (window.copied = event.clipboardData.getData('text/plain')))")
    caller.locator(".told .tool").first.click()
    copied = str(caller.evaluate("window.copied"))
    assert copied.startswith("【预检结论】")
    assert "不是受理、评审或行政决定" in copied


def test_a_code_each_way_between_a_call_and_a_talk(caller: Page, browser: Browser, desk_server: Server) -> None:
    """The caller goes on in their own talk; that talk's code opens it at the desk, and its answers fill the form."""
    caller.keyboard.press("6")
    stands(caller, "applicant_type", "told")
    question(caller, "district").locator("input").focus()
    caller.keyboard.type("密云")
    caller.locator('[name=checked][value="region"]').check(force=True)
    stands(caller, "district", "told")
    caller.keyboard.press("F9")
    code = code_in(caller.locator(".saved-code"))

    person = browser.new_context(locale="zh-CN").new_page()
    person.goto(desk_server.url)
    for words in (code, "有", "没有", "没有"):
        person.locator("#text").fill(words)
        person.keyboard.press("Enter")
        expect(person.locator(".from-me").last).to_contain_text(words)
        expect(person.locator(".typing")).to_have_count(0)
    expect(person.locator(".card").last).to_contain_text("初步符合")
    told = code_in(person.locator(".phone-code").last)
    person.reload()
    expect(person.locator(".phone-code").last).to_contain_text(told)
    person.context.close()

    caller.keyboard.press("Alt+1")
    expect(caller.locator("#q")).to_be_focused()
    caller.keyboard.type(told)
    expect(caller.locator(".item.code")).to_be_visible()
    caller.keyboard.press("ArrowDown")
    caller.keyboard.press("Enter")
    expect(caller.locator(".standing")).to_contain_text("初步符合")
    expect(caller.locator(".answers")).to_contain_text("密云区")
    caller.locator("text=带着这些回答接着预检").focus()
    caller.keyboard.press("Enter")
    expect(question(caller, "district").locator("input")).to_have_value("密云区")
    expect(result(caller, "气候友好型区域试点")).to_have_text("初步符合")


@pytest.mark.parametrize("size", [LAPTOP, {"width": 1440, "height": 900}])
def test_the_window_is_filled_and_nothing_overflows_it(caller: Page, size: dict[str, int]) -> None:
    caller.set_viewport_size(size)  # type: ignore[arg-type]
    assert caller.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert caller.evaluate("document.documentElement.scrollHeight <= innerHeight")
    for part in ("#save", "#keys"):
        box = caller.locator(part).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
