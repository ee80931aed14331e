"""Ten minutes at half the top rate: is memory flat, does nothing fail, is every message in the database?"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import func, select

from benchmarks.questions import questions
from benchmarks.serving import Serving, serving
from benchmarks.table import Row, percentile
from benchmarks.throughput import AT_ONCE, MESSAGES, WARM, account, messages
from benchmarks.wire import Ran, at_full_rate, at_rate
from bot.database_url import async_url
from bot.memory.engine import open_engine
from bot.memory.tables import turns
from bot.notices import load_notices
from tests.bot.wechat.platform import Platform

MINUTES = 10.0


def table(minutes: float = MINUTES) -> tuple[str, Row, list[Row]]:
    """A row a minute; the last says what the database holds."""
    platform = Platform()
    asked = questions(next(iter(load_notices().values())))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder)}/talks.db"
        with serving(**account(platform), database_url=url) as server:
            top = asyncio.run(_top(platform, asked, server))
            rows, sent = asyncio.run(_soaked(platform, asked, server, top.rate / 2, minutes * 60))
            turned_away = _turned_away(server)
        kept = asyncio.run(_kept(url))
    told = ", ".join(f"{reason} {count}" for reason, count in turned_away.items())
    rows.append([f"sent {WARM + MESSAGES + sent:,}", "", f"in the database {kept:,}", f"turned away: {told}", "", ""])
    title = f"`serve` at half its top rate of {top.rate:.0f} a second, SQLite, one worker"
    return title, ["minute", "messages", "resident MB", "p50 ms", "p99 ms", "failed"], rows


async def _top(platform: Platform, asked: list[str], server: Serving) -> Ran:
    requests = messages(platform, asked)
    await at_full_rate([server.address], [next(requests) for _ in range(WARM)], AT_ONCE)
    return await at_full_rate([server.address], [next(requests) for _ in range(MESSAGES)], AT_ONCE)


async def _soaked(
    platform: Platform, asked: list[str], server: Serving, rate: float, seconds: float
) -> tuple[list[Row], int]:
    rows: list[Row] = [["0", "0", f"{server.resident:.1f}", "", "", ""]]
    looked, failed = 0, 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("soak", total=round(rate * seconds))

        def seen(count: int, ran: Ran) -> None:
            nonlocal looked, failed
            progress.update(bar, completed=count)
            if count % round(rate * 60) == 0:
                since = ran.times[looked:]
                spent = [f"{percentile(since, share) * 1000:.1f}" for share in (0.5, 0.99)]
                minute = str(count // round(rate * 60))
                rows.append([minute, f"{count:,}", f"{server.resident:.1f}", *spent, str(ran.failed - failed)])
                looked, failed = len(ran.times), ran.failed

        await at_rate([server.address], messages(platform, asked, first=WARM + MESSAGES), rate, seconds, seen=seen)
    return rows, round(rate * seconds)


def _turned_away(server: Serving) -> dict[str, int]:
    """Messages that were answered without being taken, by reason, as the server counts them."""
    counted = re.findall(r'^shenbao_turned_away_total{reason="(\w+)"} (\S+)$', _metrics(server), re.MULTILINE)
    return {reason: round(float(count)) for reason, count in counted}


def _metrics(server: Serving) -> str:
    return httpx.get(f"{server.address}/metrics").raise_for_status().text


async def _kept(url: str) -> int:
    engine = open_engine(async_url(url))
    async with engine.connect() as connection:
        kept = await connection.scalar(select(func.count()).select_from(turns))
    await engine.dispose()
    return int(kept or 0)
