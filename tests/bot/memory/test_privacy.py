"""Records go when their time is over or their person asks, and only counts stay; on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update

from bot.clock import now
from bot.database_url import async_url
from bot.memory import forgetting, privacy
from bot.memory.engine import open_engine
from bot.memory.export import records_of
from bot.memory.privacy_tables import daily_counts, forgotten_messages
from bot.memory.records import After, Before, Owed
from bot.memory.store import Memory
from bot.memory.tables import (
    conversations,
    lookups,
    metadata,
    owed_replies,
    privacy_runs,
    staff,
    thumbs,
    turns,
    verdicts,
)
from tests.bot.conftest import KEY
from tests.bot.memory.test_store import a_turn, a_verdict, found, keep

TODAY = datetime(2023, 8, 20, 4, tzinfo=UTC)
HALF_A_YEAR_AGO = TODAY - timedelta(days=180)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a handful of turns takes several transactions."""
    for module in (forgetting, privacy):
        monkeypatch.setattr(module, "BATCH", 3)


async def number_of(memory: Memory, table: Any) -> int:
    async with memory.engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def counts(memory: Memory) -> dict[tuple[str, str, str, str], int]:
    async with memory.engine.connect() as connection:
        rows = (await connection.execute(select(daily_counts))).all()
    return {(str(row.day), row.channel, row.kind, row.name): row.number for row in rows}


async def outcomes(memory: Memory) -> int:
    """How many turns are left as counts."""
    return sum(number for key, number in (await counts(memory)).items() if key[2] == "outcome")


async def talk(memory: Memory, user: str, *moments: datetime, **more: Any) -> None:
    """A talk with a turn at each moment, the last with a verdict."""
    for number, moment in enumerate(moments):
        told = (a_verdict("tech"),) if number == len(moments) - 1 else ()
        turn = a_turn(f"第{number}句", verdicts=told, **more)
        await keep(memory, user, After(turn, state='{"pilot":"tech"}'), message_id=f"m{number}")
        async with memory.engine.begin() as connection:
            await connection.execute(update(turns).where(turns.c.id == turn.id).values(created=moment))
            of_turn = conversations.c.id.in_(select(turns.c.conversation_id).where(turns.c.id == turn.id))
            await connection.execute(update(conversations).where(of_turn).values(updated=moment))


# —— by age ——


async def test_what_is_old_goes_and_what_is_not_stays(memory: Memory) -> None:
    old, young = HALF_A_YEAR_AGO - timedelta(seconds=1), HALF_A_YEAR_AGO
    await talk(memory, "long gone", *[old] * 7)
    await talk(memory, "still here", old, young)
    removed = await privacy.purge(memory.engine, HALF_A_YEAR_AGO)
    assert removed == privacy.Removed(turns=8, verdicts=1, conversations=1, lookups=0)
    assert [turn.text for turn in await memory.history("web", "still here")] == ["第1句"]
    assert (await found(memory, "still here")).state == '{"pilot":"tech"}'
    assert await number_of(memory, conversations) == 1, "of who has not come for so long not even the hash is left"
    assert await privacy.purge(memory.engine, HALF_A_YEAR_AGO) == privacy.Removed()


async def test_what_stays_are_counts_of_the_day_in_beijing(memory: Memory) -> None:
    late = datetime(2023, 1, 1, 16, 30, tzinfo=UTC)  # half past midnight in Beijing, of the next day
    await talk(memory, "u1", late, late + timedelta(hours=1))
    await talk(memory, "u2", late)
    await privacy.purge(memory.engine, TODAY)
    assert await counts(memory) == {
        ("2023-01-02", "web", "outcome", "answered"): 3,
        ("2023-01-02", "web", "step", "faq"): 3,
        ("2023-01-02", "web", "clause", "notice.3"): 3,
        ("2023-01-02", "web", "pilot", "-:answered"): 3,
        ("2023-01-02", "web", "hour", "-:00"): 2,
        ("2023-01-02", "web", "hour", "-:01"): 1,
        ("2023-01-02", "web", "verdict", "tech:verify"): 2,
        ("2023-01-02", "web", "deciding", "tech:tech.2.5"): 2,
    }


async def test_several_at_once_count_each_turn_once(memory: Memory, database_url: str) -> None:
    for user in range(6):
        await talk(memory, f"u{user}", *[HALF_A_YEAR_AGO] * 5)
    others = [open_engine(async_url(database_url)) for _ in range(2)]
    removed = await asyncio.gather(*(privacy.purge(engine, TODAY) for engine in (memory.engine, *others)))
    for engine in others:
        await engine.dispose()
    assert sum(each.turns for each in removed) == 30
    assert sum(each.conversations for each in removed) == 6
    assert await outcomes(memory) == 30
    assert await number_of(memory, turns) == 0


async def test_talks_go_on_while_it_works(memory: Memory) -> None:
    await talk(memory, "u1", *[HALF_A_YEAR_AGO] * 12)
    said: list[Before] = []

    async def breath(_so_far: int) -> None:
        said.append(await keep(memory, "u1", After(a_turn("现在"), state=str(len(said)))))

    await privacy.purge(memory.engine, TODAY, breath)
    assert [before.state for before in said] == ['{"pilot":"tech"}', *map(str, range(len(said) - 1))]
    assert len(said) == 4
    assert {turn.text for turn in await memory.history("web", "u1")} == {"现在"}


async def test_interrupted_it_has_done_a_part_and_counted_it(memory: Memory) -> None:
    await talk(memory, "u1", *[HALF_A_YEAR_AGO] * 7)

    async def breath(_so_far: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await privacy.purge(memory.engine, TODAY, breath)
    assert await number_of(memory, turns) == 4
    assert await outcomes(memory) == 3
    await privacy.purge(memory.engine, TODAY)
    assert await outcomes(memory) == 7


async def test_the_desks_look_ups_are_counted_by_what_came_of_them(memory: Memory) -> None:
    async with memory.engine.begin() as connection:
        officer = {"login": "li", "name": "李", "password_hash": "x", "roles": "[]", "disabled": False, "failures": 0}
        await connection.execute(insert(staff), [officer | {"id": 1, "created": TODAY, "changed": TODAY}])
        marks = ["answered", "answered", "passed_on", None, "answered"]
        at = [HALF_A_YEAR_AGO - timedelta(days=1)] * 4 + [TODAY]
        rows = [{"staff_id": 1, "at": at, "text": "问", "mark": mark} for at, mark in zip(at, marks, strict=True)]
        await connection.execute(insert(lookups), rows)
    assert (await privacy.purge(memory.engine, HALF_A_YEAR_AGO)).lookups == 4
    assert {key[1:]: number for key, number in (await counts(memory)).items()} == {
        ("desk", "mark", "-:answered"): 2,
        ("desk", "mark", "-:passed_on"): 1,
        ("desk", "mark", "-:unmarked"): 1,
    }
    assert await number_of(memory, lookups) == 1


# —— on demand ——


async def everything(memory: Memory) -> str:
    """The whole database as text, but for the daily counts."""
    async with memory.engine.connect() as connection:
        tables = [table for table in metadata.sorted_tables if table is not daily_counts]
        return "".join([str((await connection.execute(select(table))).all()) for table in tables])


async def test_somebody_who_asks_is_forgotten_in_the_same_turn(memory: Memory) -> None:
    await talk(memory, "u1", *[now()] * 8)
    await keep(memory, "u1", After(a_turn("还有"), rest=("一页",), owed=Owed("sealed", ("欠一页",))), message_id="m8")
    await talk(memory, "u2", now())
    (token,) = (await memory.history("web", "u1"))[7].tokens
    async with memory.engine.begin() as connection:
        liked = (await memory.history("web", "u1"))[0].id
        await connection.execute(insert(thumbs), [{"turn_id": liked, "up": True, "at": now()}])
    await keep(memory, "u1", After(a_turn("确认删除"), forget=True), message_id="m9")
    assert await memory.history("web", "u1") == ()
    assert await memory.verdict(token) is None
    assert [await number_of(memory, table) for table in (conversations, turns, verdicts, thumbs, owed_replies)] == [
        1, 1, 1, 0, 0,
    ]  # fmt: skip
    assert memory.hashed("web", "u1") not in await everything(memory)
    left = {key[2:]: number for key, number in (await counts(memory)).items() if key[2] != "hour"}
    assert left == {
        ("outcome", "answered"): 10,
        ("step", "faq"): 10,
        ("clause", "notice.3"): 10,
        ("pilot", "-:answered"): 10,
        ("thumb", "-:up"): 1,
        ("verdict", "tech:verify"): 1,
        ("deciding", "tech:tech.2.5"): 1,
    }, "the turn that asked for it is counted too"


@pytest.mark.parametrize("message", ["m0", "m1", "forget me", "x" * 500])
async def test_a_message_sent_again_after_it_brings_nothing_back(memory: Memory, message: str) -> None:
    await talk(memory, "u1", now(), now())
    await keep(memory, "u1", After(a_turn(), state="1"), message_id="x" * 500)
    await keep(memory, "u1", After(a_turn("确认删除"), forget=True), message_id="forget me")
    before = await everything(memory)
    again = await found(memory, "u1", message_id=message)
    assert (again.forgotten, again.kept, again.state) == (True, None, None)
    assert await everything(memory) == before, "not even an empty talk is begun"
    assert not (await found(memory, "u2", message_id=message)).forgotten, "message ids are one person's own"


async def test_who_comes_back_begins_anew_and_an_old_message_does_not_end_that(memory: Memory) -> None:
    await talk(memory, "u1", now())
    await keep(memory, "u1", After(a_turn("确认删除"), forget=True), message_id="forget me")
    assert await keep(memory, "u1", After(a_turn("你好"), state="new"), message_id="n1") == Before()
    assert (await found(memory, "u1", message_id="m0")).forgotten
    assert (await found(memory, "u1", message_id="n1")).kept is not None
    assert (await found(memory, "u1", message_id="n2")).state == "new"


async def test_a_nonce_of_a_forgotten_message_is_still_spent(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn()), message_id="m1", nonce="n1")
    await keep(memory, "u1", After(a_turn(), forget=True), message_id="m2", nonce="n2")
    for nonce in ("n1", "n2"):
        assert (await found(memory, "u1", message_id="false", nonce=nonce)).replayed
    assert not (await found(memory, "u1", message_id="true", nonce="n3")).replayed


async def test_known_messages_are_forgotten_too_in_the_end(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn(), forget=True), message_id="m1")
    async with memory.engine.begin() as connection:
        long_ago = now() - forgetting.SENT_AGAIN - timedelta(seconds=1)
        await connection.execute(update(forgotten_messages).values(at=long_ago))
    await privacy.purge(memory.engine, HALF_A_YEAR_AGO)
    assert await number_of(memory, forgotten_messages) == 0


async def test_a_turn_that_fails_beside_it_does_not_undo_it(memory: Memory) -> None:
    await talk(memory, "u1", now())
    once = a_verdict("tech")
    broken = After(a_turn(verdicts=(once, once)))
    ended = await asyncio.gather(
        keep(memory, "u2", After(a_turn())),
        keep(memory, "u1", After(a_turn(), forget=True), message_id="forget me"),
        keep(memory, "bad", broken),
        return_exceptions=True,
    )
    assert [isinstance(each, Exception) for each in ended] == [False, False, True]
    assert await memory.history("web", "u1") == ()
    assert {key[2]: number for key, number in (await counts(memory)).items()}["outcome"] == 2, "and nothing is twice"


async def test_deleted_while_they_write_elsewhere_each_message_is_taken_once(memory: Memory, database_url: str) -> None:
    """Two processes, one person: talks are begun, gone on with and forgotten at the same moments."""
    other = Memory(open_engine(async_url(database_url)), KEY)

    def act(number: int) -> Callable[[Before], tuple[None, After | None]]:
        after = After(a_turn(str(number)), forget=number % 4 == 0)
        return lambda before: (None, None if before.kept or before.forgotten else after)

    ways = [each.turn("web", "u1", act(n), message_id=f"m{n}") for n in range(20) for each in (memory, other)]
    await asyncio.gather(*ways)
    await other.engine.dispose()
    kept = {turn.text for turn in await memory.history("web", "u1")}
    again = [await found(memory, "u1", message_id=f"m{n}") for n in range(20)]
    assert all(before.forgotten or before.kept for before in again)
    assert {str(n) for n, before in enumerate(again) if before.kept} == kept
    assert {key[2]: number for key, number in (await counts(memory)).items()}["outcome"] == 20 - len(kept)


async def test_one_person_is_forgotten_by_command_as_well(memory: Memory) -> None:
    await talk(memory, "u1", *[now()] * 8)
    await talk(memory, "u2", now())
    who = memory.hashed("web", "u1")
    assert await privacy.forget(memory.engine, "web", who) == privacy.Removed(turns=8, verdicts=1, conversations=1)
    assert who not in await everything(memory)
    assert (await found(memory, "u1", message_id="m3")).forgotten
    assert await privacy.forget(memory.engine, "web", who) is None
    assert len(await memory.history("web", "u2")) == 1


async def test_a_run_is_put_down_in_numbers(memory: Memory) -> None:
    await privacy.note_run(memory.engine, "forget", {"turns": 3})
    async with memory.engine.connect() as connection:
        (row,) = (await connection.execute(select(privacy_runs))).all()
    assert (row.kind, json.loads(row.counts)) == ("forget", {"turns": 3})


# —— handed out ——


async def test_a_persons_records_are_all_there_and_nobody_elses(memory: Memory) -> None:
    await talk(memory, "u1", *[TODAY] * 4)
    await talk(memory, "u2", TODAY)
    await keep(memory, "u1", After(replace(a_turn("还有"), spoken="话"), rest=("下一页",), owed=Owed("s", ("欠一页",))))
    async with memory.engine.begin() as connection:
        liked = (await memory.history("web", "u1"))[1].id
        await connection.execute(insert(thumbs), [{"turn_id": liked, "up": False, "at": now()}])
    told = await records_of(memory.engine, "web", memory.hashed("web", "u1"))
    assert told is not None
    assert [turn["text"] for turn in told["turns"]] == ["第0句", "第1句", "第2句", "第3句", "还有"]
    assert [turn["thumb"] for turn in told["turns"]] == [None, False, None, None, None]
    assert told["turns"][0]["at"] == "2023-08-20T12:00:00+08:00"
    assert told["turns"][0]["replies"] == [{"kind": "answer", "text": "8月31日"}]
    (verdict,) = told["turns"][3]["verdicts"]
    assert (verdict["programme"], verdict["as_of"]) == ("tech", date(2023, 8, 20).isoformat())
    assert verdict["answers"] == {"applicant_type": "企业"}
    assert (told["talk"]["state"], told["talk"]["unsaid"], told["talk"]["owed"]) == (
        {"pilot": "tech"},
        ["下一页"],
        ["欠一页"],
    )
    assert "u1" not in json.dumps(told)
    assert memory.hashed("web", "u1") not in json.dumps(told)
    assert await records_of(memory.engine, "wechat", memory.hashed("wechat", "u1")) is None


async def test_every_table_that_knows_a_person_is_emptied_by_forgetting(memory: Memory) -> None:
    """A table added later with a person's data must hang on the talk, or be forgotten by hand."""
    hang_on_nobody = {
        "access_tokens", "audit", "daily_counts", "daily_tasks", "entry_drafts", "entry_trials", "entry_versions",
        "forgotten_messages", "lookups", "privacy_runs",
        "question_counts", "question_groups", "question_progress",
        "question_wordings",  # whose words go with the last record of them: test_question_forgetting.py
        "staff", "staff_sessions", "switches",
        "prechecks", "wrong_codes",  # the first go with the code that makes them somebody's: test_code_scenes.py
    }  # fmt: skip
    await talk(memory, "u1", now())
    await privacy.forget(memory.engine, "web", memory.hashed("web", "u1"))
    async with memory.engine.connect() as connection:
        names = set(metadata.tables) - hang_on_nobody
        left = {name for name in names if await connection.scalar(text(f"SELECT count(*) FROM {name}"))}
    assert left == set()
    cascading = {
        table.name
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.ondelete == "CASCADE" and key.column.table.name in ("conversations", "turns")
    }
    assert names == cascading | {"conversations"}
