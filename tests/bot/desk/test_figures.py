"""The figures at the desk: counted from real talks, told on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from bot.memory import privacy
from bot.memory.tables import turns
from tests.bot.desk.office import Office

SUNDAY = datetime(2023, 8, 20, 1, tzinfo=UTC)
PAGE = "/desk/figures"
WEEK = "since=2023-08-14&until=2023-08-20"


async def talk(office: Office) -> None:
    """Three people, on a Sunday in 2023: an answer found useful, a decline, and a precheck that nobody finished."""
    taken = await office.door.take("web", "小王", "什么时候截止")
    await office.memory.thumb("web", "小王", taken.turn_id, True)
    await office.door.take("wechat", "小李", "今天天气怎么样")
    await office.door.take("wechat", "小赵", "预检低碳领跑者")
    await backdate(office)
    office.later(days=2)


async def backdate(office: Office) -> None:
    """What was said just now was said on that Sunday."""
    async with office.engine.begin() as connection:
        await connection.execute(update(turns).values(created=SUNDAY))


def rows(html: str, panel: str) -> list[tuple[str, ...]]:
    """The rows of a panel's table."""
    section = html.partition(f'id="{panel}"')[2].partition("</section>")[0]
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', section, re.DOTALL)
    return [(name, *re.findall(r'<td class="number fixed">(.*?)</td>', rest)) for name, rest in found]


async def test_the_page_tells_what_was_counted(office: Office) -> None:
    await talk(office)
    officer = await office.officer("wang", "lookup")
    html = (await officer.get(f"{PAGE}?{WEEK}")).text
    assert rows(html, "trend")[-2:] == [
        ("2023-08-20　周日", "1", "0", "1", "0", "1", "0", "3"),
        ("合计", "1", "0", "1", "0", "1", "0", "3"),
    ]
    assert rows(html, "shares")[-1] == ("全部", "2", "50.0%", "0.0%", "50.0%", "0.0%")
    assert [row[0] for row in rows(html, "channel")] == ["微信", "网页"]
    assert rows(html, "thumbs")[-1] == ("合计", "1", "0", "100.0%")
    assert rows(html, "hours")[9] == ("09:00—09:59", "3")
    assert rows(html, "left") == [(rows(html, "left")[0][0], "1", "100.0%")]
    assert "这段时间没有。" in html.partition('id="verdicts"')[2].partition("</section>")[0]


async def test_a_purge_changes_no_number_and_is_told(office: Office) -> None:
    await talk(office)
    officer = await office.officer("wang", "lookup")
    before = (await officer.get(f"{PAGE}?{WEEK}")).text
    await privacy.purge(office.engine, office.now)
    after = (await officer.get(f"{PAGE}?{WEEK}")).text
    for panel in ("trend", "shares", "channel", "pilot", "hours", "thumbs", "left"):
        assert rows(after, panel) == rows(before, panel), panel
    assert "其中 3 条已过保存期" in after
    assert "已过保存期" not in before


@pytest.mark.parametrize(
    ("query", "total"),
    [("channel=web", "1"), ("channel=wechat", "2"), ("pilot=leader", "1"), ("pilot=-", "2"), ("pilot=tech", None)],
)
async def test_channel_and_pilot_narrow_it(office: Office, query: str, total: str | None) -> None:
    await talk(office)
    officer = await office.officer("wang", "lookup")
    found = rows((await officer.get(f"{PAGE}?{WEEK}&{query}")).text, "trend")
    assert (found[-1][-1] if found else None) == total


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("since=2023-08-20&until=2023-08-01", "早于起始日期"),
        ("since=2023-13-01", "日期应写成 YYYY-MM-DD"),
        ("since=2000-01-01&until=2023-01-01", "一次最多三年"),
        ("channel=fax", "渠道没有「fax」"),
        ("pilot=%3Cb%3E", "试点没有「&lt;b&gt;」"),
    ],
)
async def test_what_cannot_be_counted_is_named(office: Office, query: str, problem: str) -> None:
    officer = await office.officer("wang", "lookup")
    answer = await officer.get(f"{PAGE}?{query}")
    assert answer.status_code == 422
    assert problem in answer.text
    assert (await officer.get(f"{PAGE}/trend.svg?{query}")).status_code == 404


async def test_a_chart_is_a_picture_of_its_own_and_nobody_elses(office: Office) -> None:
    """Fails when a chart can be had without a login, kept by a cache, or may run or load anything."""
    await talk(office)
    officer = await office.officer("wang", "lookup")
    html = (await officer.get(f"{PAGE}?{WEEK}")).text
    source = re.findall(r'src="(/desk/figures/[a-z]+\.svg\?[^"]*)"', html)
    assert len(source) == 7
    answer = await officer.get(source[0].replace("&amp;", "&"))
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert "<title" in answer.text
    assert (await office.visitor().get(source[0].replace("&amp;", "&"))).status_code == 303
    other = await office.officer("li", "publish")
    assert (await other.get(source[0].replace("&amp;", "&"))).status_code == 403


async def test_a_chart_tells_the_numbers_of_its_page(office: Office) -> None:
    """Fails when it is counted anew: somebody may have asked something between the page and its picture."""
    await talk(office)
    officer = await office.officer("wang", "lookup")
    await officer.get(f"{PAGE}?{WEEK}")
    await office.door.take("web", "小孙", "什么时候截止")
    await backdate(office)
    assert "共 3 条" in (await officer.get(f"{PAGE}/trend.svg?{WEEK}")).text


@pytest.mark.parametrize("key", ["verdicts", "nothing", "trend.svg/.."])
async def test_where_nothing_is_drawn_there_is_no_picture(office: Office, key: str) -> None:
    officer = await office.officer("wang", "lookup")
    assert (await officer.get(f"{PAGE}/{key}.svg?{WEEK}")).status_code == 404


async def test_it_says_since_when_there_is_anything(office: Office) -> None:
    await talk(office)
    officer = await office.officer("wang", "lookup")
    assert "2023-08-20 才有记录" in (await officer.get(f"{PAGE}?{WEEK}")).text
    assert "才有记录" not in (await officer.get(f"{PAGE}?since=2023-08-20&until=2023-08-20")).text
