"""What people ask, counted by groups; told on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.memory.question_groups import Numbers, Wanted
from bot.memory.store import Memory
from bot.memory.tables import lookups
from tests.bot.memory.asked import DAY, Asked

EARLIER = DAY - timedelta(days=3)


@pytest.fixture
def asked(memory: Memory) -> Asked:
    return Asked(memory)


async def test_a_group_is_told_with_its_numbers_and_its_most_asked_wording(asked: Asked) -> None:
    group = await asked.group("什么时候截止", "几号截止")
    await asked.turn("几号截止", day=EARLIER, matter="deadline", thumb=False)
    await asked.turn("几号截止", "clarified", matter="deadline", thumb=True)
    await asked.turn("什么时候截止", "missed", who="小李", channel="wechat")
    (found,) = (await asked.groups.top()).groups
    assert (found.id, found.text, found.wordings, found.by_hand, found.matter) == (
        group,
        "几号截止",
        2,
        False,
        "deadline",
    )
    assert found.numbers == Numbers(1, 1, 0, 1, 0, down=1, first=EARLIER, last=DAY)
    assert found.numbers.asked == 3
    assert await asked.groups.group(group) == found


async def test_the_most_asked_come_first_then_the_most_missed_then_the_most_useless(asked: Asked) -> None:
    ids = [await asked.group(text) for text in ("甲", "乙", "丙")]
    for text, ending, number, thumb in (
        ("甲", "answered", 3, None),
        ("乙", "missed", 2, None),
        ("丙", "answered", 1, False),
    ):
        for n in range(number):
            await asked.turn(text, ending, who=f"{text}{n}", thumb=thumb)
    first, second, third = ids
    for order, expected in (("asked", [first, second, third]), ("missed", [second]), ("down", [third])):
        page = await asked.groups.top(order=order)  # type: ignore[arg-type]
        assert [group.id for group in page.groups] == expected
        assert page.found == len(expected)
    page = await asked.groups.top(size=1, skip=1)
    assert ([group.id for group in page.groups], page.found) == ([second], 3)


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        (Wanted(), 3),
        (Wanted(since=DAY), 2),
        (Wanted(until=EARLIER), 1),
        (Wanted(pilot="tech"), 1),
        (Wanted(channel="desk"), 1),
        (Wanted(ending="missed"), 1),
        (Wanted(ending="silent"), 0),
        (Wanted(channel="web", pilot="region"), 0),
    ],
)
async def test_each_filter_counts_less(asked: Asked, wanted: Wanted, number: int) -> None:
    group = await asked.group("什么时候截止")
    await asked.turn("什么时候截止", pilot="tech")
    await asked.turn("什么时候截止", day=EARLIER)
    await asked.look_up("什么时候截止", "passed_on")
    found = await asked.groups.group(group, wanted)
    assert (found.numbers.asked if found else 0) == number
    assert sum(group.numbers.asked for group in (await asked.groups.top(wanted)).groups) == number


async def test_a_look_up_counts_by_its_mark_as_it_is_now(asked: Asked) -> None:
    group = await asked.group("几点下班")
    lookup = await asked.look_up("几点下班", None)
    before = await asked.groups.group(group)
    async with asked.memory.engine.begin() as connection:
        await connection.execute(update(lookups).where(lookups.c.id == lookup).values(mark="not_answered"))
    after = await asked.groups.group(group)
    assert before is not None
    assert after is not None
    assert (before.numbers.unmarked, before.numbers.missed) == (1, 0)
    assert (after.numbers.unmarked, after.numbers.missed) == (0, 1)


async def test_a_groups_wordings_tell_beside_which_they_were_put(asked: Asked) -> None:
    group = await asked.group("什么时候截止", "几号截止")
    await asked.turn("几号截止")
    often, began = await asked.groups.wordings(group)
    assert (often.text, often.near, often.score, often.reason) == ("几号截止", "什么时候截止", 0.7, "like")
    assert (began.text, began.near, began.score, began.reason, began.numbers) == (
        "什么时候截止",
        None,
        None,
        None,
        None,
    )
    assert often.numbers is not None
    assert often.numbers.asked == 1


async def test_what_nobody_asked_is_no_group(asked: Asked) -> None:
    assert (await asked.groups.top()).found == 0
    group = await asked.group("没人问")
    assert await asked.groups.group(group) is None
    assert await asked.groups.group(group + 1) is None
    assert await asked.groups.group(group, Wanted(since=date(2000, 1, 1))) is None
