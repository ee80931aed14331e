"""Resident memory of ``serve`` while 10,000 turns go through its web page's API."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from benchmarks.questions import questions
from benchmarks.serving import Serving, serving
from benchmarks.table import Row, percentile
from bot.notices import load_notices

TURNS = 10_000
LOOKS = (0, 1_000, 2_500, 5_000, 7_500, TURNS)
PEOPLE = 50
AT_ONCE = 4
DIALOG = ("哪类试点适合我", "1", "1", "不清楚", "上一步", "1", "为什么问", "1", "退出")


def table() -> tuple[str, Row, list[Row]]:
    """Megabytes resident after so many turns, and how long a turn took over HTTP since the look before."""
    asked = questions(next(iter(load_notices().values())))
    with serving(turns_per_minute="10000") as server:
        rows = asyncio.run(_talk(server, asked))
    title = f"Resident memory of `serve` over {TURNS:,} turns of {PEOPLE} people (mark: 200 MB and flat)"
    return title, ["turns", "resident MB", "p50 ms", "p99 ms", "outcomes"], rows


async def _talk(server: Serving, asked: list[str]) -> list[Row]:
    rows: list[Row] = []
    times: list[float] = []
    outcomes: Counter[str] = Counter()
    forgets = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # each request says itself whose it is
    client = httpx.AsyncClient(base_url=server.address, timeout=30, cookies=forgets)
    people = [(await client.get("/")).headers["set-cookie"].partition(";")[0] for _ in range(PEOPLE)]
    gate = asyncio.Semaphore(AT_ONCE)

    async def say(number: int) -> None:
        # Every other person walks through a dialog again and again; the others ask.
        person, round_ = number % PEOPLE, number // PEOPLE
        text = DIALOG[round_ % len(DIALOG)] if person % 2 else asked[number % len(asked)]
        async with gate:
            began = time.perf_counter()
            response = await client.post("/api/turn", json={"text": text}, headers={"Cookie": people[person]})
            times.append((time.perf_counter() - began) * 1000)
        response.raise_for_status()
        outcomes[response.json()["outcome"]] += 1

    done = 0
    for look in LOOKS:
        while done < look:  # each person waits for their own answer before they go on
            await asyncio.gather(*(say(number) for number in range(done, done + PEOPLE)))
            done += PEOPLE
        spent = [f"{percentile(times, share):.1f}" for share in (0.5, 0.99)] if times else ["", ""]
        told = ", ".join(f"{name} {count}" for name, count in sorted(outcomes.items()))
        rows.append([f"{done:,}", f"{server.resident:.1f}", *spent, told])
        times.clear()
        outcomes.clear()
    await client.aclose()
    return rows
