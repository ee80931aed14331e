"""A crisis: one officer switches, and every person in every channel gets the change with the next message."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from bot import switchboard
from bot.channels.wechat.manner import WechatManner
from bot.switchboard import AGE, Switchboard
from bot.switches import AS_WRITTEN, Switches, without
from tests.bot.desk.office import TODAY, Office, send

PAGE = "/desk/switches"
PHONE = "68455013"
BANNER = "征集时间延长的消息不实，以通知为准。"


async def said(office: Office, text: str, user: str = "u1", channel: str = "web") -> list[str]:
    """What the bot says to it."""
    await asyncio.sleep(0)
    return [reply.text for reply in (await office.door.take(channel, user, text)).replies]


async def test_off_and_on_again(office: Office) -> None:
    """Off, everybody gets the message with the hotline; the talk itself waits where it was."""
    officer = await office.officer("wang", "admin")
    asked = await said(office, "预检先进低碳技术试点")
    off = await send(officer, f"{PAGE}/off", PAGE, text="内容核对中，暂停服务。", sure="yes")
    assert off.headers["location"] == f"{PAGE}?done=off"
    (told,) = await said(office, "截止时间")
    assert told.startswith("内容核对中，暂停服务。")
    assert PHONE in told
    assert "内容核对中" in (await office.visitor().get("/")).text
    await send(officer, f"{PAGE}/on", PAGE)
    assert (await said(office, "不清楚"))[-1] != told
    assert "内容核对中" not in (await office.visitor().get("/")).text
    assert asked


async def test_off_says_so_through_whatever_answers(office: Office) -> None:
    """A menu's key is answered beside the conversation; it is off as well."""
    officer = await office.officer("wang", "admin")
    await send(officer, f"{PAGE}/off", PAGE, text="暂停。", sure="yes")
    taken = await office.door.take("wechat", "o1", "", answer=_never)
    assert taken.replies[0].text.startswith("暂停。")
    assert taken.outcome == "refused"


@pytest.mark.parametrize(
    "fields", [{"text": "暂停。"}, {"text": " ", "sure": "yes"}, {"text": "停" * 301, "sure": "yes"}]
)
async def test_off_needs_a_word_for_the_people_and_a_second_thought(office: Office, fields: dict[str, str]) -> None:
    officer = await office.officer("wang", "admin")
    assert (await send(officer, f"{PAGE}/off", PAGE, **fields)).status_code == 422
    assert await office.board() == AS_WRITTEN


async def test_the_banner_is_told_once_a_day_in_each_talk_and_stands_on_every_page(office: Office) -> None:
    officer = await office.officer("wang", "admin")
    await send(officer, f"{PAGE}/banner", PAGE, text=BANNER)
    first, again = await said(office, "截止时间"), await said(office, "材料交到哪里")
    assert first[0] == f"【公告】{BANNER}"
    assert BANNER not in "".join(again)
    assert (await said(office, "截止时间", user="u2"))[0] == f"【公告】{BANNER}"
    for path in ("/", "/notice"):
        assert BANNER in (await office.visitor().get(path)).text
    await send(officer, f"{PAGE}/banner", PAGE, text="换了一条。")
    assert (await said(office, "截止时间"))[0] == "【公告】换了一条。"
    await send(officer, f"{PAGE}/banner", PAGE, text=" ")
    assert "公告" not in "".join(await said(office, "截止时间", user="u3"))
    assert 'class="announcement"' not in (await office.visitor().get("/")).text


async def test_the_banner_is_in_the_words_that_leave_for_wechat(office: Office) -> None:
    officer = await office.officer("wang", "admin")
    await send(officer, f"{PAGE}/banner", PAGE, text=BANNER)
    taken = await office.door.take("wechat", "o1", "截止时间", manner=WechatManner(""))
    assert taken.spoken is not None
    assert taken.spoken.text.startswith(f"【公告】{BANNER}")
    assert "8月31日" in taken.spoken.text


async def test_a_withdrawn_answer_gives_way_to_the_hotline_and_comes_back(office: Office) -> None:
    officer = await office.officer("wang", "admin")
    (before,) = await said(office, "要交几份")
    gone = await send(officer, f"{PAGE}/withdraw", PAGE, entry="copies")
    assert gone.headers["location"] == f"{PAGE}?done=withdrawn"
    (told,) = await said(office, "要交几份")
    assert told.startswith("这个问题的回答正在核对")
    assert PHONE in told
    assert "一式五份" not in told
    assert "一式五份" not in "".join(await said(office, "为什么")), "nor its clause in its name"
    assert "8月31日" in "".join(await said(office, "截止时间")), "the others answer as before"
    assert "copies" in (await officer.get(PAGE)).text
    await send(officer, f"{PAGE}/restore", PAGE, entry="copies")
    assert await said(office, "要交几份") == [before]


async def test_a_withdrawn_answer_is_not_told_among_several_either(office: Office) -> None:
    """Fails when the answers to a message with two questions are taken from behind the switch."""
    officer = await office.officer("wang", "admin")
    asked = "要交几份？截止时间是哪天？"
    assert "一式五份" in "".join(await said(office, asked))
    await send(officer, f"{PAGE}/withdraw", PAGE, entry="copies")
    assert "一式五份" not in "".join(await said(office, asked))


async def test_an_answer_that_differs_by_pilot_is_withdrawn_once_for_all(office: Office) -> None:
    """Nobody is asked which pilot they mean only to be told to telephone."""
    notice = office.door.notices["beijing-2023-82"]
    entry = next(entry for entry in notice.faq if entry.answer is None and len(entry.answers) > 1)
    pilots = tuple(entry.answers)
    parts = without(office.door.notices, frozenset({entry.id}))["beijing-2023-82"].answerer.for_entry(entry, pilots)
    assert len(parts) == 1
    asked = without(office.door.notices, frozenset({entry.id}))["beijing-2023-82"].answerer.for_entry(entry, ())
    assert [type(part).__name__ for part in asked] == ["Answer"]


async def test_an_answer_is_named_by_its_matter_too_and_an_unknown_one_refused(office: Office) -> None:
    officer = await office.officer("wang", "admin")
    notice = office.door.notices["beijing-2023-82"]
    matter = next(entry.matter for entry in notice.faq if entry.id == "copies")
    await send(officer, f"{PAGE}/withdraw", PAGE, entry=matter)
    assert (await office.board()).withdrawn == {"copies"}
    for unknown in ("nothing_like_it", "handover", ""):
        assert (await send(officer, f"{PAGE}/withdraw", PAGE, entry=unknown)).status_code == 422


async def test_each_change_is_in_the_trail_once(office: Office) -> None:
    """Fails when a switch is set without a line, or a line written for a change that was none."""
    officer = await office.officer("wang", "admin")
    await send(officer, f"{PAGE}/banner", PAGE, text=BANNER)
    await send(officer, f"{PAGE}/off", PAGE, text="暂停。", sure="yes")
    await send(officer, f"{PAGE}/on", PAGE)
    for _ in range(2):
        await send(officer, f"{PAGE}/withdraw", PAGE, entry="copies")
    await send(officer, f"{PAGE}/restore", PAGE, entry="copies")
    told = [(row.staff_login, row.action, row.subject) for row in await office.trail()][1:]
    assert told == [
        ("wang", "banner_on", "banner"),
        ("wang", "bot_off", "off"),
        ("wang", "bot_on", "off"),
        ("wang", "answer_withdrawn", "copies"),
        ("wang", "answer_restored", "copies"),
    ]


async def test_another_process_sees_a_change_when_what_it_knows_is_a_second_old(office: Office) -> None:
    """Two switchboards on one database are two processes; the second's clock is ours."""
    seconds = [0.0]
    other = Switchboard(office.engine, lambda: seconds[0])
    assert await other() == AS_WRITTEN
    officer = await office.officer("wang", "admin")
    await send(officer, f"{PAGE}/banner", PAGE, text=BANNER)
    seconds[0] = AGE - 0.1
    assert await other() == AS_WRITTEN, "asked of the database once a second, not at each message"
    seconds[0] = AGE
    assert await other() == Switches(banner=BANNER)
    assert AGE <= 2


async def test_a_broken_or_hanging_database_leaves_the_switches_as_they_were(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when a fault turns a bot on that was off, or a message waits for a database that hangs."""
    seconds = [0.0]
    board = Switchboard(office.engine, lambda: seconds[0])
    officer = await office.officer("wang", "admin")
    await send(officer, f"{PAGE}/off", PAGE, text="暂停。", sure="yes")
    assert (await board()).off == "暂停。"

    async def broken(_engine: object) -> Switches:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(switchboard, "read", broken)
    seconds[0] = 10
    assert (await board()).off == "暂停。"

    released = asyncio.Event()

    async def hanging(_engine: object) -> Switches:
        await released.wait()
        return AS_WRITTEN

    monkeypatch.setattr(switchboard, "read", hanging)
    monkeypatch.setattr(switchboard, "PATIENCE", 0.01)
    seconds[0] = 20
    assert (await board()).off == "暂停。"
    released.set()
    await board.changed()
    assert (await board()).off is None


async def test_the_desk_answers_as_the_bot_does(office: Office) -> None:
    """One engine: what is withdrawn from applicants is withdrawn from the desk's answers too."""
    officer = await office.officer("wang", "admin", "lookup")
    await send(officer, f"{PAGE}/withdraw", PAGE, entry="copies")
    found = office.desk.notices()["beijing-2023-82"].answerer.curated("要交几份")
    assert "正在核对" in str(found.parts[0])
    assert office.desk.today() == TODAY


def _never(*_: object) -> object:
    raise AssertionError("nobody is to be answered")
