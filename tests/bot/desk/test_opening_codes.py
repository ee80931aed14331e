"""A code said on the telephone: opens the talk with its answers and verdict, at the desk and nowhere else."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import select

from bot.clock import now
from bot.codes import draw
from bot.desk import csrf
from bot.memory import codes as coded
from bot.memory.tables import lookups
from tests.bot.desk.office import Office, send, token_in


@pytest.fixture
async def browser(office: Office) -> httpx.AsyncClient:
    return await office.officer("wang", "lookup")


async def told(office: Office) -> str:
    """The code of a village's verdict, told in WeChat."""
    taken = None
    for text in ("预检气候友好型区域试点", "村委会", "密云", "有", "没有", "没有"):
        taken = await office.door.take("wechat", "an applicant", text)
    assert taken is not None
    assert taken.code
    return taken.code


async def opened(browser: httpx.AsyncClient, code: str) -> httpx.Response:
    return await send(browser, "/desk/code", "/desk/code", code=code)


async def test_it_opens_the_talk_the_answers_and_the_verdict(browser: httpx.AsyncClient, office: Office) -> None:
    answer = await opened(browser, await told(office))
    assert answer.status_code == 303
    page = (await browser.get(answer.headers["location"])).text
    assert "密云区" in page
    assert "初步符合" in page
    assert "预检气候友好型区域试点" in page, "and what was said"


async def test_opening_is_a_line_in_the_trail(browser: httpx.AsyncClient, office: Office) -> None:
    answer = await opened(browser, await told(office))
    line = (await office.trail())[-1]
    assert (line.action, line.staff_login) == ("open_code", "wang")
    assert line.subject in answer.headers["location"]


async def test_the_answers_are_taken_over_into_the_form(browser: httpx.AsyncClient, office: Office) -> None:
    answer = await opened(browser, await told(office))
    talk = answer.headers["location"].rpartition("/")[2]
    page = (await browser.get(f"/desk/caller?talk={talk}")).text
    assert 'value="密云区"' in page
    assert "初步符合" in page
    assert (await office.trail())[-1].action == "open_talk", "which is opening it"
    assert (await browser.get("/desk/caller?talk=nobody")).status_code == 404


async def test_a_code_of_the_desks_opens_its_precheck_again(office: Office) -> None:
    office.now = now()  # the talk's clock is the real one
    browser = await office.officer("zhao", "lookup")
    saved = await send(browser, "/desk/caller/save", "/desk/caller", checked="region", district="海淀")
    code = saved.text.partition("</span>")[2][:11]
    answer = await opened(browser, code)
    assert answer.headers["location"].startswith("/desk/caller?from=")
    assert 'value="海淀区"' in (await browser.get(answer.headers["location"])).text
    taken = await office.door.take("web", "the caller", code)
    assert "热线和您一起填的" in taken.replies[0].text, "and it is not used up by looking"


async def test_it_expires(browser: httpx.AsyncClient, office: Office) -> None:
    code = await told(office)
    office.now = office.now.replace(year=office.now.year + 10)
    browser = await office.officer("li", "lookup")
    answer = await opened(browser, code)
    assert answer.status_code == 404
    assert "已经过期" in answer.text


async def test_wrong_codes_are_counted_and_noted(browser: httpx.AsyncClient, office: Office) -> None:
    for _ in range(coded.MOST_WRONG_AT_DESK):
        assert (await opened(browser, draw())).status_code == 404
    assert [line.action for line in await office.trail()].count("wrong_code") == coded.MOST_WRONG_AT_DESK
    answer = await opened(browser, await told(office))
    assert "试错的接续码太多" in answer.text
    other = await office.officer("li", "lookup")
    assert (await opened(other, await told(office))).status_code == 303, "others are not held up"


async def test_a_misheard_digit_is_told_and_is_no_guess(browser: httpx.AsyncClient, office: Office) -> None:
    code = await told(office)
    answer = await opened(browser, code[:-1] + str((int(code[-1]) + 1) % 10))
    assert answer.status_code == 422
    assert "再核对" in answer.text
    assert "wrong_code" not in [line.action for line in await office.trail()]


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_strangers_and_officers_without_the_role_open_nothing(office: Office, method: str) -> None:
    code = await told(office)
    stranger = office.visitor()
    answer = await stranger.request(method, "/desk/code", data={"code": code} if method == "POST" else None)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/desk/login")
    browser = await office.officer("li", "curate", "admin")
    token = token_in((await browser.get("/desk/help")).text)
    answer = await browser.request(method, "/desk/code", data={"code": code, csrf.FIELD: token})
    assert answer.status_code == 403


async def test_a_page_of_another_site_opens_nothing(browser: httpx.AsyncClient, office: Office) -> None:
    answer = await browser.post("/desk/code", data={"code": await told(office), csrf.FIELD: "a guess"})
    assert answer.status_code == 403
    assert "open_code" not in [line.action for line in await office.trail()]


async def test_no_address_carries_the_code(browser: httpx.AsyncClient, office: Office) -> None:
    """Addresses end up in the logs of proxies."""
    code = await told(office)
    answer = await opened(browser, code)
    assert code.replace(" ", "") not in answer.headers["location"]
    assert (await browser.get(f"/desk/code?code={code}")).text.count(code) == 0


async def test_typed_into_the_look_up_it_offers_to_open_and_nothing_of_it_is_kept(
    browser: httpx.AsyncClient, office: Office
) -> None:
    code = await told(office)
    token = {csrf.HEADER: token_in((await browser.get("/desk")).text)}
    piece = (await browser.post("/desk/search", data={"q": code}, headers=token)).text
    assert 'action="/desk/code"' in piece
    assert code in piece
    wrong = (await browser.post("/desk/search", data={"q": "123 456 789"}, headers=token)).text
    assert "再核对" in wrong
    for typed in (code, code[:-1], code[:7]):
        assert (await browser.post("/desk/mark", data={"q": typed}, headers=token)).status_code == 422
    async with office.engine.connect() as connection:
        assert (await connection.execute(select(lookups))).all() == []
