"""What people ask, at the desk: seen, opened, split and merged; told on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest

from bot.clock import now
from bot.memory.question_groups import QuestionGroups
from bot.questions.grouper import Grouper
from tests.bot.desk.office import Office, send, token_in

DEADLINE = ("什么时候截止", "最晚几号交", "申报截止到哪天")
COPIES = "纸质版要几份"
MISS = "锅炉改造师傅电话"


async def asked(office: Office, *said: str, channel: str = "web") -> None:
    """Said to the bot, each by somebody else, and put into groups."""
    for number, text in enumerate(said):
        await office.door.take(channel, f"u{number}{text}", text)
    grouper = Grouper(office.engine, lambda: office.door.notices, gentle=False)
    await grouper.go_on(now() + timedelta(hours=1))


def listed(html: str) -> list[str]:
    return re.findall(r'<td class="questions-text"><a href="[^"]+">([^<]*)</a>', html)


def group_of(html: str, text: str) -> str:
    found = re.search(rf'href="(/desk/questions/\d+)">{text}</a>', html)
    assert found is not None, html
    return found[1]


async def opened(officer: httpx.AsyncClient, text: str) -> tuple[str, str]:
    """The address of the group that is named so in the list, and its page."""
    path = group_of((await officer.get("/desk/questions")).text, text)
    return path, (await officer.get(path)).text


def wording_of(html: str, text: str) -> str:
    """The number under which a wording can be chosen."""
    found = re.search(rf'<label for="wording-(\d+)">{text}</label>', html)
    assert found is not None, html
    return found[1]


async def test_the_most_asked_stand_first_with_how_they_ended(office: Office) -> None:
    await asked(office, *DEADLINE, COPIES, MISS, "会不会延期")
    officer = await office.officer("wang", "lookup")
    html = (await officer.get("/desk/questions")).text
    assert listed(html)[0] == "什么时候截止"
    assert len(listed(html)) == 4
    assert "截止时间" in html
    assert listed((await officer.get("/desk/questions?order=missed")).text) == [MISS]
    assert listed((await officer.get("/desk/questions?order=silent")).text) == ["会不会延期"]
    assert listed((await officer.get("/desk/questions?order=down")).text) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("channel=wechat", [COPIES]),
        ("channel=desk", []),
        ("ending=missed", [MISS]),
        ("until=2020-01-01", []),
        ("since=2020-01-01&channel=web", [MISS]),
        ("pilot=tech", []),
    ],
)
async def test_each_filter_narrows_the_list(office: Office, query: str, found: list[str]) -> None:
    await asked(office, MISS)
    await asked(office, COPIES, channel="wechat")
    officer = await office.officer("wang", "lookup")
    answer = await officer.get(f"/desk/questions?{query}")
    assert (answer.status_code, listed(answer.text)) == (200, found)


async def test_a_filter_that_is_none_is_said_and_filters_nothing(office: Office) -> None:
    await asked(office, MISS)
    officer = await office.officer("wang", "lookup")
    for query, problem in (
        ("since=2023-13-01", "起始日期应写成"),
        ("pilot=moon", "试点没有「moon」"),
        ("channel=fax", "渠道没有「fax」"),
        ("ending=maybe", "结果没有「maybe」"),
    ):
        answer = await officer.get(f"/desk/questions?{query}")
        assert (answer.status_code, listed(answer.text)) == (422, [MISS])
        assert problem in answer.text
    for query in ("page=x", "page=999999999", "order=up", "page=-1"):
        assert (await officer.get(f"/desk/questions?{query}")).status_code == 200


async def test_a_group_shows_why_each_wording_is_in_it_what_is_said_today_and_the_talks(office: Office) -> None:
    await asked(office, *DEADLINE)
    officer = await office.officer("wang", "lookup")
    _, html = await opened(officer, "什么时候截止")
    assert "这一组从它开始" in html
    assert re.search(r"最像「[^」]+」，像 0\.\d\d，答的是同一条", html)
    assert "8月31日" in html
    assert re.search(r'href="/desk/talks/[^"]+#turn-1">最晚几号交</a>', html)
    assert 'type="checkbox"' not in html, "whoever may only look up cannot split"


async def test_an_entry_is_drafted_from_a_group_where_there_is_a_page_for_it(office: Office) -> None:
    await asked(office, *DEADLINE)
    officer = await office.officer("wang", "lookup", "curate")
    path, _ = await opened(officer, "什么时候截止")
    office.app.add_api_route("/desk/drafts/new", lambda: None)
    link = f'href="/desk/drafts/new?group={path.rpartition("/")[2]}"'
    assert link in (await officer.get(path)).text
    assert link not in (await (await office.officer("li", "lookup")).get(path)).text


async def test_wordings_split_off_stand_alone_and_it_is_in_the_trail(office: Office) -> None:
    """Fails when the line is left out."""
    await asked(office, *DEADLINE)
    officer = await office.officer("wang", "lookup", "curate")
    path, html = await opened(officer, "什么时候截止")
    answer = await send(officer, f"{path}/split", path, wording=wording_of(html, "最晚几号交"))
    assert answer.status_code == 303
    own = answer.headers["location"].partition("?")[0]
    assert own != path
    alone = (await officer.get(answer.headers["location"])).text
    assert "已拆成单独一组" in alone
    assert "人工调整" in alone
    assert ">最晚几号交</label>" not in (await officer.get(path)).text
    await asked(office, "最晚几号交", "申报截止到几号")
    assert ">最晚几号交</label>" not in (await officer.get(path)).text
    (line,) = [row for row in await office.trail() if row.action == "group_split"]
    assert (line.staff_login, line.subject) == ("wang", path.rpartition("/")[2])


async def test_a_merged_group_leads_to_where_it_went_and_it_is_in_the_trail(office: Office) -> None:
    """Fails when the line is left out."""
    await asked(office, *DEADLINE, COPIES)
    officer = await office.officer("wang", "lookup", "curate")
    into, _ = await opened(officer, "什么时候截止")
    path, _ = await opened(officer, COPIES)
    answer = await send(officer, f"{path}/merge", path, into=into.rpartition("/")[2])
    assert answer.headers["location"] == f"{into}?done=merged"
    assert f">{COPIES}</label>" in (await officer.get(into)).text
    gone = await officer.get(path)
    assert (gone.status_code, gone.headers["location"]) == (303, into)
    (line,) = [row for row in await office.trail() if row.action == "group_merged"]
    assert (line.staff_login, line.subject) == ("wang", path.rpartition("/")[2])


async def test_what_cannot_be_done_is_said_in_the_page(office: Office) -> None:
    await asked(office, *DEADLINE, COPIES)
    officer = await office.officer("wang", "lookup", "curate")
    path, html = await opened(officer, "什么时候截止")
    number = path.rpartition("/")[2]
    for do, fields, why in (
        ("merge", {"into": "x"}, "是一个数"),
        ("merge", {"into": "99999"}, "第 99999 组已经不在了"),
        ("merge", {"into": number}, "不能把一组并入它自己"),
        ("split", {}, "不都在这一组里"),
        ("split", {"wording": "99999"}, "不都在这一组里"),
    ):
        answer = await officer.post(f"{path}/{do}", data={"csrf": token_in(html), **fields})
        assert answer.status_code == 422, do
        assert why in answer.text
    assert {row.action for row in await office.trail()} == {"login"}


async def test_grouping_anew_is_asked_for_and_in_the_trail(office: Office) -> None:
    officer = await office.officer("wang", "lookup", "curate")
    answer = await send(officer, "/desk/questions/regroup", "/desk/questions")
    assert "重新归组" in (await officer.get(answer.headers["location"])).text
    assert await Grouper(office.engine, lambda: office.door.notices).wanted_anew()
    assert "questions_regroup" in [row.action for row in await office.trail()]


async def test_nobody_reads_or_changes_without_the_right(office: Office) -> None:
    """Fails when a page does not ask for the role."""
    await asked(office, *DEADLINE)
    reader = await office.officer("li", "lookup")
    path, html = await opened(reader, "什么时候截止")
    for do in ("split", "merge"):
        answer = await reader.post(f"{path}/{do}", data={"csrf": token_in(html), "into": "1"})
        assert answer.status_code == 403
    assert (await reader.post("/desk/questions/regroup", data={"csrf": token_in(html)})).status_code == 403
    for visitor in (await office.officer("zhao", "publish"), office.visitor()):
        for page in ("/desk/questions", path):
            assert (await visitor.get(page)).status_code in (303, 403)
    groups = (await QuestionGroups(office.engine).top()).groups
    assert not any(group.by_hand for group in groups)


async def test_an_unknown_group_is_no_page(office: Office) -> None:
    officer = await office.officer("wang", "lookup")
    for number in ("1", "0", "-1", "99999999999999999999"):
        assert (await officer.get(f"/desk/questions/{number}")).status_code == 404


async def test_what_people_write_cannot_become_markup(office: Office) -> None:
    await asked(office, "充电桩<script>alert(1)</script>怎么装")
    officer = await office.officer("wang", "lookup", "curate")
    html = (await officer.get("/desk/questions", params={"pilot": '"><script>'})).text
    path = re.search(r"/desk/questions/\d+", html)
    assert path is not None
    html += (await officer.get(path[0])).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
