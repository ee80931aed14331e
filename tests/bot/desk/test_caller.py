"""The precheck with a caller over HTTP, in the real house: the verdict of each answer, saving, and who may."""

from __future__ import annotations

import json
import re

import httpx
import pytest
from sqlalchemy import select

from bot.clock import now
from bot.desk import csrf
from bot.memory.tables import codes, prechecks
from tests.bot.desk.office import Office, send, token_in
from tests.bot.web.stage import TODAY

VILLAGE = {
    "checked": "region",
    "applicant_type": "村委会",
    "district": "密云",
    "leading_body": "有",
    "area_last_env_incident": "没有",
    "area_last_safety_accident": "没有",
}


@pytest.fixture
async def browser(office: Office) -> httpx.AsyncClient:
    return await office.officer("wang", "lookup")


async def checked(browser: httpx.AsyncClient, **written: str) -> str:
    answer = await send(browser, "/desk/caller/check", "/desk/caller", **written)
    assert answer.status_code == 200, answer.text
    return answer.text


def about(html: str, fact: str) -> tuple[str, str]:
    """How a question stands, and what stands beside it."""
    found = re.search(rf'data-about="{fact}" data-standing="(\w+)"[^>]*>([^<]*)<', html)
    assert found is not None, html
    return found[1], found[2]


def code_in_page(html: str) -> str:
    found = re.search(r"\d{3} \d{3} \d{3}", html)
    assert found is not None, html
    return found[0]


async def test_the_page_opens_with_every_question_at_once(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/desk/caller")).text
    for words in ("申报单位是哪一类", "最近一次因生态环境问题受到行政处罚", "有没有明确的组织领导机构", "约还要问"):
        assert words in page
    assert "不是受理、评审或行政决定" in page, "the disclaimer is there before any answer"


async def test_the_verdict_follows_the_answers(browser: httpx.AsyncClient) -> None:
    assert "信息不全" in await checked(browser, checked="region", applicant_type="村委会")
    whole = await checked(browser, **VILLAGE)
    assert "初步符合" in whole
    assert "区生态环境部门推荐意见" in whole, "with the checklist of the case"
    assert "【预检结论】气候友好型区域试点：初步符合" in whole, "in the bot's own words, to be copied"
    no = await checked(browser, **VILLAGE | {"applicant_type": "公司"})
    assert "不符合" in no
    assert "「单位类型」改为" in no, "and what would change it"


async def test_what_cannot_be_read_is_told_beside_its_question_with_what_is_allowed(
    browser: httpx.AsyncClient,
) -> None:
    html = await checked(browser, checked="tech", last_env_penalty="2月30日")
    standing, note = about(html, "last_env_penalty")
    assert standing == "wrong"
    assert "日历上没有" in note
    for allowed in ("没有受过处罚", "只有责令改正，没有处罚", "不清楚", "去年3月"):
        assert allowed in note
    assert about(await checked(browser, checked="tech", last_env_penalty="去年3月"), "last_env_penalty") == (
        "told",
        "记为 2022年3月31日：没说到日，按这一天记不影响结论。",
    )


async def test_what_need_not_be_asked_says_why(browser: httpx.AsyncClient) -> None:
    html = await checked(browser, checked="tech", applicant_type="分公司", last_safety_accident="没有")
    assert about(html, "legal_person") == ("derived", "不用问：由「单位类型」得出，否，不具有。")
    assert about(html, "safety_accident_level") == ("unasked", "按「最近一次生产安全责任事故」的回答，不用问。")
    assert about(html, "project_role") == ("idle", "按现在的回答，这一项不影响结论。")
    assert about(html, "applied_in_2022") == ("shaping", "只影响材料清单，不影响结论。")
    assert about(html, "district")[0] == "elsewhere"


async def test_a_browser_without_scripts_gets_the_whole_page(browser: httpx.AsyncClient) -> None:
    page = (await send(browser, "/desk/caller", "/desk/caller", **VILLAGE)).text
    assert "初步符合" in page
    assert 'value="密云"' in page, "what was written stands in the form again"


async def test_saving_keeps_a_verdict_and_gives_a_code(browser: httpx.AsyncClient, office: Office) -> None:
    note = "村书记来电，我叫王小明，电话13800138000"
    page = (await send(browser, "/desk/caller/save", "/desk/caller", **VILLAGE, note=note)).text
    code = code_in_page(page)
    assert "24小时内有效" in page
    async with office.engine.connect() as connection:
        (kept,) = (await connection.execute(select(prechecks))).all()
        (row,) = (await connection.execute(select(codes))).all()
    assert json.loads(kept.programmes) == ["region"]
    assert json.loads(kept.answers)["applicant_type"] == "village_committee"
    (verdict,) = json.loads(kept.verdicts)
    assert (verdict["result"], verdict["as_of"], len(verdict["rules"])) == ("provisionally_eligible", "2023-08-20", 16)
    assert kept.as_of == TODAY
    assert (row.precheck_id, row.conversation_id) == (kept.id, None)
    assert kept.note == "村书记来电，我叫[姓名]，电话[电话]"
    assert code.replace(" ", "") not in str(row)
    assert ("precheck_saved", kept.id) in [(line.action, line.subject) for line in await office.trail()]


async def test_the_code_brings_the_precheck_into_the_callers_talk(office: Office) -> None:
    office.now = now()  # the talk's clock is the real one
    browser = await office.officer("zhao", "lookup")
    page = (await send(browser, "/desk/caller/save", "/desk/caller", **VILLAGE)).text
    taken = await office.door.take("wechat", "a caller", code_in_page(page))
    assert "【预检结论】气候友好型区域试点：初步符合" in taken.replies[0].text
    again = (await browser.get("/desk/caller")).text
    assert code_in_page(page) not in again, "it is shown once"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ({"checked": "tech", "last_env_penalty": "2月30日", "applicant_type": "公司"}, "「最近一次生态环境行政处罚」"),
        ({"checked": "tech"}, "还没有回答任何一项"),
    ],
)
async def test_what_cannot_be_read_is_not_saved(
    browser: httpx.AsyncClient, office: Office, written: dict[str, str], problem: str
) -> None:
    page = (await send(browser, "/desk/caller/save", "/desk/caller", **written)).text
    assert problem in page
    async with office.engine.connect() as connection:
        assert (await connection.execute(select(prechecks))).all() == []


async def test_an_unknown_pilot_is_named(browser: httpx.AsyncClient) -> None:
    answer = await send(browser, "/desk/caller/check", "/desk/caller", checked="finance")
    assert answer.status_code == 422
    assert "没有「finance」这类试点" in answer.text


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("POST", ""), ("POST", "/check"), ("POST", "/save"), ("GET", "?talk=x")]
)
async def test_who_may_not_look_up_may_not_precheck(office: Office, method: str, path: str) -> None:
    """Fails when a route no longer asks for the role."""
    browser = await office.officer("li", "curate", "admin")
    token = token_in((await browser.get("/desk/help")).text)
    data = {csrf.FIELD: token} if method == "POST" else None
    answer = await browser.request(method, f"/desk/caller{path}", data=data)
    assert answer.status_code == 403
    assert "「查询」权限" in answer.text


async def test_a_page_of_another_site_saves_nothing(browser: httpx.AsyncClient, office: Office) -> None:
    for token in ("", "a guess"):
        answer = await browser.post("/desk/caller/save", data=VILLAGE | {csrf.FIELD: token})
        assert answer.status_code == 403
    async with office.engine.connect() as connection:
        assert (await connection.execute(select(prechecks))).all() == []


async def test_a_code_that_is_taken_is_drawn_again(
    browser: httpx.AsyncClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = code_in_page((await send(browser, "/desk/caller/save", "/desk/caller", **VILLAGE)).text).replace(" ", "")
    drawn = iter([first, "345678907"])
    monkeypatch.setattr("bot.desk.caller_pages.draw", lambda: next(drawn))
    assert code_in_page((await send(browser, "/desk/caller/save", "/desk/caller", **VILLAGE)).text) == "345 678 907"
    async with office.engine.connect() as connection:
        assert len((await connection.execute(select(prechecks))).all()) == 2
