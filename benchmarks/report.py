"""A year of talks: how long a page of figures and a whole report take, and the memory of what makes them."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import psutil
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.postgres import postgres
from benchmarks.table import Row
from bot.database_url import async_url
from bot.figures.days import Days
from bot.memory.engine import open_engine
from bot.memory.figures import Scope, count
from bot.memory.question_tables import question_groups, question_wordings, questions
from bot.memory.schema import upgrade
from bot.memory.tables import conversations, thumbs, turns, verdicts
from bot.notices import load_notice

TURNS = 200_000
TALKS = TURNS // 5
GROUPS = 2_000
DAYS = Days(date(2023, 1, 1), date(2023, 12, 31))
NOW = datetime(2024, 1, 1, tzinfo=UTC)
_OUTCOMES = {"answered": 60, "clarified": 8, "in_dialog": 22, "no_match": 8, "handed_over": 2}
_ENDINGS = {"answered": "answered", "clarified": "clarified", "no_match": "missed"}
_REPLIES = json.dumps([{"kind": "answer", "text": "答" * 600}], ensure_ascii=False)


class Spent(NamedTuple):
    """Seconds, and megabytes resident at most."""

    counting: float
    week: float
    composing: float
    word: float
    page: float
    most: float


def table() -> tuple[str, Row, list[Row]]:
    with tempfile.TemporaryDirectory() as folder, postgres() as database:
        urls = {"SQLite": async_url(f"sqlite:///{folder}/talks.db"), "PostgreSQL": async_url(database("report"))}
        spent = {name: _apart(url) for name, url in urls.items()}
    rows: list[Row] = [
        ["the figures of the year", *(f"{one.counting:.2f} s" for one in spent.values())],
        ["the figures of a week", *(f"{one.week:.2f} s" for one in spent.values())],
        [
            "the report composed: the year, the one before, the questions",
            *(f"{one.composing:.1f} s" for one in spent.values()),
        ],
        ["written as Word, with every chart", *(f"{one.word:.1f} s" for one in spent.values())],
        ["written as a page", *(f"{one.page:.1f} s" for one in spent.values())],
        ["memory resident at most", *(f"{one.most:.0f} MB" for one in spent.values())],
    ]
    return f"The report on a year of {TURNS:,} turns", ["what", *spent], rows


def _apart(url: str) -> Spent:
    """Filled here, measured in a process of its own, whose memory is nobody else's."""
    asyncio.run(_filled(url))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (url,))


def _measured(url: str) -> Spent:
    return asyncio.run(_spent(url))


async def _spent(url: str) -> Spent:
    from bot.report.compose import compose  # noqa: PLC0415 - their memory is part of what is measured
    from bot.report.page import page  # noqa: PLC0415
    from bot.report.word import word  # noqa: PLC0415

    engine, notice = open_engine(url), load_notice()
    notice.warm()
    counting = await _timed(lambda: count(engine, Scope(DAYS.first, DAYS.last), NOW))
    week = await _timed(lambda: count(engine, Scope(date(2023, 8, 14), date(2023, 8, 20)), NOW))
    began = time.perf_counter()
    made = await compose(engine, notice, DAYS, NOW)
    composing = time.perf_counter() - began
    await engine.dispose()
    times = []
    for write in (word, page):
        began = time.perf_counter()
        write(made)
        times.append(time.perf_counter() - began)
    most = psutil.Process().memory_info().rss / 1_000_000
    return Spent(counting, week, composing, times[0], times[1], most)


async def _timed(work: Callable[[], Any]) -> float:
    """The better of two: the first reads the disk."""
    times = []
    for _ in range(2):
        began = time.perf_counter()
        await work()
        times.append(time.perf_counter() - began)
    return min(times)


async def _filled(url: str) -> None:
    """A year of turns of TALKS people, every twentieth with a thumb, every fiftieth with a verdict."""
    engine = open_engine(url)
    await upgrade(engine)
    chance = random.Random(82)
    new = {"turns": 5, "created": NOW, "updated": NOW, "state": _REPLIES}
    talks = [{"id": f"talk{n}", "channel": ("web", "wechat")[n % 3 > 0], "user_hash": f"{n:064}"} for n in range(TALKS)]
    async with engine.begin() as connection:
        await connection.execute(insert(conversations), [talk | new for talk in talks])
        group = {"by_hand": False, "created": NOW}
        await connection.execute(insert(question_groups), [{"id": n + 1} | group for n in range(GROUPS)])
        words = [{"id": n + 1, "group_id": n + 1, "digest": f"{n:064}", "text": f"第{n}个问题"} for n in range(GROUPS)]
        await connection.execute(insert(question_wordings), words)
    for start in range(0, TURNS, 5_000):
        await _fill(engine, [_turn(number, chance) for number in range(start, start + 5_000)], chance)
    if engine.dialect.name == "postgresql":
        async with engine.begin() as connection:
            await connection.execute(text("ANALYZE"))
    await engine.dispose()


async def _fill(engine: AsyncEngine, rows: list[dict[str, Any]], chance: random.Random) -> None:
    asked = [row for row in rows if row["outcome"] in _ENDINGS]
    async with engine.begin() as connection:
        await connection.execute(insert(turns), rows)
        await connection.execute(insert(questions), [_question(row, chance) for row in asked])
        words = [{"turn_id": row["id"], "up": chance.random() < 0.8, "at": row["created"]} for row in rows[::20]]
        await connection.execute(insert(thumbs), words)
        await connection.execute(insert(verdicts), [_verdict(row, chance) for row in rows[::50]])


def _turn(number: int, chance: random.Random) -> dict[str, Any]:
    outcome = chance.choices(list(_OUTCOMES), list(_OUTCOMES.values()))[0]
    return {
        "id": f"turn{number:07}",
        "conversation_id": f"talk{number * 7919 % TALKS}",
        "number": number // TALKS + 1,
        "text": "什么时候截止",
        "outcome": outcome,
        "step": "faq",
        "confidence": 0.9,
        "clauses": '["notice.3"]',
        "replies": _REPLIES,
        "latency_ms": 2.0,
        "pilot": chance.choice((None, "tech", "leader", "region")),
        "asks": "applicant_type" if outcome == "in_dialog" else None,
        "created": NOW - timedelta(days=365) * (1 - number / TURNS),
    }


def _question(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    return {
        "turn_id": row["id"],
        "wording_id": min(GROUPS, 1 + int(chance.expovariate(10 / GROUPS))),
        "day": row["created"].date(),
        "channel": "web",
        "pilot": row["pilot"],
        "ending": _ENDINGS[row["outcome"]],
    }


def _verdict(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    return {
        "token": f"verdict of {row['id']}",
        "conversation_id": row["conversation_id"],
        "turn_id": row["id"],
        "position": 0,
        "programme": chance.choice(("tech", "leader", "region")),
        "answers": "{}",
        "as_of": DAYS.first,
        "rules": "",
        "verdict": "{}",
        "result": chance.choice(("ineligible", "verify", "provisionally_eligible")),
        "deciding": '["tech.2.5"]',
        "created": row["created"],
    }
