"""The look-up page over HTTP, in the real house: who may, what is kept, and that nothing kept tells who called."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Row, select

from bot.desk import csrf
from bot.memory.tables import lookups
from tests.bot.desk.office import Office, token_in


class Desk:
    """The look-up page in an officer's browser."""

    def __init__(self, office: Office, browser: httpx.AsyncClient, token: str) -> None:
        self.office = office
        self.browser = browser
        self.headers = {csrf.HEADER: token}

    async def send(self, path: str, **fields: str) -> httpx.Response:
        return await self.browser.post(f"/desk{path}", data=fields, headers=self.headers)

    async def post(self, path: str, **fields: str) -> str:
        answer = await self.send(path, **fields)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def rows(self) -> list[Row[tuple[object, ...]]]:
        """The look-ups kept, oldest first."""
        async with self.office.engine.connect() as connection:
            return list(await connection.execute(select(lookups).order_by(lookups.c.id)))


async def enter(office: Office, login: str) -> Desk:
    browser = await office.officer(login, "lookup")
    return Desk(office, browser, token_in((await browser.get("/desk")).text))


@pytest.fixture
async def desk(office: Office) -> Desk:
    return await enter(office, "wang")


async def test_the_page_opens_with_the_facts_and_an_empty_box(desk: Desk) -> None:
    page = (await desk.browser.get("/desk")).text
    assert "苏州街67号" in page
    assert "还有11天" in page
    assert 'name="q"' in page
    assert "autofocus" in page


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", ""), ("POST", "/search"), ("POST", "/mark")])
async def test_who_may_not_look_up_is_told_which_right_is_missing(office: Office, method: str, path: str) -> None:
    """Fails when a route no longer asks for the role; the guard's own tests are about strangers."""
    browser = await office.officer("li", "curate", "admin")
    token = token_in((await browser.get("/desk/help")).text)
    fields = {"q": "截止", csrf.FIELD: token} if method == "POST" else None
    answer = await browser.request(method, f"/desk{path}", data=fields)
    assert answer.status_code == 403
    assert "「查询」权限" in answer.text


@pytest.mark.parametrize("path", ["", "/search", "/mark"])
async def test_a_page_of_another_site_can_neither_look_up_nor_mark(desk: Desk, path: str) -> None:
    before = len(await desk.rows())
    for token in ("", "a guess"):
        desk.headers = {csrf.HEADER: token}
        got = await desk.send(path, q="截止", mark="answered")
        assert got.status_code == 403
    assert len(await desk.rows()) == before


async def test_a_search_gives_a_piece_of_the_page(desk: Desk) -> None:
    piece = await desk.post("/search", q="材料几份", pilot="")
    assert "<html" not in piece
    assert "一式五份" in piece
    assert "<mark>" in piece
    assert "把握" in piece


async def test_a_search_says_nothing_in_any_address_and_is_kept_by_no_one(desk: Desk) -> None:
    before = len(await desk.rows())
    answer = await desk.send("/search", q="材料几份")
    assert answer.request.url.query == b""
    assert answer.headers["cache-control"] == "no-store"
    assert len(await desk.rows()) == before
    assert (await desk.browser.get("/desk/search", params={"q": "材料几份"})).status_code == 405


async def test_what_is_typed_never_becomes_markup(desk: Desk) -> None:
    text = '<script>alert(1)</script>材料"><img src=x onerror=alert(1)>'
    await desk.post("/mark", q=text, mark="answered", note=text)
    for page in (await desk.post("/search", q=text), (await desk.browser.get("/desk")).text):
        assert "<script>alert" not in page
        assert "<img" not in page


async def test_an_unknown_pilot_or_mark_is_named_with_what_is_allowed(desk: Desk) -> None:
    for fields, allowed in (({"pilot": "solar"}, "tech、leader"), ({"mark": "perhaps"}, "answered、not_answered")):
        got = await desk.send("/mark", **({"q": "截止"} | fields))
        assert got.status_code == 422
        assert allowed in got.text


async def test_an_empty_box_cannot_be_marked(desk: Desk) -> None:
    got = await desk.send("/mark", q=" ", mark="answered")
    assert got.status_code == 422


async def test_a_marked_call_is_kept_with_matter_pilot_step_and_confidence(desk: Desk) -> None:
    await desk.post("/mark", q="社区的材料几份", mark="answered", note="社区书记问的")
    row = (await desk.rows())[-1]
    assert (row.text, row.matter, row.pilot, row.mark) == ("社区的材料几份", "copies", "region", "answered")
    assert (row.note, row.step) == ("社区书记问的", "faq")
    assert 0.5 < row.confidence <= 1


async def test_the_matter_read_out_counts_where_it_was_not_the_first(desk: Desk) -> None:
    await desk.post("/mark", q="材料几份", mark="answered", matter="materials_list")
    assert (await desk.rows())[-1].matter == "materials_list"
    await desk.post("/mark", q="材料几份", mark="answered", matter="no such entry")
    assert (await desk.rows())[-1].matter == "copies"


async def test_nothing_kept_tells_who_called(desk: Desk) -> None:
    asked = "我叫张建国，电话13800138000，材料几份"
    await desk.post("/mark", q=asked, mark="passed_on", note="要求回电 13800138000")
    row = (await desk.rows())[-1]
    assert "13800138000" not in f"{row.text}{row.note}"
    assert "张建国" not in row.text
    trail = (await desk.office.trail())[-1]
    assert trail.action == "lookup"
    assert set(json.loads(trail.details)) == {"mark", "matter"}
    assert "138" not in trail.details + trail.subject


def saved(piece: str) -> str:
    found = re.search(r'data-saved="(\d+)"', piece)
    assert found is not None
    return found[1]


async def test_a_look_up_is_marked_later_in_its_own_row(desk: Desk) -> None:
    kept = saved(await desk.post("/mark", q="材料", mark=""))
    before = len(await desk.rows())
    assert saved(await desk.post("/mark", q="材料几份", mark="not_answered", id=kept)) == kept
    assert len(await desk.rows()) == before
    assert ((await desk.rows())[-1].text, (await desk.rows())[-1].mark) == ("材料几份", "not_answered")


async def test_an_officer_cannot_touch_or_see_a_colleague_s_look_ups(office: Office) -> None:
    theirs = saved(await (await enter(office, "li")).post("/mark", q="奖金多少", mark="answered"))
    mine = await enter(office, "wang")
    page = await mine.post("/mark", q="截止时间", mark="passed_on", id=theirs)
    assert saved(page) != theirs
    assert "奖金多少" not in page
    row = next(row for row in await mine.rows() if str(row.id) == theirs)
    assert (row.text, row.mark) == ("奖金多少", "answered")


@pytest.mark.parametrize("odd", ["abc", "-1", "999999999999999999999", "١"])
async def test_an_odd_id_is_no_id(desk: Desk, odd: str) -> None:
    before = len(await desk.rows())
    await desk.post("/mark", q="材料", id=odd)
    assert len(await desk.rows()) == before + 1


async def test_recent_look_ups_are_the_officer_s_own_newest_first(desk: Desk) -> None:
    for text in ("截止时间", "材料几份", "寄到哪里"):
        await desk.post("/mark", q=text, mark="answered")
    page = (await desk.browser.get("/desk")).text
    assert re.findall(r'data-again="([^"]*)"', page) == ["寄到哪里", "材料几份", "截止时间"]


async def test_without_scripts_the_form_gives_the_whole_page(desk: Desk) -> None:
    page = await desk.post("", q="材料几份", pilot="")
    assert "<html" in page
    assert "一式五份" in page


def test_every_script_the_page_asks_for_is_there() -> None:
    scripts = Path(__file__).parents[3] / "bot" / "desk" / "static" / "js" / "lookup"
    named = set()
    for script in scripts.glob("*.js"):
        named |= set(re.findall(r'from "\./(\w+\.js)"|import "\./(\w+\.js)"', script.read_text(encoding="utf-8")))
    assert {one or other for one, other in named} | {"page.js"} == {script.name for script in scripts.glob("*.js")}
