"""Codes in talks: the bot's for the telephone, the desk's for the bot; with the real conversation, on each database."""

from __future__ import annotations

import asyncio
import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.wechat.manner import WechatManner
from bot.channels.wechat.pages import LIMIT, size
from bot.clock import fixed
from bot.codes import Codes, draw, grouped
from bot.door import Door, Taken
from bot.memory import codes as coded
from bot.memory import privacy, staff
from bot.memory.export import records_of
from bot.memory.prechecks import NewPrecheck, keep
from bot.memory.store import Memory
from bot.memory.tables import codes, prechecks, turns, wrong_codes
from bot.notices import Notices
from bot.replies import Outcome
from bot.switches import Switches
from tests.bot.conftest import KEY

TODAY = date(2023, 8, 20)
BOOK = Codes(KEY, timedelta(days=7), timedelta(hours=24))
VILLAGE = {"applicant_type": "village_committee", "district": "密云区", "leading_body": "yes"}
REST = ("没有", "没有")
"""The answers a village still owes: no incident, no accident."""


@pytest.fixture
def door(memory: Memory, notices: Notices) -> Door:
    return Door(memory, notices, fixed(TODAY), codes=BOOK)


async def handed_out(memory: Memory, **answers: object) -> str:
    """A precheck of the region pilot made at the desk, and its code."""
    code, precheck = draw(), str(uuid.uuid4())
    moment = datetime.now(UTC)
    async with memory.engine.begin() as connection:
        if await staff.find(connection, "wang") is None:
            await staff.add(connection, "wang", name="王芳", password_hash="-", roles=("lookup",), now=moment)
        account = await staff.find(connection, "wang")
        assert account is not None
        told = NewPrecheck(precheck, ("region",), answers or VILLAGE, TODAY, (), None)
        await connection.run_sync(keep, account.id, told, moment)
        digest = BOOK.digest("desk", code)
        await connection.run_sync(coded.give_precheck, digest, precheck, moment, BOOK.desk_lasts)
    return code


async def say(door: Door, user: str, *texts: str) -> Taken:
    taken = None
    for text in texts:
        taken = await door.take("web", user, text, uuid.uuid4().hex)
    assert taken is not None
    return taken


def text_of(taken: Taken) -> str:
    return "\n".join(reply.text for reply in taken.replies)


# —— the desk's ——


async def test_a_callers_precheck_goes_on_in_their_own_talk(door: Door, memory: Memory) -> None:
    code = await handed_out(memory)
    taken = await say(door, "u1", grouped(code))
    assert taken.outcome is Outcome.in_dialog
    assert "热线和您一起填的预检（2023年8月20日填" in text_of(taken)
    assert "密云区" in text_of(taken), "what was told on the telephone is said back"
    assert "第4题" in text_of(taken)
    taken = await say(door, "u1", *REST)
    assert "【预检结论】气候友好型区域试点：初步符合" in text_of(taken)
    assert len(taken.tokens) == 1, "their own link, long and unguessable"


async def test_a_settled_precheck_brings_its_verdict_at_once(door: Door, memory: Memory) -> None:
    code = await handed_out(memory, applicant_type="enterprise", district="海淀区")
    assert "【预检结论】气候友好型区域试点：不符合" in text_of(await say(door, "u1", code))


async def test_the_first_who_sends_it_has_it_and_nobody_else(door: Door, memory: Memory) -> None:
    code = await handed_out(memory)
    assert (await say(door, "u1", code)).outcome is Outcome.in_dialog
    stranger = await say(door, "u2", code)
    assert stranger.outcome is Outcome.refused
    assert "密云" not in text_of(stranger)
    assert "没有这个接续码" in text_of(stranger)
    assert (await say(door, "u1", code)).outcome is Outcome.in_dialog, "it stays theirs until it expires"


async def test_of_many_who_send_it_at_once_one_has_it(memory: Memory, notices: Notices) -> None:
    """Two memories on one database stand for two processes."""
    doors = [Door(Memory(memory.engine, KEY), notices, fixed(TODAY), codes=BOOK) for _ in range(2)]
    code = await handed_out(memory)
    taken = await asyncio.gather(*(say(doors[number % 2], f"u{number}", code) for number in range(6)))
    assert sorted(one.outcome.value for one in taken) == ["in_dialog"] + ["refused"] * 5


async def test_it_expires(door: Door, memory: Memory) -> None:
    code = await handed_out(memory)
    async with memory.engine.begin() as connection:
        await connection.execute(update(codes).values(expires=datetime.now(UTC) - timedelta(seconds=1)))
    assert (await say(door, "u1", code)).outcome is Outcome.refused


async def test_sent_again_the_message_gets_the_same_words(door: Door, memory: Memory) -> None:
    code = await handed_out(memory)
    first = await door.take("web", "u1", code, "m1")
    again = await door.take("web", "u1", code, "m1")
    assert again.repeated
    assert text_of(again) == text_of(first)


async def test_wrong_codes_are_counted_for_each_person(door: Door, memory: Memory) -> None:
    code = await handed_out(memory)
    for _ in range(coded.MOST_WRONG):
        assert "没有这个接续码" in text_of(await say(door, "guesser", draw()))
    assert "错得太多" in text_of(await say(door, "guesser", code)), "even the right one, now"
    assert (await say(door, "u1", code)).outcome is Outcome.in_dialog, "others are not held up"
    async with memory.engine.begin() as connection:
        await connection.execute(update(wrong_codes).values(at=datetime.now(UTC) - coded.WHILE))
    assert "没有这个接续码" in text_of(await say(door, "guesser", draw())), "an hour later they may try again"


async def test_forgetting_everything_gives_no_new_tries(door: Door) -> None:
    for _ in range(coded.MOST_WRONG):
        await say(door, "guesser", draw())
    await say(door, "guesser", "删除我的记录", "确认删除")
    assert "错得太多" in text_of(await say(door, "guesser", draw()))


async def test_wrong_codes_are_counted_for_all_together(
    door: Door, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cookies cost nothing: a new person for each guess gets nowhere either."""
    monkeypatch.setattr(coded, "MOST_WRONG_OF_ALL", 7)
    for number in range(7):
        await say(door, f"guesser {number}", draw())
    assert "错得太多" in text_of(await say(door, "guesser 8", await handed_out(memory)))


async def test_a_misheard_digit_is_told_and_is_no_guess(door: Door, memory: Memory) -> None:
    code = await handed_out(memory)
    other = code[:-1] + str((int(code[-1]) + 1) % 10)
    for _ in range(coded.MOST_WRONG + 1):
        assert "请核对数字" in text_of(await say(door, "u1", other))
    assert (await say(door, "u1", code)).outcome is Outcome.in_dialog


async def test_no_code_stands_in_the_log(door: Door, memory: Memory) -> None:
    code = await handed_out(memory)
    wrong = draw()
    await say(door, "u1", wrong, f"接续码 {grouped(code)}", *REST, "转人工")
    async with memory.engine.connect() as connection:
        rows = (await connection.execute(select(turns))).all()
        kept = (await connection.execute(select(codes))).all()
    told = re.sub(r"\s", "", str(rows) + str(kept))
    assert code not in told
    assert wrong not in told
    assert [row.text for row in rows][:2] == ["[接续码]", "[接续码]"]


async def test_an_open_question_stays_open_behind_a_wrong_code(door: Door) -> None:
    taken = await say(door, "u1", "预检气候友好型区域试点", draw())
    assert "没有这个接续码" in text_of(taken)
    assert "第1题" in text_of(taken)
    assert "第2题" in text_of(await say(door, "u1", "村委会"))


async def test_a_date_is_an_answer_and_no_code(door: Door) -> None:
    taken = await say(door, "u1", "预检先进低碳技术试点", "公司", "是", "自己用", "20210305")
    assert "接续码" not in text_of(taken)


async def test_while_the_bot_is_off_a_code_is_not_used_up(memory: Memory, notices: Notices) -> None:
    off = Switches(off="暂停服务。")

    async def switches() -> Switches:
        return off

    door = Door(memory, notices, fixed(TODAY), codes=BOOK, switches=switches)
    code = await handed_out(memory)
    assert (await say(door, "u1", code)).outcome is Outcome.refused
    off = Switches()
    assert (await say(door, "u2", code)).outcome is Outcome.in_dialog


async def test_a_child_gets_no_precheck_by_code(door: Door, memory: Memory) -> None:
    code = await handed_out(memory)
    taken = await say(door, "u1", "我今年12岁", code)
    assert taken.outcome is Outcome.refused
    assert "密云" not in text_of(taken)


async def test_a_house_without_a_desk_knows_no_codes(memory: Memory, notices: Notices) -> None:
    door = Door(memory, notices, fixed(TODAY))
    code = await handed_out(memory)
    assert "接续码" not in text_of(await say(door, "u1", code))
    taken = await say(door, "u1", "转人工")
    assert taken.code == ""


# —— the bot's ——


async def test_a_verdict_and_the_hotline_come_with_a_code(door: Door, memory: Memory) -> None:
    taken = await say(door, "u1", "预检气候友好型区域试点", "公司")
    assert re.fullmatch(r"\d{3} \d{3} \d{3}", taken.code)
    handed = await say(door, "u1", "转人工")
    assert handed.code not in ("", taken.code)
    assert (await say(door, "u1", "材料几份")).code == ""
    async with memory.engine.connect() as connection:
        both = tuple(BOOK.digest(kind, taken.code.replace(" ", "")) for kind in ("talk", "desk"))
        opened = await connection.run_sync(coded.opened, (both[0], both[1]), datetime.now(UTC))
    assert opened is not None
    assert (opened.number, opened.precheck_id) == (2, None)


async def test_in_wechat_it_stands_below_the_verdict_and_a_retry_says_it_again(door: Door, memory: Memory) -> None:
    manner = WechatManner("https://sb.example.cn")
    await door.take("wechat", "u1", "预检气候友好型区域试点", "m1", manner=manner)
    first = await door.take("wechat", "u1", "公司", "m2", manner=manner)
    again = await door.take("wechat", "u1", "公司", "m2", manner=manner)
    assert first.spoken is not None
    assert first.spoken == again.spoken
    assert f"接续码 {first.code}：" in first.spoken.text
    assert size(first.spoken.text) <= LIMIT
    (_, kept) = await memory.history("wechat", "u1")
    assert first.code not in str(kept.spoken), "the log has it blank"
    assert "接续码 000 000 000" in str(kept.spoken)
    assert BOOK.open(kept.code) == first.code


async def test_a_talks_code_opens_nothing_in_a_talk(door: Door) -> None:
    """Not for a stranger, and not for its own person either: it is for the telephone."""
    code = (await say(door, "u1", "预检气候友好型区域试点", "公司")).code
    for user in ("u1", "u2"):
        taken = await say(door, user, code)
        assert taken.outcome is Outcome.refused
        assert "请在打热线" in text_of(taken)


async def test_a_code_that_another_talk_has_is_drawn_again(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = draw(), draw()
    drawn = iter([first, first, second])
    monkeypatch.setattr("bot.talk_codes.draw", lambda: next(drawn))
    assert (await say(door, "u1", "转人工")).code == grouped(first)
    assert (await say(door, "u2", "转人工")).code == grouped(second)


async def test_a_dead_code_is_shown_no_more(door: Door, memory: Memory) -> None:
    await say(door, "u1", "转人工")
    async with memory.engine.begin() as connection:
        await connection.execute(update(codes).values(expires=datetime.now(UTC)))
    (kept,) = await memory.history("web", "u1")
    assert kept.code is None


# —— what is kept of people ——


async def test_the_purge_takes_what_is_over(door: Door, memory: Memory) -> None:
    await handed_out(memory)
    await say(door, "u1", "转人工", draw())
    async with memory.engine.begin() as connection:
        long_ago = datetime.now(UTC) - timedelta(days=400)
        await connection.execute(update(codes).values(expires=long_ago))
        await connection.execute(update(wrong_codes).values(at=long_ago))
        await connection.execute(update(prechecks).values(at=long_ago))
    await privacy.purge(memory.engine, datetime.now(UTC) - timedelta(days=180))
    async with memory.engine.connect() as connection:
        for table in (codes, wrong_codes, prechecks):
            assert (await connection.execute(select(table))).all() == []


@pytest.mark.parametrize("how", ["in the talk", "by an operator"])
async def test_with_the_person_go_their_codes_and_what_the_desk_wrote_down(
    door: Door, memory: Memory, how: str
) -> None:
    code = await handed_out(memory)
    await say(door, "u1", code, "转人工")
    who = memory.hashed("web", "u1")
    told = await records_of(memory.engine, "web", who)
    assert told is not None
    assert [(one["from"], one["answers"]) for one in told["talk"]["codes"]] == [("desk", VILLAGE), ("talk", None)]
    if how == "in the talk":
        await say(door, "u1", "删除我的记录", "确认删除")
    else:
        await privacy.forget(memory.engine, "web", who)
    async with memory.engine.connect() as connection:
        for table in (codes, prechecks):
            assert (await connection.execute(select(table))).all() == []
