"""The question log, sought and turned over; told on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from bot.memory.question_log import COUNTED, LogPage, Place, QuestionLog, Sought
from bot.memory.records import After, NewTurn
from bot.memory.store import Memory
from bot.memory.tables import thumbs, turns

NOON = datetime(2023, 8, 20, 4, tzinfo=UTC)


@dataclass
class Logbook:
    """Writes turns through the memory, one minute apart, and gives the log to read them."""

    memory: Memory
    written: list[str] = field(default_factory=list)

    @property
    def log(self) -> QuestionLog:
        return QuestionLog(self.memory.engine)

    async def write(
        self,
        said: str,
        *,
        who: str = "小王",
        channel: str = "web",
        outcome: str = "answered",
        step: str = "faq",
        sure: float | None = 0.9,
        clauses: Sequence[str] = ("notice.3",),
        took: float = 2.0,
        thumb: bool | None = None,
    ) -> str:
        turn_id = f"turn-{len(self.written):04d}"
        new = NewTurn(turn_id, said, outcome, step, sure, clauses, '[{"kind":"answer","text":"答"}]', took, ("fees",))
        await self.memory.turn(channel, who, lambda _before: (None, After(new, state="{}")))
        async with self.memory.engine.begin() as connection:
            at = NOON + timedelta(minutes=len(self.written))
            await connection.execute(update(turns).where(turns.c.id == turn_id).values(created=at))
            if thumb is not None:
                await connection.execute(insert(thumbs).values(turn_id=turn_id, up=thumb, at=at))
        self.written.append(turn_id)
        return turn_id

    async def said(self, **sought: object) -> list[str]:
        """The texts of what is found, newest first."""
        return texts(await self.log.page(Sought(**sought)))  # type: ignore[arg-type]


def texts(page: LogPage) -> list[str]:
    return [turn.text for turn in page.turns]


@pytest.fixture
def book(memory: Memory) -> Logbook:
    return Logbook(memory)


async def test_a_line_says_all_that_is_known_of_a_turn(book: Logbook) -> None:
    await book.write("什么时候截止", channel="wechat", clauses=("notice.3", "tech.3.5"), thumb=False)
    (line,) = (await book.log.page(Sought())).turns
    assert (line.channel, line.text, line.outcome, line.step) == ("wechat", "什么时候截止", "answered", "faq")
    assert (line.confidence, line.clauses, line.latency_ms) == (0.9, ("notice.3", "tech.3.5"), 2.0)
    assert (line.number, line.created, line.thumb) == (1, NOON, False)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({}, ["转人工", "CCUS 100%的吗", "嗯", "截止"]),
        ({"channel": "wechat"}, ["嗯"]),
        ({"channel": "telephone"}, []),
        ({"outcome": "no_match"}, ["嗯"]),
        ({"step": "hand_over"}, ["转人工"]),
        ({"least": 0.6}, ["转人工", "截止"]),
        ({"most": 0.6}, ["CCUS 100%的吗"]),
        ({"least": 0.5, "most": 0.9}, ["CCUS 100%的吗", "截止"]),
        ({"slower_than": 10.0}, ["CCUS 100%的吗"]),
        ({"clause": "tech.3.5"}, ["CCUS 100%的吗"]),
        ({"clause": "tech.3"}, []),
        ({"clause": "%"}, []),
        ({"words": ("截止",)}, ["截止"]),
        ({"words": ("ccus",)}, ["CCUS 100%的吗"]),
        ({"words": ("吗", "CCUS")}, ["CCUS 100%的吗"]),
        ({"words": ("吗", "截止")}, []),
        ({"words": ("0%的",)}, ["CCUS 100%的吗"]),
        ({"words": ("%",)}, ["CCUS 100%的吗"]),
        ({"words": ("_",)}, []),
        ({"words": ("'; DROP TABLE turns --",)}, []),
        ({"thumb": "up"}, ["截止"]),
        ({"thumb": "down"}, ["CCUS 100%的吗"]),
        ({"thumb": "none"}, ["转人工", "嗯"]),
        ({"since": NOON + timedelta(minutes=2)}, ["转人工", "CCUS 100%的吗"]),
        ({"until": NOON + timedelta(minutes=2)}, ["嗯", "截止"]),
        ({"channel": "web", "outcome": "answered", "words": ("止",)}, ["截止"]),
    ],
)
async def test_turns_are_found_by_each_of_their_marks(
    book: Logbook, sought: dict[str, object], found: list[str]
) -> None:
    await book.write("截止", thumb=True)
    await book.write("嗯", who="小李", channel="wechat", outcome="no_match", step="no_match", sure=None, clauses=())
    await book.write("CCUS 100%的吗", sure=0.5, clauses=("tech.3.5",), took=30.0, thumb=False)
    await book.write("转人工", outcome="handed_over", step="hand_over", sure=1.0, clauses=())
    assert await book.said(**sought) == found


async def test_pages_go_on_from_the_last_line_whatever_arrives_meanwhile(book: Logbook) -> None:
    for number in range(7):
        await book.write(f"第{number}问")
    first = await book.log.page(Sought(), size=3)
    assert (texts(first), first.more, first.found) == (["第6问", "第5问", "第4问"], True, 7)
    await book.write("新来的")
    second = await book.log.page(Sought(), first.turns[-1].place, size=3)
    assert (texts(second), second.more, second.found) == (["第3问", "第2问", "第1问"], True, None)
    third = await book.log.page(Sought(), second.turns[-1].place, size=3)
    assert (texts(third), third.more) == (["第0问"], False)


async def test_turns_of_one_moment_are_each_met_once(book: Logbook) -> None:
    """A group of turns is committed at once and carries one moment."""
    for number in range(5):
        await book.write(f"第{number}问")
    async with book.memory.engine.begin() as connection:
        await connection.execute(update(turns).values(created=NOON))
    met: list[str] = []
    place: Place | None = None
    for _ in range(5):
        page = await book.log.page(Sought(), place, size=1)
        met += texts(page)
        place = page.turns[-1].place
    assert sorted(met) == [f"第{number}问" for number in range(5)]
    assert [len(batch) async for batch in book.log.all(Sought(), batch=2)] == [2, 2, 1]


async def test_a_long_reading_brings_every_match_in_small_steps(book: Logbook) -> None:
    for number in range(7):
        await book.write(f"第{number}问", outcome="no_match" if number % 2 else "answered")
    batches = [[turn.text for turn in batch] async for batch in book.log.all(Sought(outcome="answered"), batch=3)]
    assert batches == [["第6问", "第4问", "第2问"], ["第0问"]]
    assert [batch async for batch in book.log.all(Sought(words=("没有",)))] == []


async def test_more_matches_than_are_counted_are_many(book: Logbook) -> None:
    first = await book.write("问")
    async with book.memory.engine.begin() as connection:
        (row,) = (await connection.execute(turns.select())).mappings()
        many = [dict(row) | {"id": f"{first}-{n}", "number": n + 2, "message_id": None} for n in range(COUNTED + 50)]
        await connection.execute(insert(turns), many)
    page = await book.log.page(Sought())
    assert (len(page.turns), page.more, page.found) == (50, True, COUNTED + 1)


async def test_a_talk_is_read_from_its_start_with_what_was_said_back(book: Logbook) -> None:
    await book.write("截止")
    await book.write("别人的话", who="小李")
    await book.write("材料呢", thumb=True)
    talk = (await book.log.page(Sought(words=("截止",)))).turns[0].conversation_id
    first, second = await book.log.talk(talk)
    assert [(turn.line.number, turn.line.text) for turn in (first, second)] == [(1, "截止"), (2, "材料呢")]
    assert (first.replies, first.runners_up, second.line.thumb) == ('[{"kind":"answer","text":"答"}]', ("fees",), True)
    assert await book.log.talk("no-such-talk") == ()
