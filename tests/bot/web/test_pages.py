"""The pages as they leave the server: headers, content, nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from bot.channels.web import static_files
from bot.memory.records import KeptVerdict
from bot.verdict_json import verdict_json
from eligibility.precheck import precheck
from tests.bot.web.stage import TODAY, Stage

PAGES = ("/", "/notice", "/verdict/a-token-0001", "/nowhere")
SUPPLIER = {"applicant_type": "enterprise", "project_role": "supplier"}


@pytest.fixture
def stage() -> Stage:
    it = Stage()
    book = it.notice.rulebook
    told = verdict_json(precheck(book, "tech", book.facts.validate(SUPPLIER, TODAY), TODAY), it.notice)
    it.verdicts["a-token-0001"] = KeptVerdict("tech", SUPPLIER, TODAY, told["rules"], told, datetime.now(UTC))
    return it


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_strict_about_where_things_come_from(client: httpx.AsyncClient, path: str) -> None:
    got = await client.get(path, headers={"accept": "text/html"})
    policy = got.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["referrer-policy"] == "no-referrer"
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", got.text)
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', got.text)
    assert addresses
    assert [a for a in addresses if not a.startswith(("/", "#", "tel:", "mailto:")) or a.startswith("//")] == []


async def test_the_talk_shows_something_before_any_script_runs(client: httpx.AsyncClient) -> None:
    text = (await client.get("/")).text
    assert "您好！我是申报助手" in text
    assert 'data-says="哪类试点适合我"' in text
    assert 'href="tel:68455013"' in text
    assert "2023年8月31日截止（还有 11 天）" in text
    assert "没有启用脚本" in text


async def test_every_clause_stands_once_on_the_notice_page_and_can_be_addressed(
    client: httpx.AsyncClient, stage: Stage
) -> None:
    page = (await client.get("/notice")).text
    ids = re.findall(r'<section class="clause[^"]*" id="([^"]+)"', page)
    assert ids == list(stage.notice.clauses)
    body = page[page.index('<main class="sheet"') :]
    shown = "".join(re.sub(r'<a class="clause-mark".*?</a>|<[^>]+>', "", body).split())
    for clause in stage.notice.clauses.values():
        assert "".join(clause.text.split()) in shown, clause.id


async def test_the_contents_list_the_documents_and_their_headings(client: httpx.AsyncClient) -> None:
    page = (await client.get("/notice")).text
    contents = page[page.index('<nav class="contents"') : page.index("</nav>")]
    assert re.findall(r'href="#([^"]+)"', contents) == [
        *("notice", "notice.1", "notice.2", "notice.3", "notice.4"),
        *("tech", "tech.1", "tech.2", "tech.3"),
        *("leader", "leader.1", "leader.2", "leader.3", "leader.4"),
        *("region", "region.1", "region.2", "region.3"),
    ]


async def test_a_verdict_carries_what_every_precheck_must(client: httpx.AsyncClient) -> None:
    got = await client.get("/verdict/a-token-0001")
    for must in (
        "不是受理、评审或行政决定；以北京市生态环境局（68455013、68450090）答复为准",
        "<blockquote>申报主体应为先进低碳技术应用单位</blockquote>",
        'href="/notice#tech.2.1"',
        "评审事项，本预检不判断",
        "只是技术、设备供应方或施工方",
        "依据京环函〔2023〕82号，按2023年8月20日计算，规则版本",
    ):
        assert must in got.text, must
    assert got.headers["cache-control"] == "private, no-store"
    assert got.headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize("token", ["a-token-9999", "short", "a" * 65, "..%2f..%2fetc"])
async def test_a_verdict_nobody_holds_is_a_page_with_a_way_back(client: httpx.AsyncClient, token: str) -> None:
    got = await client.get(f"/verdict/{token}", headers={"accept": "text/html"})
    assert got.status_code == 404
    assert 'href="/"' in got.text
    assert "68455013" in got.text


async def test_whatever_stands_in_a_verdict_is_shown_and_never_run(client: httpx.AsyncClient, stage: Stage) -> None:
    kept = stage.verdicts["a-token-0001"]
    rows = [{**row, "quote": "<script>alert(1)</script>", "anchor": '"><b>'} for row in kept.verdict["criteria"]]
    stage.verdicts["a-token-0001"] = replace(
        kept, verdict=kept.verdict | {"criteria": rows}, answers={"<img src=x>": "<b>"}
    )
    page = (await client.get("/verdict/a-token-0001")).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_the_text_size_is_right_from_the_first_paint(client: httpx.AsyncClient) -> None:
    assert '<html lang="zh-CN">' in (await client.get("/")).text
    client.cookies.set("shenbao_text", "large")
    for path in ("/", "/notice", "/verdict/a-token-0001"):
        assert '<html lang="zh-CN" class="large">' in (await client.get(path)).text


async def test_generated_api_pages_which_need_another_host_are_off(client: httpx.AsyncClient) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert (await client.get(path)).status_code == 404


async def test_whether_it_is_alive_can_be_asked(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_styles_and_scripts_may_be_kept_for_good_under_their_own_version(client: httpx.AsyncClient) -> None:
    now = await client.get(static_files.url("js/talk.js"))
    assert now.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert now.headers["content-type"].startswith("text/javascript")
    before = await client.get("/static/0123456789ab/js/talk.js")
    assert (before.status_code, before.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "path", ["/static/x/..%2f..%2fcard.py", "/static/x/../card.py", "/static/talk.js", "/static/x/"]
)
async def test_nothing_but_styles_and_scripts_is_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_whoever_comes_is_told_what_is_kept_how_long_and_how_to_delete_it(client: httpx.AsyncClient) -> None:
    first = (await client.get("/")).text
    for told in ("保存180天", "说「删除我的记录」可以随时全部删除", 'href="/privacy"'):
        assert told in first
    page = (await client.get("/privacy")).text
    for told in ("最多 180 天", "在对话里说「删除我的记录」", "不满十四周岁", "68455013"):
        assert told in page
