"""A report composed from a small data set reckoned by hand; on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.figures.days import Days, parse_week
from bot.memory import privacy
from bot.memory.store import Memory
from bot.notices import Notices
from bot.report.compose import STEPS, compose
from bot.report.content import Report
from tests.bot.memory.asked import Asked

WEEK = parse_week("2023-W33")  # 14 to 20 August
NOW = datetime(2023, 8, 21, 1, tzinfo=UTC)
WEDNESDAY = date(2023, 8, 16)


@pytest.fixture
async def asked(memory: Memory) -> Asked:
    """Last week two people asked for the day of closing, and one for parking; the week before one for the day."""
    it = Asked(memory)
    await it.group("什么时候截止", "几号截止")
    await it.group("停车场在哪里")
    await it.group("明年还有吗")
    await it.turn("什么时候截止", day=WEDNESDAY - timedelta(days=7), who="小钱", matter="deadline")
    await it.turn("什么时候截止", day=WEDNESDAY, who="小王", matter="deadline", thumb=False)
    await it.turn("几号截止", day=WEDNESDAY, who="小李", matter="deadline")
    for _ in range(3):
        await it.turn("停车场在哪里", "missed", day=WEDNESDAY, who="小王")
    await it.turn("明年还有吗", "missed", day=WEDNESDAY, who="小赵")
    await it.look_up("明年还有吗", "passed_on", day=WEDNESDAY)
    return it


async def report(asked: Asked, notices: Notices, days: Days = WEEK) -> Report:
    return await compose(asked.memory.engine, next(iter(notices.values())), days, NOW)


def table(report: Report, title: str) -> list[tuple[str, ...]]:
    (listing,) = [listing for listing in report.listings if listing.title == title]
    return list(listing.table.rows)


async def test_it_says_which_notice_which_days_and_when(asked: Asked, notices: Notices) -> None:
    made = await report(asked, notices)
    assert (made.title, made.number) == ("申报问答周报", "京环函〔2023〕82号")
    assert made.period == "2023年8月14日至2023年8月20日（2023-W33）"
    assert made.before == "2023年8月7日至2023年8月13日"
    assert made.made == "2023年8月21日 09:00"


async def test_the_numbers_stand_beside_those_of_the_week_before(asked: Asked, notices: Notices) -> None:
    await asked.turn("什么时候截止", day=date(2023, 8, 7), who="小钱")
    heads = {head.name: (head.now, head.before, head.change) for head in (await report(asked, notices)).heads}
    assert heads["问答（条）"] == ("6", "2", "+200.0%")
    assert heads["答复占提问"] == ("100.0%", "100.0%", "+0.0 个百分点")
    assert heads["评价有用"] == ("0.0%", "—", "—")
    assert heads["来电查询（次）"] == ("1", "0", "—")


async def test_without_a_whole_week_before_nothing_is_compared(asked: Asked, notices: Notices) -> None:
    made = await report(asked, notices)
    assert {head.before for head in made.heads} == {"—"}
    assert any("不作对照" in note for note in made.notes)


async def test_what_only_one_person_asked_is_not_told(asked: Asked, notices: Notices) -> None:
    """Fails when times are taken for people: 小王 asked for the car park three times."""
    made = await report(asked, notices)
    assert [row[:2] for row in table(made, "问得最多的问题")] == [("什么时候截止", "2"), ("明年还有吗", "2")]
    assert [row[:3] for row in table(made, "没有答上来的问题")] == [("明年还有吗", "2", "2")]
    assert table(made, "评为「没用」的问题") == [("什么时候截止", "1", "2", table(made, "评为「没用」的问题")[0][3])]
    assert "停车场" not in made.model_dump_json()
    assert [listing.note[:12] for listing in made.listings[:2]] == ["另有 1 个问题排在后面"[:12]] * 2


async def test_words_that_are_gone_stay_gone(asked: Asked, notices: Notices) -> None:
    before = await report(asked, notices)
    await privacy.purge(asked.memory.engine, NOW)
    after = await report(asked, notices)
    assert after.heads == before.heads
    assert after.panels == before.panels
    assert [listing.table.rows for listing in after.listings] == [(), (), ()]
    assert any("其中 6 条问答已过保存期" in note for note in after.notes)


async def test_it_tells_how_far_it_is(asked: Asked, notices: Notices) -> None:
    said: list[str] = []
    await compose(asked.memory.engine, next(iter(notices.values())), WEEK, NOW, said.append)
    assert len(said) == STEPS


async def test_of_nothing_there_is_a_report_too(memory: Memory, notices: Notices) -> None:
    made = await report(Asked(memory), notices)
    assert made.suggestions == ("按现有的规则，这一期没有要提的。",)
    assert any("还没有任何记录" in note for note in made.notes)
