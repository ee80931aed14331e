"""How long a look-up takes: in the process, and at the desk of one of fifty staff who all have callers on the line."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import httpx
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import insert

from benchmarks.questions import questions
from benchmarks.serving import DAY, Serving, serving
from benchmarks.table import Row, percentile
from bot.clock import now
from bot.database_url import async_url
from bot.desk import cookies, csrf
from bot.desk.lookup import Finder
from bot.memory import staff, staff_sessions
from bot.memory.engine import open_engine
from bot.memory.tables import conversations, turns
from bot.notices import Notice, load_notice

TURNS = 100_000
STAFF = 50
SECONDS = 60.0
KEY = 0.2  # seconds between two characters
READING = 20.0  # seconds a member of staff reads and talks between two look-ups, on average
QUESTIONS_TYPED = 25  # in the page, meanwhile
# From the key to the frame in which its result is drawn.
# What is shown without a key in the box (emptied by Escape) is nobody's waiting.
WATCH = """() => {
  window.times = [];
  let typed = null;
  document.getElementById("q").addEventListener("input", () => { typed = performance.now(); });
  document.addEventListener("desk:shown", () => {
    if (typed === null) return;
    const since = typed;
    typed = null;
    requestAnimationFrame(() => setTimeout(() => window.times.push((performance.now() - since) / 1000)));
  });
}"""


def table() -> tuple[str, Row, list[Row]]:
    """Milliseconds each."""
    notice = load_notice()
    asked = [text for text in questions(notice) if 4 <= len(text) <= 30]
    rows: list[Row] = [["`Finder.find`, each beginning of a question", *_figures(_in_process(notice, asked))]]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/talks.db"
        with serving(database_url=url) as server:
            sessions = asyncio.run(_fill(async_url(url)))
            with ThreadPoolExecutor(1) as thread:
                others = thread.submit(lambda: asyncio.run(_all_at_work(server, sessions[1:], asked)))
                page = _in_the_page(server, sessions[0][0], asked)
                requests = others.result()
    rows.append([f"a request, {STAFF} staff at work, {TURNS:,} turns in the log", *_figures(requests)])
    rows.append(["in the page meanwhile, from the key to the result drawn (Chromium)", *_figures(page)])
    head = ["way", "times", "p50 ms", "p95 ms", "p99 ms"]
    return "Looking up at the desk (mark: under 100 ms in the page)", head, rows


def _figures(times: list[float]) -> list[str]:
    return [str(len(times)), *(f"{1000 * percentile(times, share):.1f}" for share in (0.5, 0.95, 0.99))]


def _in_process(notice: Notice, asked: list[str]) -> list[float]:
    finder = Finder(notice)
    times = []
    for text in asked[:20]:  # indexes and dictionaries are built at first use
        finder.find(text, None, date.fromisoformat(DAY))
    for text in asked[20:220]:
        for end in range(1, len(text) + 1):
            began = time.perf_counter()
            finder.find(text[:end], None, date.fromisoformat(DAY))
            times.append(time.perf_counter() - began)
    return times


async def _fill(url: str) -> list[tuple[str, str]]:
    """A log of TURNS turns, and (session, form token) of everybody on the staff."""
    engine = open_engine(url)
    at = now()
    sessions = []
    async with engine.begin() as connection:
        talk = {"channel": "web", "turns": 100, "created": at, "updated": at}
        talks = [{"id": f"talk{n}", "user_hash": f"{n:064}"} | talk for n in range(TURNS // 100)]
        await connection.execute(insert(conversations), talks)
        told = {"text": "材料几份", "outcome": "answered", "step": "faq", "latency_ms": 5.0}
        told |= {"clauses": "[]", "replies": "[]"}
        for talk in talks:
            said = [
                {"id": f"{talk['id']}-{n}", "conversation_id": talk["id"], "number": n, "created": at} | told
                for n in range(100)
            ]
            await connection.execute(insert(turns), said)
        for n in range(STAFF):
            await staff.add(connection, f"s{n}", name="甲", password_hash="-", roles=["lookup"], now=at)
            account = await staff.find(connection, f"s{n}")
            assert account is not None
            token = await staff_sessions.begin(connection, account.id, at)
            sessions.append(token)
    found = [(token, await staff_sessions.find(engine, token, at + timedelta(seconds=1))) for token in sessions]
    await engine.dispose()
    return [(token, session.csrf) for token, session in found if session is not None]


async def _all_at_work(server: Serving, sessions: list[tuple[str, str]], asked: list[str]) -> list[float]:
    limits = httpx.Limits(max_connections=STAFF)
    async with httpx.AsyncClient(base_url=server.address, limits=limits, timeout=30) as client:
        at_work = (_at_work(client, session, asked, random.Random(n)) for n, session in enumerate(sessions))
        return [each for times in await asyncio.gather(*at_work) for each in times]


async def _at_work(
    client: httpx.AsyncClient, session: tuple[str, str], asked: list[str], chance: random.Random
) -> list[float]:
    """One member of staff: types a question, a request for each character, and reads."""
    token, given = session
    headers = {csrf.HEADER: given, "cookie": f"{cookies.SESSION}={token}"}
    times: list[float] = []
    until = time.monotonic() + SECONDS
    await asyncio.sleep(chance.random() * READING)
    while time.monotonic() < until:
        text = chance.choice(asked)
        for end in range(1, len(text) + 1):
            began = time.perf_counter()
            answer = await client.post("/desk/search", data={"q": text[:end], "pilot": ""}, headers=headers)
            times.append(time.perf_counter() - began)
            assert answer.status_code == 200, answer.text
            await asyncio.sleep(max(0.0, KEY - times[-1]))
        await asyncio.sleep(chance.expovariate(1 / READING))
    return times


def _in_the_page(server: Serving, token: str, asked: list[str]) -> list[float]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.context.add_cookies([{"name": cookies.SESSION, "value": token, "url": server.address}])
        page.goto(f"{server.address}/desk")
        page.evaluate(WATCH)
        _type(page, asked[:QUESTIONS_TYPED])
        times: list[float] = page.evaluate("window.times")
        browser.close()
    return times


def _type(page: Page, asked: list[str]) -> None:
    for text in asked:
        page.keyboard.type(text, delay=KEY * 1000)
        page.wait_for_timeout(500)
        page.keyboard.press("Escape")
