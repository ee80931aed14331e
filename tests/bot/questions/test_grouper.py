"""Questions from the door into groups; told on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, insert, select, update

from bot.clock import now
from bot.memory import privacy
from bot.memory.lookups import Sought, keep
from bot.memory.question_decisions import Undecidable, merge, split
from bot.memory.question_tables import question_groups, question_progress, question_wordings, questions
from bot.memory.staff import add, find
from bot.memory.tables import turns
from bot.questions import grouper
from tests.bot.questions.conftest import House

INSTALLING = ("小区充电桩怎么装", "小区里充电桩怎么安装")
DEADLINE = ("什么时候截止", "最晚几号交", "申报截止到哪天")
COPIES = "纸质版要几份"


async def test_what_people_ask_is_grouped_with_why_and_how_it_ended(house: House) -> None:
    await house.ask(*DEADLINE, *INSTALLING, "你好", "转人工", "嗯")
    assert await house.group() == 5
    group, wording = await house.found("最晚几号交")
    assert (group.text, group.wordings, group.matter, group.numbers.answered) == ("什么时候截止", 3, "deadline", 3)
    assert (wording.near, wording.reason) == ("什么时候截止", "matter")
    assert 0.3 <= (wording.score or 0) < 1
    assert await house.together(*INSTALLING)
    assert not await house.together(INSTALLING[0], DEADLINE[0])


async def test_the_same_words_are_one_wording_and_are_counted(house: House) -> None:
    await house.ask("什么时候截止", "什么时候截止？", "什麼時候截止")
    await house.group()
    group, wording = await house.found("什么时候截止")
    assert (group.wordings, group.numbers.asked) == (1, 3)
    await house.ask("什么时候截止", who="小李")
    assert await house.group() == 1
    assert await house.group() == 0, "everything is grouped once"
    after, again = await house.found("什么时候截止")
    assert (after.numbers.asked, again.id, after.id) == (4, wording.id, group.id)


async def test_a_dialogs_answers_are_no_questions_but_what_is_asked_within_it_is(house: House) -> None:
    await house.ask("预检低碳领跑者", "企业", "什么时候截止", who="小王")
    assert await house.group() == 1
    assert [group.text for group in await house.every()] == ["什么时候截止"]


async def test_after_a_restart_the_next_ones_join_the_groups_there_are(house: House) -> None:
    await house.ask(*DEADLINE, INSTALLING[0])
    await house.group()
    house.grouper = house.new_grouper()
    await house.ask(INSTALLING[1], "截止日期是几号")
    await house.group()
    assert await house.together(*INSTALLING)
    assert await house.together("截止日期是几号", *DEADLINE)


async def test_a_large_log_goes_in_steps_and_an_interrupted_one_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouper, "STEP", 0.0)
    asked = [f"第{n}个项目什么时候建成" for n in range(8)]
    await house.ask(*asked)

    async def stop(_so_far: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        await house.grouper.go_on(now(), stop)
    assert await house.group() == 8
    async with house.memory.engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(questions)) == 8


async def test_a_look_up_counts_once_nobody_is_at_it_any_more(house: House) -> None:
    async with house.memory.engine.begin() as connection:
        await add(connection, "li", name="李", password_hash="-", roles=["lookup"], now=now())
        officer = await find(connection, "li")
        assert officer is not None
        sought = Sought("什么时候截止", "deadline", "tech", "answered", None, "faq", 0.9)
        await keep(connection, officer.id, now(), sought)
    assert await house.group(now()) == 0
    assert await house.group(now() + timedelta(minutes=11)) == 1
    group, _ = await house.found("什么时候截止")
    assert (group.numbers.answered, group.matter) == (1, "deadline")


# —— by hand ——


async def test_what_was_split_stays_apart_when_more_is_asked_and_when_all_is_grouped_anew(house: House) -> None:
    """Fails when a decision is not kept."""
    await house.ask(*DEADLINE, COPIES)
    await house.group()
    number = await house.split("最晚几号交")
    await house.ask("最晚几号交上去", "报名什么时候截止")
    await house.group()
    for _ in range(2):
        assert not await house.together("最晚几号交", "什么时候截止")
        assert await house.together("最晚几号交", "最晚几号交上去")
        assert await house.together("什么时候截止", "报名什么时候截止", "申报截止到哪天")
        assert (await house.found("最晚几号交"))[0].id == number
        await house.grouper.regroup(now())
    group, wording = await house.found("最晚几号交")
    assert (group.by_hand, wording.near, wording.reason) == (True, None, "by_hand")


async def test_what_was_merged_stays_together_when_more_is_asked_and_when_all_is_grouped_anew(house: House) -> None:
    """Fails when a decision is not kept."""
    await house.ask(*DEADLINE, COPIES)
    await house.group()
    former = (await house.found(COPIES))[0].id
    await house.merge(COPIES, into="什么时候截止")
    await house.ask("纸质材料要交几份", "报名什么时候截止")
    await house.group()
    for _ in range(2):
        assert await house.together(COPIES, "纸质材料要交几份", "报名什么时候截止", *DEADLINE)
        await house.grouper.regroup(now())
    group, wording = await house.found(COPIES)
    assert (group.by_hand, wording.reason, wording.near) == (True, "by_hand", None)
    assert group.numbers.asked == 6
    async with house.memory.engine.connect() as connection:
        into = await connection.scalar(select(question_groups.c.into_id).where(question_groups.c.id == former))
    assert into == group.id


async def test_a_decision_that_comes_between_reading_and_keeping_counts(house: House) -> None:
    await house.ask(*DEADLINE, COPIES)
    await house.group()
    await house.ask("纸质版需要几份")
    decided = False

    async def decide(_so_far: int) -> None:
        nonlocal decided
        if not decided:
            decided = True
            await house.merge(COPIES, into="什么时候截止")

    await house.grouper.go_on(now(), decide)
    assert decided
    assert await house.together("纸质版需要几份", COPIES, "什么时候截止")


async def test_what_cannot_be_decided_is_said(house: House) -> None:
    await house.ask(*DEADLINE, COPIES)
    await house.group()
    (one, first), (other, alone) = await house.found("什么时候截止"), await house.found(COPIES)
    async with house.memory.engine.connect() as connection:
        for tried, why in (
            (merge(connection, one.id, one.id), "它自己"),
            (merge(connection, one.id, 999), "第 999 组"),
            (split(connection, one.id, [alone.id], now()), "不都在这一组里"),
            (split(connection, one.id, [], now()), "不都在这一组里"),
            (split(connection, other.id, [alone.id], now()), "至少要留一个"),
            (split(connection, 999, [first.id], now()), "第 999 组"),
        ):
            with pytest.raises(Undecidable, match=why):
                await tried
        await connection.rollback()
    await house.merge(COPIES, into="什么时候截止")
    async with house.memory.engine.begin() as connection:
        with pytest.raises(Undecidable, match="刚被并入"):
            await merge(connection, other.id, one.id)


# —— grouped anew ——


async def test_grouped_anew_a_question_keeps_its_number_and_leads_on_where_it_went(house: House) -> None:
    """Wordings once scattered come together around the most asked, whose number stays."""
    await house.ask(*DEADLINE, DEADLINE[1])
    await house.group()
    number = (await house.found(DEADLINE[0]))[0].id
    async with house.memory.engine.begin() as connection:  # as an older program would have grouped them
        for group, text in ((71, DEADLINE[0]), (72, DEADLINE[2])):
            await connection.execute(insert(question_groups).values(id=group, by_hand=False, created=now()))
            own = question_wordings.c.text == text
            await connection.execute(update(question_wordings).where(own).values(group_id=group, near_id=None))
    assert not await house.together(*DEADLINE)
    assert await house.grouper.regroup(now()) == 3
    assert await house.together(*DEADLINE)
    group, _ = await house.found(DEADLINE[0])
    assert (group.id, group.numbers.asked) == (number, 4)
    async with house.memory.engine.connect() as connection:
        rows = await connection.execute(select(question_groups.c.id, question_groups.c.into_id))
        assert {row.id: row.into_id for row in rows} == {number: None, 71: number, 72: number}
        assert await connection.scalar(select(question_progress.c.regroup)) is False


async def test_grouped_anew_nothing_changes_where_nothing_is_to_change(house: House) -> None:
    await house.ask(*DEADLINE, COPIES, *INSTALLING)
    await house.group()
    await house.grouper.regroup(now())
    before = [(group, await house.groups.wordings(group.id)) for group in await house.every()]
    await house.grouper.regroup(now())
    assert [(group, await house.groups.wordings(group.id)) for group in await house.every()] == before


# —— records that go meanwhile ——


async def test_a_turn_forgotten_while_it_is_grouped_leaves_nothing(house: House) -> None:
    gone, _ = await house.ask("什么时候截止", "截止到几号")

    async def forget(_so_far: int) -> None:
        async with house.memory.engine.begin() as connection:
            await connection.execute(delete(turns).where(turns.c.id == gone))

    await house.grouper.go_on(now(), forget)
    async with house.memory.engine.connect() as connection:
        kept = (await connection.scalars(select(questions.c.turn_id))).all()
    assert gone not in kept
    assert len(kept) == 1


async def test_words_taken_while_somebody_else_asks_in_them_are_given_back(house: House) -> None:
    await house.ask("什么时候截止", who="小王")
    await house.group()
    await house.ask("什么时候截止", COPIES, who="小李")
    steps = 0

    async def forget(_so_far: int) -> None:
        nonlocal steps
        steps += 1
        if steps == 2:  # the wording has been found, and the new one is just being placed
            await privacy.forget(house.memory.engine, "web", house.memory.hashed("web", "小王"))

    await house.grouper.go_on(now(), forget)
    group, wording = await house.found("什么时候截止")
    assert (group.wordings, group.numbers.asked) == (1, 2)
    assert wording.numbers is not None
    assert await house.group() == 0
