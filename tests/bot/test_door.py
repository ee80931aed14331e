"""The door, with a conversation that only counts: each message once, one after another, and never without an answer."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from bot import door as door_module
from bot.clock import fixed
from bot.door import Door, Taken
from bot.limits import Limits
from bot.manner import BARE, Below, Spoken
from bot.memory.forgetful import Forgetful
from bot.memory.store import Memory
from bot.memory.tables import conversations, owed_replies, turns, verdicts
from bot.metrics import Metrics
from bot.replies import Cited, Outcome, Reply

DAY = date(2023, 8, 20)
PHONES = "68455013、68450090"
NOTICES: Any = {"n": SimpleNamespace(particulars=SimpleNamespace(hotline=SimpleNamespace(value=PHONES)))}


class Counting(BaseModel):
    """A state that counts the messages, and knows one answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: int = 0
    answers: dict[str, str] = {}
    young: bool = False
    pilot: str | None = "tech"
    dialog: None = None


@dataclass(frozen=True)
class Ended:
    """A turn's end, in the shape of ``conversation.Turn``."""

    outcome: Outcome
    replies: tuple[Reply, ...]
    state: Counting
    step: str
    confidence: float | None = None
    runners_up: tuple[str, ...] = ()
    forget: bool = False
    matter: str | None = None


def count(said: str, state: Counting, notices: object, today: date) -> Ended:
    """A conversation: says the number of the message, and breaks when told to."""
    assert today == DAY
    assert notices is NOTICES
    if said.startswith("坏"):
        raise KeyError(said)
    found: tuple[dict[str, Any], ...] = ()
    if said == "预检":
        verdict = {"as_of": "2023-08-20", "rules": "r1", "result": "verify", "criteria": []}
        found = tuple({"programme": name} | verdict for name in ("tech", "leader"))
    cited = Cited(document="通知", clause="三", quote="8月31日截止", anchor="notice.3")
    reply = Reply(kind="answer", text=f"{state.count + 1}：{said}", citations=(cited,), verdicts=found)
    after = Counting(count=state.count + 1, answers={"district": "海淀区"})
    return Ended(Outcome.answered, (reply,), after, "count", confidence=0.5, runners_up=("时间", "地址"))


@pytest.fixture(autouse=True)
def _counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_module, "converse", count)
    monkeypatch.setattr(door_module, "ConversationState", Counting)
    monkeypatch.setattr(door_module, "Turn", Ended)


@pytest.fixture
def door(memory: Memory) -> Door:
    return Door(memory, NOTICES, fixed(DAY), tally=Metrics())


def counted(door: Door) -> dict[str, int]:
    """The metrics' counters above zero, as 「turns web answered」."""
    assert isinstance(door.tally, Metrics)
    return {
        " ".join((sample.name[len("shenbao_") : -len("_total")], *sample.labels.values())): int(sample.value)
        for family in text_string_to_metric_families(door.tally.text().decode())
        for sample in family.samples
        if sample.name.endswith("_total") and sample.labels and sample.value
    }


def said(taken: Taken) -> list[str]:
    return [reply.text for reply in taken.replies]


async def rows(memory: Memory, table: Any) -> list[Any]:
    async with memory.engine.connect() as connection:
        return list((await connection.execute(select(table))).all())


async def test_a_talk_goes_on_where_it_was(door: Door) -> None:
    assert said(await door.take("web", "u1", "你好")) == ["1：你好"]
    assert said(await door.take("web", "u1", "条件")) == ["2：条件"]
    assert said(await door.take("web", "u2", "你好")) == ["1：你好"]


async def test_the_turn_is_logged_with_what_the_desk_will_ask_of_it(door: Door, memory: Memory) -> None:
    taken = await door.take("web", "u1", "我叫王小明，电话13800138000")
    (row,) = await rows(memory, turns)
    assert (row.id, row.text) == (taken.turn_id, "我叫[姓名]，电话[电话]")
    assert (row.outcome, row.step, row.confidence) == ("answered", "count", 0.5)
    assert json.loads(row.clauses) == ["notice.3"]
    assert json.loads(row.runners_up) == ["时间", "地址"]
    assert (row.pilot, row.asks) == ("tech", None)
    assert row.latency_ms > 0


async def test_a_repeated_message_gets_the_stored_reply_and_nothing_happens_twice(door: Door, memory: Memory) -> None:
    first = await door.take("web", "u1", "预检", "m1")
    again = await door.take("web", "u1", "预检", "m1")
    assert [reply.model_dump_json() for reply in again.replies] == [reply.model_dump_json() for reply in first.replies]
    assert (again.turn_id, again.outcome, again.tokens) == (first.turn_id, first.outcome, first.tokens)
    assert again.repeated
    assert len(await rows(memory, turns)) == 1
    assert len(await rows(memory, verdicts)) == 2
    assert counted(door) == {"turns web answered": 1, "repeats web": 1}
    assert said(await door.take("web", "u1", "下一句", "m2")) == ["2：下一句"]


async def test_the_same_message_many_times_at_once_is_answered_once(door: Door, memory: Memory) -> None:
    taken = await asyncio.gather(*(door.take("web", "u1", "截止时间", "m1") for _ in range(8)))
    assert {reply.model_dump_json() for each in taken for reply in each.replies} == {
        taken[0].replies[0].model_dump_json()
    }
    assert len(await rows(memory, turns)) == 1


async def test_messages_of_one_person_at_once_are_taken_one_after_another(door: Door) -> None:
    taken = await asyncio.gather(*(door.take("web", "u1", f"第{n}句", f"m{n}") for n in range(8)))
    assert sorted(said(each)[0][0] for each in taken) == list("12345678")


async def test_a_verdict_is_kept_with_its_answers_day_and_rules(door: Door, memory: Memory) -> None:
    taken = await door.take("web", "u1", "预检")
    assert len(taken.tokens) == 2
    first = await memory.verdict(taken.tokens[0])
    assert first is not None
    assert (first.programme, first.as_of, first.rules) == ("tech", DAY, "r1")
    assert first.answers == {"district": "海淀区"}


async def test_a_fault_says_sorry_with_the_hotline_and_keeps_the_state(
    door: Door, memory: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    await door.take("web", "u1", "你好")
    with caplog.at_level(logging.ERROR):
        taken = await door.take("web", "u1", "坏了，我的电话是13800138000", "m1")
    assert taken.outcome is Outcome.error
    (reply,) = taken.replies
    assert reply.kind == "decline"
    assert PHONES in reply.text
    assert taken.turn_id in caplog.text
    assert "test_door.py" in caplog.text, "the log says where"
    assert "13800138000" not in caplog.text, "and not what the person said"
    assert counted(door) == {"turns web answered": 1, "turns web error": 1, "faults KeyError": 1}
    assert [(row.outcome, row.id) for row in await rows(memory, turns)][-1] == ("error", taken.turn_id)
    again = await door.take("web", "u1", "坏了，我的电话是13800138000", "m1")
    assert (again.repeated, again.replies) == (True, taken.replies)
    assert said(await door.take("web", "u1", "条件")) == ["2：条件"]


async def test_a_database_that_is_gone_still_gets_an_answer(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = 0

    def gone(*_: object, **__: object) -> None:
        nonlocal tried
        tried += 1
        raise OperationalError("SELECT 1", {}, OSError("gone"))

    monkeypatch.setattr(door.memory, "turn", gone)
    taken = await door.take("web", "u1", "你好")
    assert (taken.outcome, tried) == (Outcome.error, 1)
    assert PHONES in said(taken)[0]
    monkeypatch.undo()


async def test_a_commit_that_fails_gives_no_answer_that_was_not_kept(door: Door, memory: Memory) -> None:
    """The reply must not leave before it is kept: a person told one thing, asked again, must not be told another."""
    await door.take("web", "u1", "你好")
    async with memory.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE turns RENAME TO elsewhere"))
    taken = await door.take("web", "u1", "条件")
    assert taken.outcome is Outcome.error
    async with memory.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE elsewhere RENAME TO turns"))
    assert said(await door.take("web", "u1", "条件")) == ["2：条件"]


@pytest.mark.parametrize(
    "damage", ["{", "null", "[]", '{"count": "many"}', '{"from": "the future"}', "", '{"count": 1e999}']
)
async def test_a_damaged_state_starts_afresh_and_is_put_aside(door: Door, memory: Memory, damage: str) -> None:
    await door.take("web", "u1", "你好")
    async with memory.engine.begin() as connection:
        await connection.execute(conversations.update().values(state=damage))
    told, answered = said(await door.take("web", "u1", "条件"))
    assert "从头开始" in told, "the person is told, once"
    assert answered == "1：条件"
    (row,) = await rows(memory, conversations)
    assert row.former_state == damage
    assert said(await door.take("web", "u1", "材料")) == ["2：材料"]


async def test_a_very_long_message_is_refused_kindly(door: Door, memory: Memory) -> None:
    assert (await door.take("web", "u1", "问" * 2000)).outcome is Outcome.answered
    taken = await door.take("web", "u1", "问" * 2001)
    assert taken.outcome is Outcome.refused
    assert "2000" in said(taken)[0]
    assert PHONES in said(taken)[0]
    assert max(len(row.text) for row in await rows(memory, turns)) == 2000
    assert said(await door.take("web", "u1", "短的")) == ["2：短的"]


async def test_what_no_database_stores_is_cleaned_out(door: Door) -> None:
    taken = await door.take("web", "u1", "截\x00止\ud800时间", "m1")
    assert taken.outcome is Outcome.answered
    assert said(taken) == ["1：截 止?时间"]


class InPages:
    """A channel's manner: each reply is a page, of which one leaves at a time."""

    def __init__(self, sign: str = "") -> None:
        self.sign = sign

    def speak(self, replies: Sequence[Reply], tokens: Sequence[str], below: Below = BARE) -> Spoken:  # noqa: ARG002
        first, *rest = [f"{self.sign}{reply.text}" for reply in replies] + [f"链接 {token}" for token in tokens]
        return Spoken(first, tuple(rest))

    def more(self, said: str, rest: Sequence[str]) -> Spoken | None:
        return Spoken(rest[0], tuple(rest[1:])) if said == "更多" and rest else None

    def judgement(self, said: str) -> bool | None:
        return {"有用": True}.get(said)

    def thanks(self, up: bool) -> Spoken:
        return Spoken(f"谢谢 {up}")


def words(taken: Taken) -> str | None:
    return taken.spoken.text if taken.spoken else None


async def test_a_channel_with_a_manner_gets_its_words_page_by_page(door: Door, memory: Memory) -> None:
    taken = await door.take("wechat", "u1", "预检", "m1", manner=InPages())
    assert words(taken) == "1：预检"
    pages = [words(await door.take("wechat", "u1", "更多", f"more{n}", manner=InPages())) for n in range(3)]
    assert pages[:2] == [f"链接 {token}" for token in taken.tokens]
    assert pages[2] == "2：更多", "when nothing is left it is a message like any other"
    assert [row.step for row in await rows(memory, turns)] == ["count", "more", "more", "count"]


async def test_another_question_leaves_the_unsaid_pages_behind(door: Door) -> None:
    await door.take("wechat", "u1", "预检", manner=InPages())
    await door.take("wechat", "u1", "条件", manner=InPages())
    assert words(await door.take("wechat", "u1", "更多", manner=InPages())) == "3：更多"


async def test_a_retry_gets_the_same_words_even_from_a_program_that_words_them_anew(door: Door) -> None:
    first = await door.take("wechat", "u1", "预检", "m1", manner=InPages())
    again = await door.take("wechat", "u1", "预检", "m1", manner=InPages("新版："))
    assert (again.repeated, words(again)) == (True, words(first))


async def test_a_page_turned_twice_by_a_retry_turns_once(door: Door) -> None:
    taken = await door.take("wechat", "u1", "预检", "m1", manner=InPages())
    pages = [words(await door.take("wechat", "u1", "更多", "m2", manner=InPages())) for _ in range(2)]
    assert pages == [f"链接 {taken.tokens[0]}"] * 2


async def test_what_does_not_fit_is_owed_where_it_can_be_sent(door: Door, memory: Memory) -> None:
    taken = await door.take("wechat", "u1", "预检", "m1", manner=InPages(), owe_to="sealed id")
    assert [(row.recipient, row.text) for row in await rows(memory, owed_replies)] == [
        ("sealed id", f"链接 {token}") for token in taken.tokens
    ]
    assert words(await door.take("wechat", "u1", "更多", "m2", manner=InPages())) == "2：更多"


async def test_a_nonce_used_for_another_message_does_nothing(door: Door, memory: Memory) -> None:
    await door.take("wechat", "u1", "你好", "m1", nonce="n1")
    taken = await door.take("wechat", "u1", "假的", "m2", nonce="n1")
    assert (taken.replayed, taken.replies) == (True, ())
    assert len(await rows(memory, turns)) == 1


async def test_an_event_is_answered_without_the_conversation(door: Door, memory: Memory) -> None:
    def welcome(state: Any, notices: object, today: date) -> Any:
        assert (notices, today) == (NOTICES, DAY)
        return Ended(Outcome.answered, (Reply(kind="answer", text="欢迎"),), state, "welcome")

    await door.take("wechat", "u1", "你好", "m1")
    assert said(await door.take("wechat", "u1", "[关注]", "m2", answer=welcome)) == ["欢迎"]
    assert said(await door.take("wechat", "u1", "条件", "m3")) == ["2：条件"]
    assert [row.step for row in await rows(memory, turns)] == ["count", "welcome", "count"]


async def test_a_crowd_is_told_at_once_and_nothing_is_half_done(memory: Memory) -> None:
    door = Door(Memory(memory.engine, b"a key of sixteen bytes or more", queue_limit=2), NOTICES, fixed(DAY))
    taken = await asyncio.gather(*(door.take("web", f"u{n}", "你好", f"m{n}") for n in range(4)))
    assert [each.outcome for each in taken] == [Outcome.answered] * 2 + [Outcome.refused] * 2
    assert "请过一两分钟再发一次" in said(taken[3])[0]
    assert PHONES in said(taken[3])[0]
    assert said(await door.take("web", "u3", "你好", "m3")) == ["1：你好"], "sent again it is the first time"


async def test_who_speaks_too_often_is_asked_to_wait_and_others_are_not(memory: Memory) -> None:
    door = Door(memory, NOTICES, fixed(DAY), limits=Limits(per_minute=2), tally=Metrics())
    for message in ("一", "二"):
        for delivery in ("first", "again"):
            taken = await door.take("web", "u1", message, message)
            assert (taken.outcome, taken.repeated) == (Outcome.answered, delivery == "again"), "retries do not count"
    taken = await door.take("web", "u1", "三", "m3", manner=InPages())
    assert taken.outcome is Outcome.refused
    assert "过一会儿" in str(words(taken))
    assert PHONES in str(words(taken))
    assert (await door.take("web", "u2", "一")).outcome is Outcome.answered
    assert len(await rows(memory, turns)) == 3, "what is not taken is not kept"
    assert counted(door)["turned_away limit"] == 1


async def test_a_fault_in_the_channels_manner_still_says_sorry(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Spoken:
        raise ValueError("no words")

    monkeypatch.setattr(InPages, "speak", broken)
    taken = await door.take("wechat", "u1", "你好", "m1", manner=InPages())
    assert taken.outcome is Outcome.error
    assert PHONES in str(words(taken))
    assert words(await door.take("wechat", "u1", "你好", "m1", manner=InPages())) == words(taken)


async def test_without_a_memory_every_question_is_the_first() -> None:
    door = Door(Forgetful(), NOTICES, fixed(DAY))
    assert said(await door.take("ask", "ask", "预检")) == ["1：预检"]
    assert said(await door.take("ask", "ask", "条件", "m1")) == ["1：条件"]
    assert (await door.take("ask", "ask", "坏")).outcome is Outcome.error
