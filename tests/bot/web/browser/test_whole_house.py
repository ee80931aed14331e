"""The page in front of the whole house: the real notice, dialog, door and database; nothing is staged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.app import create_app
from bot.opening import open_site
from bot.settings import load_settings
from tests.bot.web.browser.conftest import Server, free_port
from tests.bot.web.browser.talking import answer, answer_all, mine, replies, say, tap_button


class House:
    """A house that can be closed and opened again on the same database and port."""

    def __init__(self, folder: Path) -> None:
        self._settings = load_settings(database_url=f"sqlite:///{folder / 'talks.db'}", today="2023-08-20")
        self._port = free_port()
        self.server = self._open()

    def _open(self) -> Server:
        return Server(create_app(self._settings, open_site), self._port).__enter__()

    def reopen(self) -> None:
        self.close()
        self.server = self._open()

    def close(self) -> None:
        self.server.__exit__()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[House]:
    it = House(tmp_path)
    yield it
    it.close()


@pytest.fixture
def talk(visit: BrowserContext, real: House) -> Page:
    page = visit.new_page()
    # The index may be built at the first question, which a busy machine takes its time for: that is not our scene.
    page.request.post(f"{real.server.url}/api/turn", data={"text": "你好"}, timeout=30_000)
    page.context.clear_cookies()
    page.goto(real.server.url)
    return page


def test_a_question_gets_the_notice_s_own_answer_and_clause(talk: Page) -> None:
    say(talk, "最晚什么时候交材料")
    expect(replies(talk).last).to_contain_text("8月31日")
    citation = talk.locator(".citation").first
    citation.locator("summary").tap()
    expect(citation.locator("mark").first).to_be_visible()


def test_every_starter_and_menu_item_leads_somewhere(talk: Page) -> None:
    sayings = talk.locator("[data-says]").evaluate_all("all => all.map(it => it.dataset.says)")
    for saying in dict.fromkeys(sayings):
        got = talk.request.post(
            talk.url + "api/turn", data={"text": saying}, headers={"Sec-Fetch-Site": "same-origin"}
        ).json()
        assert got["outcome"] in ("answered", "clarified", "in_dialog"), (saying, got)
        talk.request.post(talk.url + "api/turn", data={"text": "退出"}, headers={"Sec-Fetch-Site": "same-origin"})


def test_the_precheck_goes_on_after_the_server_was_restarted_and_ends_in_a_verdict(talk: Page, real: House) -> None:
    say(talk, "预检先进低碳技术试点")
    answer(talk)
    asked = replies(talk).last.inner_text()
    real.reopen()
    talk.reload()
    expect(talk.locator(".from-me")).to_have_count(2)
    assert replies(talk).last.inner_text() == asked
    answer_all(talk, "日期还定不下来", "没有申报过")
    expect(talk.locator(".card-result")).to_have_text("需核实")
    expect(talk.locator(".card-reason")).to_contain_text("建成投用并完成调试和试运行")
    assert "【预检结论】" not in talk.locator("#log").inner_text(), "the card says it, the bubble does not again"
    talk.locator(".card-open").tap()
    expect(talk.locator(".answers")).to_contain_text("企业法人（公司）")
    expect(talk.locator(".checklist")).to_contain_text("营业执照复印件")


def test_which_pilot_suits_ends_in_three_cards_best_first(talk: Page) -> None:
    say(talk, "哪类试点适合我")
    answer_all(talk, "社区居委会")
    results = talk.locator(".card-result").all_inner_texts()
    assert len(results) == 3
    assert results[-1] == "不符合"
    assert results[0] != "不符合"
    expect(talk.locator(".card-programme").first).to_have_text("气候友好型区域试点")
    expect(talk.locator(".from-bot").nth(-2)).to_contain_text("不是受理、评审或行政决定")
    expect(talk.locator(".from-bot").last).to_contain_text("【材料清单】气候友好型区域试点")


def test_a_question_in_between_is_answered_and_the_open_one_put_again(talk: Page) -> None:
    say(talk, "预检先进低碳技术试点")
    answer(talk)
    open_question = replies(talk).last.inner_text()
    say(talk, "材料寄到哪里")
    expect(replies(talk).nth(-2)).to_contain_text("苏州街67号")
    assert replies(talk).last.inner_text().endswith(open_question)
    assert len(mine(talk)) == 3


def test_asking_why_shows_the_clause(talk: Page) -> None:
    say(talk, "预检先进低碳技术试点")
    tap_button(talk, talk.get_by_role("button", name="为什么问"))
    expect(talk.locator(".citation summary").first).to_contain_text(re.compile("申报条件|申报主体"))
