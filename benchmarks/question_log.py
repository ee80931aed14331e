"""How long a page of the question log takes with 100,000 turns, by what is sought, and taking all of it along."""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import date, timedelta
from functools import partial

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.postgres import postgres
from benchmarks.questions import questions
from benchmarks.table import Row, percentile
from bot.clock import now
from bot.conversation import converse
from bot.database_url import async_url
from bot.desk.export import csv_file, xlsx_file
from bot.desk.log import HEADING, WIDTHS, table_of
from bot.keeping import kept_turn
from bot.memory.engine import open_engine
from bot.memory.question_log import QuestionLog, Sought
from bot.memory.records import NewTurn
from bot.memory.schema import upgrade
from bot.memory.tables import conversations, turns
from bot.notices import Notices, load_notices
from bot.state import ConversationState

TURNS = 100_000
TALKS = 20_000
DAY = date(2023, 8, 20)
TIMES = 15
SEARCHES = {
    "nothing: the newest": Sought(),
    "a common word": Sought(words=("截止",)),
    "a word nobody said": Sought(words=("从来没有",)),
    "letters nobody wrote": Sought(words=("zzzz",)),
    "an outcome nobody had": Sought(outcome="error"),
    "a clause nobody was shown": Sought(clause="none"),
    "one channel": Sought(channel="wechat"),
    "one channel, an outcome nobody had": Sought(channel="web", outcome="error"),
    "confidence between 0.4 and 0.5": Sought(least=0.4, most=0.5),
    "no thumb": Sought(thumb="none"),
}


def table() -> tuple[str, Row, list[Row]]:
    """Milliseconds for a page, seconds for a file."""
    notices = load_notices()
    notice = next(iter(notices.values()))
    said = [_answered(notices, question) for question in questions(notice, most=800)]
    measure = partial(_measured, said=said, notices=notices)
    with tempfile.TemporaryDirectory() as folder, postgres() as database:
        here = asyncio.run(measure(f"sqlite:///{folder}/talks.db"))
        there = asyncio.run(measure(database("question_log")))
    rows: list[Row] = [[what, *here[what], *there[what]] for what in here]
    head = ["sought", "SQLite p50", "SQLite p95", "PostgreSQL p50", "PostgreSQL p95"]
    return f"A page of the question log, {TURNS:,} turns (mark: under 100 ms)", head, rows


def _answered(notices: Notices, question: str) -> NewTurn:
    return kept_turn("", question, converse(question, ConversationState(), notices, DAY), 2.0)


async def _measured(url: str, said: list[NewTurn], notices: Notices) -> dict[str, list[str]]:
    engine = open_engine(async_url(url))
    await upgrade(engine)
    await _fill(engine, said)
    log = QuestionLog(engine)
    figures = {}
    for name, sought in SEARCHES.items():
        times = []
        for _ in range(TIMES):
            began = time.perf_counter()
            await log.page(sought)
            times.append((time.perf_counter() - began) * 1000)
        figures[name] = [f"{percentile(times, share):.1f} ms" for share in (0.5, 0.95)]
    rows = partial(table_of, log, Sought(), next(iter(notices.values())).clauses)
    figures["all of it as CSV"] = [await _taken(csv_file(HEADING, rows())), ""]
    figures["all of it as XLSX"] = [await _taken(xlsx_file("log", HEADING, WIDTHS, rows())), ""]
    await engine.dispose()
    return figures


async def _taken(file: AsyncIterator[bytes]) -> str:
    began = time.perf_counter()
    size = sum([len(chunk) async for chunk in file])
    return f"{time.perf_counter() - began:.1f} s, {size / 1e6:.0f} MB"


async def _fill(engine: AsyncEngine, said: list[NewTurn]) -> None:
    """Half a year of turns of the questions ``said``, in talks of five on average."""
    chance = random.Random(82)
    end = now()
    new = {"turns": 0, "created": end, "updated": end}
    who = [{"id": f"talk{n}", "channel": ("web", "wechat")[n % 3 > 0], "user_hash": f"{n:064}"} for n in range(TALKS)]
    async with engine.begin() as connection:
        await connection.execute(insert(conversations), [talk | new for talk in who])
    for start in range(0, TURNS, 5_000):
        rows = [_row(n, chance.choice(said)) for n in range(start, start + 5_000)]
        for n, row in enumerate(rows, start):
            row["created"] = end - timedelta(days=180) * (1 - n / TURNS)
        async with engine.begin() as connection:
            await connection.execute(insert(turns), rows)
    if engine.dialect.name == "postgresql":
        async with engine.begin() as connection:
            await connection.execute(text("ANALYZE"))


def _row(number: int, turn: NewTurn) -> dict[str, object]:
    return {
        "id": f"turn{number:07}",
        "conversation_id": f"talk{number * 7919 % TALKS}",
        "number": number // TALKS + 1,
        "text": turn.text,
        "outcome": turn.outcome,
        "step": turn.step,
        "confidence": turn.confidence,
        "clauses": json.dumps(turn.clauses),
        "replies": turn.replies,
        "latency_ms": turn.latency_ms,
        "runners_up": json.dumps(turn.runners_up),
    }
