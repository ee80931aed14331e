"""The figures in a real browser: charts are seen, in light and in dark, and a report is taken along."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bot.desk.browser.conftest import DESK, LAPTOP
from tests.bot.web.browser.conftest import Server

PATIENCE = 60_000  # milliseconds: drawing starts a process, on a machine that may have much else to do


def drawn(figures: Page) -> Locator:
    """The charts, once all of them are there to be seen."""
    charts = figures.locator(".figure-chart")
    for number in range(charts.count()):
        expect(charts.nth(number)).to_have_js_property("complete", True, timeout=PATIENCE)
        assert charts.nth(number).evaluate("image => image.naturalWidth") > 0
    return charts


@pytest.fixture
def figures(page: Page, desk_server: Server) -> Page:
    """The figures of the year in which somebody asked something. The server's day is long past, so they are sought."""
    for text in ("什么时候截止", "今天天气怎么样", "预检低碳领跑者"):
        assert httpx.post(f"{desk_server.url}/api/turn", json={"text": text}).status_code == 200
    page.set_default_timeout(PATIENCE)
    page.goto(f"{desk_server.url}/desk")
    page.keyboard.press("Alt+6")
    page.wait_for_url(re.compile(r"/desk/figures$"))
    day = page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Asia/Shanghai'})")
    page.fill("[name=since]", day)
    page.locator(".figures-form [name=until]").fill(day)
    page.get_by_role("button", name="统计").click()
    return page


def test_each_chart_is_seen_with_its_numbers_beneath(figures: Page) -> None:
    charts = drawn(figures)
    assert charts.count() >= 5
    for number in range(charts.count()):
        expect(figures.locator(".figure:has(.figure-chart)").nth(number).locator("tbody tr").first).to_be_visible()
        assert (charts.nth(number).get_attribute("alt") or "").endswith("数字见下表。")


def test_a_chart_is_dark_where_the_page_is(figures: Page) -> None:
    """Fails when a chart keeps the colours of light, which cannot be read on dark."""
    drawn(figures)
    chart = figures.locator("#trend .figure-chart")
    light = chart.screenshot()
    figures.emulate_media(color_scheme="dark")
    assert chart.screenshot() != light


@pytest.mark.parametrize("size", [DESK, LAPTOP], ids=["desk", "laptop"])
def test_nothing_is_cut_off_at_the_side(figures: Page, size: dict[str, int]) -> None:
    figures.set_viewport_size(size)  # type: ignore[arg-type]
    assert figures.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_report_is_one_button(figures: Page, tmp_path: Path) -> None:
    with figures.expect_download() as coming:
        figures.get_by_role("button", name="生成报告").click()
    assert coming.value.suggested_filename == "report-2023-W32.docx"
    coming.value.save_as(tmp_path / "report.docx")
    assert (tmp_path / "report.docx").read_bytes().startswith(b"PK")


def test_the_report_as_a_page_is_shown_as_its_policy_allows(figures: Page) -> None:
    """Fails when the browser refuses its style: the scene's page must not complain of the policy."""
    figures.locator(".figures-report [name=kind]").select_option("html")
    figures.get_by_role("button", name="生成报告").click()
    expect(figures.get_by_role("heading", name="申报问答周报")).to_be_visible(timeout=PATIENCE)
    assert figures.evaluate("getComputedStyle(document.querySelector('h2')).borderBottomWidth") == "2px"
