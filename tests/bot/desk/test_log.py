"""The question log at the desk: sought, opened, taken along; told on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest
from sqlalchemy import text

from bot.masking import mask
from tests.bot.desk.office import Office

PHONE = "13812345678"


async def ask(office: Office, *said: str, who: str = "小王", channel: str = "web") -> list[str]:
    """Say it to the bot at its door, and give the turns' ids."""
    return [(await office.door.take(channel, who, words)).turn_id for words in said]


def questions(html: str) -> list[str]:
    return re.findall(r'<td class="log-text"><a href="[^"]+">([^<]*)</a>', html)


def talk_of(html: str) -> str:
    found = re.search(r'href="(/desk/talks/[^"#]+)#turn-1"', html)
    assert found is not None
    return found[1]


async def test_what_people_ask_stands_in_the_log_newest_first(office: Office) -> None:
    await ask(office, "什么时候截止")
    await ask(office, "今天天气怎么样", who="小李", channel="wechat")
    officer = await office.officer("wang", "lookup")
    html = (await officer.get("/desk/log")).text
    assert questions(html) == ["今天天气怎么样", "什么时候截止"]
    assert "<b>2</b> 条" in html
    for word in ("网页", "微信", "答复", "问答库", "通知 · 三、征集时间"):
        assert word in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=截止", ["什么时候截止"]),
        ("q=什么 时候", ["什么时候截止"]),
        ("channel=wechat", ["转人工"]),
        ("outcome=handed_over", ["转人工"]),
        ("step=hand_over", ["转人工"]),
        ("clause=notice.3", ["什么时候截止"]),
        ("thumb=down", ["什么时候截止"]),
        ("since=2023-01-01&until=2023-01-02", []),
        ("since=2023-01-01", ["转人工", "什么时候截止"]),
        ("slower=600000", []),
        ("q=截止&channel=wechat", []),
    ],
)
async def test_each_field_of_the_form_narrows_it(office: Office, query: str, found: list[str]) -> None:
    (first,) = await ask(office, "什么时候截止")
    await office.memory.thumb("web", "小王", first, False)
    await ask(office, "转人工", who="小李", channel="wechat")
    officer = await office.officer("wang", "lookup")
    answer = await officer.get(f"/desk/log?{query}")
    assert answer.status_code == 200
    assert questions(answer.text) == found


async def test_the_next_page_goes_on_where_the_first_ended(office: Office) -> None:
    for number in range(53):
        await ask(office, f"第{number}问", who=f"u{number}")
    officer = await office.officer("wang", "lookup")
    first = (await officer.get("/desk/log?q=问")).text
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older is not None
    second = (await officer.get(older[1].replace("&amp;", "&"))).text
    assert questions(first) + questions(second) == [f"第{number}问" for number in reversed(range(53))]
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("since=2023-13-01", "起始日期应写成 YYYY-MM-DD，如 2023-08-20"),
        ("until=9999-12-31", "截止日期应写成"),
        ("least=2", "最低把握应是 0 到 1 之间的数"),
        ("most=nan", "最高把握应是 0 到 1 之间的数"),
        ("slower=-1", "耗时应是 0 到 600000 之间的数"),
        ("outcome=maybe", "结果没有「maybe」，可选：答复、"),
        ("channel=fax", "渠道没有「fax」，可选：网页、微信"),
        ("clause=../etc", "条款的编号只能有"),
        ("q=" + "+".join("一二三四五六"), "最多 5 个词"),
    ],
)
async def test_what_cannot_be_sought_is_said_and_the_rest_still_counts(
    office: Office, query: str, problem: str
) -> None:
    await ask(office, "什么时候截止")
    officer = await office.officer("wang", "lookup", "curate")
    answer = await officer.get(f"/desk/log?{query}")
    assert (answer.status_code, questions(answer.text)) == (422, ["什么时候截止"])
    assert problem in answer.text
    assert (await officer.get(f"/desk/log/export.csv?{query}")).json()["error"]["code"] == "bad_search"


async def test_a_place_in_the_log_that_was_tampered_with_begins_at_the_newest(office: Office) -> None:
    await ask(office, "什么时候截止")
    officer = await office.officer("wang", "lookup")
    for after in ("x", "2023-08-20~t", "2023-08-20T00:00:00+00:00~", "~", "2023-08-20T00:00:00+00:00~' OR 1"):
        assert questions((await officer.get("/desk/log", params={"after": after})).text) == ["什么时候截止"]


async def test_what_people_write_cannot_become_markup(office: Office) -> None:
    await ask(office, '<script>alert(1)</script>"><b>')
    officer = await office.officer("wang", "lookup")
    log = (await officer.get("/desk/log", params={"q": '"><script>'})).text
    log += (await officer.get("/desk/log")).text
    log += (await officer.get(talk_of(log))).text
    assert "<script>" not in log
    assert "&lt;script&gt;alert(1)" in log


async def test_opening_a_talk_is_in_the_trail(office: Office) -> None:
    """Fails when the line is left out."""
    await ask(office, "什么时候截止", "材料怎么交")
    officer = await office.officer("wang", "lookup")
    path = talk_of((await officer.get("/desk/log")).text)
    html = (await officer.get(path)).text
    assert html.index("什么时候截止") < html.index("材料怎么交")
    assert "8月31日" in html
    (line,) = [row for row in await office.trail() if row.action == "open_talk"]
    assert (line.staff_login, line.subject) == ("wang", path.rpartition("/")[2])


async def test_a_talk_is_not_shown_where_the_trail_cannot_be_written(office: Office) -> None:
    """Fails when the page is made first."""
    await ask(office, "什么时候截止")
    officer = await office.officer("wang", "lookup")
    path = talk_of((await officer.get("/desk/log")).text)
    async with office.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE audit RENAME TO gone"))
    answer = await officer.get(path)
    assert answer.status_code == 500
    assert "什么时候截止" not in answer.text


async def test_nobody_reads_it_without_the_right_to_look_up(office: Office) -> None:
    """Fails when a page does not ask for the role."""
    await ask(office, "什么时候截止")
    reader = await office.officer("li", "lookup")
    talk = talk_of((await reader.get("/desk/log")).text)
    officer = await office.officer("wang", "curate", "publish", "admin")
    for path in ("/desk/log", talk):
        answer = await officer.get(path)
        assert answer.status_code == 403
        assert "什么时候截止" not in answer.text
    assert [row for row in await office.trail() if row.action == "open_talk"] == []


@pytest.mark.parametrize("talk", ["00000000-0000-0000-0000-000000000000", "x", "a%27%20OR%201=1", "%2e%2e"])
async def test_a_talk_that_is_none_leaves_no_line(office: Office, talk: str) -> None:
    officer = await office.officer("wang", "lookup")
    assert (await officer.get(f"/desk/talks/{talk}")).status_code == 404
    assert [row for row in await office.trail() if row.action == "open_talk"] == []


async def test_taking_the_log_along_needs_a_right_of_its_own_and_is_in_the_trail(office: Office) -> None:
    """Fails when the role is not asked for, or the words sought are written down."""
    await ask(office, "什么时候截止")
    reader = await office.officer("li", "lookup", "publish", "admin")
    assert "/desk/log/export" not in (await reader.get("/desk/log")).text
    for kind in ("csv", "xlsx"):
        assert (await reader.get(f"/desk/log/export.{kind}")).status_code == 403
    officer = await office.officer("wang", "lookup", "curate")
    for kind in ("csv", "xlsx"):
        query = {"q": f"王小二 {PHONE}", "outcome": "answered"}
        assert (await officer.get(f"/desk/log/export.{kind}", params=query)).status_code == 200
    assert (await officer.get("/desk/log/export.pdf")).status_code == 404
    lines = [row for row in await office.trail() if row.action == "export_log"]
    assert [(row.staff_login, row.subject, json.loads(row.details)) for row in lines] == [
        ("wang", kind, {"sought": "outcome=answered 词数=2"}) for kind in ("csv", "xlsx")
    ]


async def test_the_file_holds_what_was_found_masked_and_harmless(office: Office) -> None:
    """Fails when a cell is written as it came, or the masks are not laid on again."""
    await ask(office, "=HYPERLINK(1)", "什么时候截止", "不相干")
    async with office.engine.begin() as connection:  # as an older program with poorer masks might have left it
        await connection.execute(
            text("UPDATE turns SET text = :said WHERE text = '不相干'"), {"said": f"我叫王小二，电话{PHONE}"}
        )
    officer = await office.officer("wang", "lookup", "curate")
    answer = await officer.get("/desk/log/export.csv")
    assert re.fullmatch(r'attachment; filename="question-log-2023-08-20\.csv"', answer.headers["content-disposition"])
    assert answer.headers["cache-control"] == "no-store"
    heading, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""))
    assert heading[:4] == ["时间", "渠道", "问题", "结果"]
    assert [row[2] for row in rows] == [mask(f"我叫王小二，电话{PHONE}"), "什么时候截止", "'=HYPERLINK(1)"]
    assert rows[1][3:8:3] == ["答复", "通知 · 三、征集时间"]
    book = (await officer.get("/desk/log/export.xlsx")).content
    with zipfile.ZipFile(io.BytesIO(book)) as files:
        sheet = files.read("xl/worksheets/sheet1.xml").decode()
    assert "什么时候截止" in sheet
    assert "<f>" not in sheet
    for private in (PHONE, "王小二"):
        assert private not in answer.text + sheet
        assert private not in (await officer.get("/desk/log")).text
