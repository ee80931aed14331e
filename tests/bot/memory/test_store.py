"""One turn, one transaction; told on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.database_url import async_url
from bot.memory.commits import Full
from bot.memory.engine import open_engine
from bot.memory.lane import Lane
from bot.memory.records import After, Before, NewTurn, NewVerdict, Owed
from bot.memory.store import Memory
from bot.memory.tables import conversations, owed_replies, turns
from tests.bot.conftest import KEY


def a_turn(said: str = "截止时间", **more: Any) -> NewTurn:
    return NewTurn(
        id=str(uuid.uuid4()),
        text=said,
        outcome="answered",
        step="faq",
        confidence=0.9,
        clauses=("notice.3",),
        replies='[{"kind":"answer","text":"8月31日"}]',
        latency_ms=1.5,
        **more,
    )


def a_verdict(programme: str) -> NewVerdict:
    return NewVerdict(
        uuid.uuid4().hex,
        programme,
        {"applicant_type": "企业"},
        date(2023, 8, 20),
        "hash",
        {"programme": programme, "result": "verify"},
        "verify",
        ("tech.2.5",),
    )


async def keep(memory: Memory, user: str, after: After, **message: str) -> Before:
    """Take a turn that leaves ``after``; gives what it found."""
    return await memory.turn("web", user, lambda before: (before, after), **message)


async def found(memory: Memory, user: str, channel: str = "web", **message: str) -> Before:
    """What a turn would find, without leaving anything."""
    return await memory.turn(channel, user, lambda before: (before, None), **message)


async def count_one_up(memory: Memory, user: str = "u1") -> None:
    def act(before: Before) -> tuple[None, After]:
        so_far = int(before.state or 0)
        return None, After(a_turn(str(so_far)), state=str(so_far + 1))

    await memory.turn("web", user, act)


async def test_the_next_turn_finds_the_state_of_the_last(memory: Memory) -> None:
    first = await keep(memory, "小王", After(a_turn(), state='{"pilot":"tech"}', rest=("下一页", "末页")))
    assert first == Before()
    assert await found(memory, "小王") == Before(state='{"pilot":"tech"}', rest=("下一页", "末页"))


async def test_people_and_channels_are_kept_apart(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn(), state="1"))
    for channel, user in (("web", "u2"), ("wechat", "u1")):
        assert (await found(memory, user, channel)).state is None


async def test_a_turn_that_cannot_be_written_leaves_no_trace(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn("第一句"), state="1"), message_id="m1")
    once = a_verdict("tech")
    broken = After(a_turn("第二句", verdicts=(once, once)), state="2", rest=("页",))
    with pytest.raises(SQLAlchemyError):
        await keep(memory, "u1", broken, message_id="m2")
    after = await found(memory, "u1", message_id="m2")
    assert (after.state, after.rest, after.kept) == ("1", (), None)
    assert [kept.text for kept in await memory.history("web", "u1")] == ["第一句"]


async def test_a_turn_that_cannot_be_written_does_not_take_others_with_it(memory: Memory) -> None:
    once = a_verdict("tech")
    broken = After(a_turn(verdicts=(once, once)), state="broken")
    good = [keep(memory, f"u{n}", After(a_turn(), state="good")) for n in range(6)]
    ended = await asyncio.gather(*good[:3], keep(memory, "bad", broken), *good[3:], return_exceptions=True)
    assert [isinstance(each, SQLAlchemyError) for each in ended] == [False] * 3 + [True] + [False] * 3
    assert [(await found(memory, f"u{n}")).state for n in range(6)] == ["good"] * 6
    assert (await found(memory, "bad")).state is None


async def test_an_act_that_raises_leaves_nobody_waiting(memory: Memory) -> None:
    def broken(_before: Before) -> tuple[None, None]:
        raise RuntimeError("an act must not raise")

    taken = asyncio.gather(*(memory.turn("web", f"u{n}", broken) for n in range(3)), return_exceptions=True)
    assert [str(fault) for fault in await asyncio.wait_for(taken, 10)] == ["an act must not raise"] * 3
    await count_one_up(memory)
    assert (await found(memory, "u1")).state == "1", "and the next one is taken"


async def test_a_repeated_message_finds_its_reply_byte_for_byte(memory: Memory) -> None:
    reply = '[ {"text" : "格式，原样\\n", "emoji":"🌏"} ]'
    told = (a_verdict("tech"), a_verdict("leader"))
    first = replace(a_turn("问", verdicts=told, spoken="原话\n🌏"), replies=reply)
    await keep(memory, "u1", After(first, state="1"), message_id="m1")
    kept = (await found(memory, "u1", message_id="m1")).kept
    assert kept is not None
    assert (kept.id, kept.replies, kept.spoken) == (first.id, reply, "原话\n🌏")
    assert kept.tokens == tuple(verdict.token for verdict in told)
    assert (await found(memory, "another person", message_id="m1")).kept is None, "message ids are one person's own"


async def test_a_message_id_of_any_length_is_remembered(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn("问"), state="1"), message_id="m" * 5000)
    assert (await found(memory, "u1", message_id="m" * 5000)).kept is not None
    assert (await found(memory, "u1", message_id="m" * 4999)).kept is None


async def test_a_nonce_belongs_to_one_message(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn(), state="1"), message_id="m1", nonce="n1")
    assert not (await found(memory, "u1", message_id="m1", nonce="n1")).replayed, "a retry may carry it again"
    assert (await found(memory, "u1", message_id="m2", nonce="n1")).replayed
    assert (await found(memory, "u2", message_id="m1", nonce="n1")).replayed
    assert not (await found(memory, "u2", message_id="m1", nonce="n2")).replayed


async def test_of_two_messages_under_one_nonce_at_once_the_second_is_the_replay(memory: Memory) -> None:
    at_once = (found(memory, user, message_id="m1", nonce="n1") for user in ("u1", "u2"))
    assert [before.replayed for before in await asyncio.gather(*at_once)] == [False, True]


async def test_an_old_nonce_may_come_again_by_chance(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn(), state="1"), message_id="m1", nonce="n1")
    async with memory.engine.begin() as connection:
        await connection.execute(turns.update().values(created=datetime.now(UTC) - timedelta(minutes=11)))
    assert not (await found(memory, "u2", message_id="m2", nonce="n1")).replayed


async def test_turns_of_one_person_wait_for_each_other(memory: Memory) -> None:
    """Twenty messages at once: each sees the state the one before left, none is lost."""
    await asyncio.gather(*(count_one_up(memory) for _ in range(20)))
    assert [kept.text for kept in await memory.history("web", "u1")] == [str(number) for number in range(20)]


async def test_turns_of_many_people_are_committed_together(memory: Memory) -> None:
    commits = 0

    def committed(_connection: object) -> None:
        nonlocal commits
        commits += 1

    event.listen(Engine, "commit", committed)  # whichever connection it is that commits
    try:
        await asyncio.gather(*(count_one_up(memory, f"u{n % 40}") for n in range(120)))
    finally:
        event.remove(Engine, "commit", committed)
    assert 3 <= commits <= 6, "120 turns of 40 people"
    assert {(await found(memory, f"u{n}")).state for n in range(40)} == {"3"}


async def test_two_processes_wait_for_each_other_too(memory: Memory, database_url: str) -> None:
    """Another memory on the same database stands for another process: it shares no queue with the first."""
    other_engine = open_engine(async_url(database_url))
    other = Memory(other_engine, KEY)
    people = [f"u{n}" for n in range(5)]
    await asyncio.gather(*(count_one_up(at, user) for at in (memory, other) * 5 for user in people))
    await other_engine.dispose()
    assert {(await found(memory, user)).state for user in people} == {"10"}


async def test_when_too_many_wait_the_next_is_told_at_once(memory: Memory) -> None:
    small = Memory(memory.engine, KEY, queue_limit=3)
    ended = await asyncio.gather(*(count_one_up(small, f"u{n}") for n in range(5)), return_exceptions=True)
    assert [isinstance(each, Full) for each in ended] == [False] * 3 + [True] * 2
    await count_one_up(small)
    assert small.waiting == 0


async def test_somebody_who_stops_waiting_stops_nobody_else(memory: Memory) -> None:
    gone = asyncio.create_task(count_one_up(memory, "u1"))
    stays = asyncio.create_task(count_one_up(memory, "u2"))
    await asyncio.sleep(0)
    gone.cancel()
    await stays
    assert (await found(memory, "u1")).state == "1", "what was taken is finished"


async def test_a_group_that_is_broken_off_holds_nobody_up(memory: Memory, database_url: str) -> None:
    """As when the loop closes over it: its locks are given back, nothing of it is kept, and the next is taken."""
    taking = asyncio.create_task(count_one_up(memory))
    while not (working := memory._commits._working):
        await asyncio.sleep(0)
    (work,) = working.values()
    await asyncio.sleep(0)  # now it is being read, in the lane's thread
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking
    other_engine = open_engine(async_url(database_url))
    other = await asyncio.wait_for(found(Memory(other_engine, KEY), "u1"), 2)
    await other_engine.dispose()
    assert other.state is None
    await count_one_up(memory)
    assert (await found(memory, "u1")).state == "1"


async def test_no_user_id_is_stored(memory: Memory) -> None:
    after = After(a_turn(), state="1")
    await memory.turn("wechat", "oXyZ-openid-1234567", lambda _: (None, after))
    async with memory.engine.connect() as connection:
        for table in ("conversations", "turns", "verdicts"):
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()
            assert "openid" not in str(rows)
        (hashed,) = (await connection.execute(select(conversations.c.user_hash))).scalars()
    other_key = Memory(memory.engine, b"another key, another hash")
    before = await found(other_key, "oXyZ-openid-1234567", "wechat")
    assert before.state is None, "the hash hangs on the key: a copied database tells nobody's name"
    assert len(hashed) == 64


async def test_pages_that_follow_on_their_own_are_kept_with_the_turn(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn(), state="1", owed=Owed("sealed", ("一", "二"))))
    async with memory.engine.connect() as connection:
        rows = (await connection.execute(select(owed_replies).order_by(owed_replies.c.position))).all()
    assert [(row.recipient, row.text, row.attempts) for row in rows] == [("sealed", "一", 0), ("sealed", "二", 0)]


async def test_an_answer_that_comes_late_is_left_for_the_next_time(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn(), state="1", rest=("二",)))
    await memory.leave("web", "u1", ("迟到的", "一"))
    assert (await found(memory, "u1")).rest == ("迟到的", "一", "二")
    await memory.leave("web", "nobody", ("页",))
    assert (await found(memory, "nobody")).rest == ()


async def test_an_answer_that_comes_late_can_be_sent_on_its_own(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn(), state="1"))
    await memory.leave("web", "u1", ("迟到的",), owe_to="sealed")
    async with memory.engine.connect() as connection:
        (row,) = (await connection.execute(select(owed_replies))).all()
    assert (row.recipient, row.text) == ("sealed", "迟到的")
    assert (await found(memory, "u1")).rest == ()


async def test_a_state_that_cannot_be_read_is_put_aside(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn(), state='{"from":"the future"}'))
    await keep(memory, "u1", After(a_turn(), state="{}", unreadable='{"from":"the future"}'))
    async with memory.engine.connect() as connection:
        row = (await connection.execute(select(conversations))).one()
    assert (row.state, row.former_state) == ("{}", '{"from":"the future"}')


async def test_a_turn_may_leave_the_state_as_it_was(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn(), state="before"))
    await keep(memory, "u1", After(a_turn(), state=None))
    assert (await found(memory, "u1")).state == "before"


async def test_a_verdict_is_found_by_its_token_and_by_nothing_else(memory: Memory) -> None:
    told = a_verdict("region")
    await keep(memory, "u1", After(a_turn(verdicts=(told,)), state="1"))
    kept = await memory.verdict(told.token)
    assert kept is not None
    assert (kept.programme, kept.as_of, kept.rules) == ("region", date(2023, 8, 20), "hash")
    assert kept.answers == {"applicant_type": "企业"}
    assert kept.verdict["result"] == "verify"
    assert datetime.now(UTC) - kept.created < timedelta(minutes=1)
    assert await memory.verdict(told.token[:-1]) is None
    assert await memory.verdict("") is None


async def test_history_ends_with_the_last_turn_and_keeps_to_its_limit(memory: Memory) -> None:
    for number in range(5):
        await keep(memory, "u1", After(a_turn(str(number)), state="1"))
    assert [kept.text for kept in await memory.history("web", "u1", limit=3)] == ["2", "3", "4"]
    assert await memory.history("web", "nobody") == ()


async def test_moments_come_back_in_utc(memory: Memory) -> None:
    await keep(memory, "u1", After(a_turn(), state="1"))
    async with memory.engine.connect() as connection:
        (created,) = (await connection.execute(select(turns.c.created))).scalars()
    assert created.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - created) < timedelta(minutes=1)


async def test_while_one_group_is_being_written_the_next_is_answered(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the database lets two write at once; a second turn of the same person waits all the same."""
    if memory.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets one write at a time")
    seen: list[str] = []
    go_on = asyncio.Event()
    write = Lane.write

    async def held_up(lane: Lane, ended: Any) -> None:
        if not go_on.is_set():
            await go_on.wait()
        await write(lane, ended)

    def answered(user: str) -> Callable[[Before], tuple[None, After]]:
        return lambda _: (seen.append(user), (None, After(a_turn(), state="1")))[1]

    monkeypatch.setattr(Lane, "write", held_up)
    taking = [asyncio.create_task(memory.turn("web", "u1", answered("u1")))]
    while seen != ["u1"]:
        await asyncio.sleep(0.001)
    taking += [asyncio.create_task(memory.turn("web", user, answered(user))) for user in ("u1", "u2")]
    while seen != ["u1", "u2"]:
        await asyncio.sleep(0.001)
    go_on.set()
    await asyncio.gather(*taking)
    assert seen == ["u1", "u2", "u1"]
