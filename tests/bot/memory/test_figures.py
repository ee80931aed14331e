"""Turns, thumbs, open questions, verdicts and look-ups counted by hand, and the same once the rows are gone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.memory import privacy
from bot.memory.counting import NO_PILOT
from bot.memory.figures import Counts, Scope, TurnCount, count, first_day
from bot.memory.records import After, NewVerdict
from bot.memory.store import Memory
from bot.memory.tables import conversations, lookups, staff, thumbs, turns, verdicts
from tests.bot.memory.test_store import a_turn, a_verdict

SUNDAY, MONDAY = date(2023, 8, 20), date(2023, 8, 21)
LATER = datetime(2023, 8, 30, tzinfo=UTC)
ALL = Scope(date(2023, 8, 1), date(2023, 8, 31))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of August 2023 in UTC; eight hours later by Beijing's clocks."""
    return datetime(2023, 8, day, hour, minute, tzinfo=UTC)


@dataclass
class Week:
    """Writes a small week through the memory."""

    memory: Memory
    ids: list[str] = field(default_factory=list)

    async def turn(
        self, who: str, when: datetime, channel: str = "web", thumb: bool | None = None, **more: Any
    ) -> None:
        new = replace(a_turn(), **more)
        await self.memory.turn(channel, who, lambda _before: (None, After(new, state="{}")))
        async with self.memory.engine.begin() as connection:
            await connection.execute(update(turns).where(turns.c.id == new.id).values(created=when))
            await connection.execute(update(verdicts).where(verdicts.c.turn_id == new.id).values(created=when))
            await connection.execute(update(conversations).values(updated=when))
            if thumb is not None:
                await connection.execute(insert(thumbs).values(turn_id=new.id, up=thumb, at=when))

    async def look_up(self, when: datetime, mark: str | None, pilot: str | None = None) -> None:
        async with self.memory.engine.begin() as connection:
            await connection.execute(insert(lookups).values(staff_id=1, at=when, text="问", mark=mark, pilot=pilot))

    async def count(self, scope: Scope = ALL) -> Counts:
        return await count(self.memory.engine, scope, LATER)


@pytest.fixture
async def week(memory: Memory) -> Week:
    """Three people. 小王 (web): asks, is prechecked, leaves at a question. 小李 (WeChat): prechecked to a verdict.
    小赵 (web): leaves a precheck in words."""
    async with memory.engine.begin() as connection:
        officer = {"login": "li", "name": "李", "password_hash": "x", "roles": "[]", "disabled": False, "failures": 0}
        await connection.execute(insert(staff), [officer | {"id": 1, "created": at(1, 0), "changed": at(1, 0)}])
    it = Week(memory)
    dialog = {"outcome": "in_dialog", "step": "dialog", "pilot": "tech"}
    await it.turn("小王", at(20, 1), thumb=True)
    await it.turn("小王", at(20, 15, 59), outcome="no_match", step="no_match", thumb=False)
    await it.turn("小王", at(20, 16), **dialog, asks="applicant_type")  # Monday in Beijing, midnight
    await it.turn("小王", at(20, 16, 1), **dialog, asks="project_location")
    told = replace(a_verdict("tech"), result="ineligible", deciding=("tech.2.2", "tech.2.5"))
    await it.turn("小李", at(21, 2), "wechat", **dialog, asks="applicant_type")
    await it.turn("小李", at(21, 2, 1), "wechat", **dialog, verdicts=(told, a_verdict("leader")))
    await it.turn("小赵", at(21, 3), outcome="in_dialog", step="dialog", pilot="region", asks="applicant_type")
    await it.turn("小赵", at(21, 3, 1), outcome="answered", step="leave", pilot="region")
    await it.look_up(at(21, 4), "answered", "tech")
    await it.look_up(at(21, 4), None)
    return it


WHOLE = Counts(
    turns=Counter(
        {
            TurnCount(SUNDAY, "web", NO_PILOT, "answered"): 1,
            TurnCount(SUNDAY, "web", NO_PILOT, "no_match"): 1,
            TurnCount(MONDAY, "web", "tech", "in_dialog"): 2,
            TurnCount(MONDAY, "wechat", "tech", "in_dialog"): 2,
            TurnCount(MONDAY, "web", "region", "in_dialog"): 1,
            TurnCount(MONDAY, "web", "region", "answered"): 1,
        }
    ),
    hours=Counter({9: 1, 23: 1, 0: 2, 10: 2, 11: 2}),
    thumbs=Counter({(SUNDAY, True): 1, (SUNDAY, False): 1}),
    left=Counter({"project_location": 1, "applicant_type": 1}),
    verdicts=Counter({("tech", "ineligible"): 1, ("leader", "verify"): 1}),
    deciding=Counter({("tech", "tech.2.2"): 1, ("tech", "tech.2.5"): 1, ("leader", "tech.2.5"): 1}),
    marks=Counter({"answered": 1, "unmarked": 1}),
    talks=3,
)


async def test_everything_is_counted_by_beijings_days(week: Week) -> None:
    assert await week.count() == WHOLE
    assert await first_day(week.memory.engine) == SUNDAY


async def test_once_the_rows_are_gone_the_counts_say_the_same(week: Week) -> None:
    """Fails when something is counted of the rows and not kept of them."""
    scopes = [
        ALL,
        Scope(SUNDAY, SUNDAY),
        replace(ALL, channel="web"),
        replace(ALL, pilot="tech"),
        replace(ALL, channel="web", pilot="region"),
    ]
    before = [await week.count(scope) for scope in scopes]
    for gone in (at(20, 16, 1), at(21, 3, 1), LATER):  # within a talk, between two turns of another, and all of it
        await privacy.purge(week.memory.engine, gone)
        after = [await week.count(scope) for scope in scopes]
        assert [replace(one, only_counted=0, talks=0) for one in after] == [replace(one, talks=0) for one in before]
    assert [one.only_counted for one in after] == [8, 2, 6, 4, 2]
    assert {one.talks for one in after} == {0}
    assert await first_day(week.memory.engine) == SUNDAY


async def test_a_channel_and_a_pilot_narrow_it(week: Week) -> None:
    wechat = await week.count(replace(ALL, channel="wechat"))
    assert (wechat.turns.total(), wechat.talks, wechat.hours) == (2, 1, Counter({10: 2}))
    assert wechat.verdicts == WHOLE.verdicts
    assert not wechat.marks, "a look-up came through no channel"
    tech = await week.count(replace(ALL, pilot="tech"))
    assert tech.turns.total() == 4
    assert tech.verdicts == Counter({("tech", "ineligible"): 1})
    assert tech.left == Counter({"project_location": 1})
    assert tech.marks == Counter({"answered": 1})
    assert (await week.count(replace(ALL, channel="telephone"))) == Counts()


async def test_a_talk_still_warm_has_not_been_left(week: Week) -> None:
    counts = await count(week.memory.engine, ALL, at(21, 4))
    assert counts.left == Counter({"applicant_type": 1}), "小赵 said so; 小王 may only be at lunch"


async def test_whoever_comes_back_has_not_left(week: Week) -> None:
    dialog = {"outcome": "in_dialog", "step": "dialog", "pilot": "tech"}
    told: NewVerdict = a_verdict("tech")
    await week.turn("小王", at(25, 1), **dialog, verdicts=(told,))
    assert (await week.count()).left == Counter({"applicant_type": 1})


async def test_of_nothing_there_is_nothing(memory: Memory) -> None:
    assert await count(memory.engine, ALL, LATER) == Counts()
    assert await first_day(memory.engine) is None


async def test_a_person_forgotten_is_counted_as_before(week: Week) -> None:
    before = await week.count()
    await privacy.forget(week.memory.engine, "web", week.memory.hashed("web", "小王"))
    assert replace(await week.count(), only_counted=0, talks=3) == before
