"""Kill -9 at random moments, while a client sends and sends again as the platform does; then the books are checked.

Of every message it is known what the person was shown, or that nothing was. In the database every message shown an
answer must be found once, with just that answer; and every talk, played again from its log, must end where it stands.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import select

from benchmarks.postgres import postgres
from benchmarks.questions import questions
from benchmarks.serving import DAY, free_port, settings_of
from benchmarks.table import Row
from benchmarks.throughput import account
from bot.codes import BLANK
from bot.conversation import ConversationState, converse
from bot.database_url import async_url
from bot.memory.engine import open_engine
from bot.memory.tables import conversations, turns
from bot.notices import Notices, load_notices
from tests.bot.wechat.platform import Platform, Unanswered

KILLS = 100
PEOPLE = 12
PATIENCE = 1.5  # seconds: the platform's five, shortened; four deliveries outlast a restart
LONGEST_LIFE = 1.5  # seconds from ready to killed
DIALOG = ("哪类试点适合我", "1", "1", "不清楚", "上一步", "1", "为什么问", "2", "退出")
SEED = 82
_CODE = re.compile(r"\d{3} \d{3} \d{3}")


@dataclass
class Crowd:
    """People who send on and on, and what they know: of each message, by its number, its text and the words shown."""

    platform: Platform
    client: httpx.AsyncClient
    asked: list[str]
    sent: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    unanswered: int = 0
    over: bool = False

    async def talk(self, number: int) -> None:
        """One person: a question or the next step of a dialog, as soon as the last was answered or given up."""
        user, said = f"o-crash-person-{number:013d}", 0
        while not self.over:
            text = DIALOG[said % len(DIALOG)] if number % 2 else self.asked[(number * 251 + said) % len(self.asked)]
            message = self.platform.text(user, text)
            self.sent[message["MsgId"]] = text
            try:
                words = await self.platform.send(self.client, message, patience=PATIENCE)
            except Unanswered:
                self.unanswered += 1
            else:
                self.shown[message["MsgId"]] = words or ""
            said += 1


def table(kills: int = KILLS) -> tuple[str, Row, list[Row]]:
    """A row a database."""
    with postgres() as database_of, tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{folder}/talks.db", "PostgreSQL": database_of("crash")}
        rows = [_row(name, url, kills) for name, url in urls.items()]
    head = ["database", "kills", "messages", "answered", "given up", "in the log", "lost", "repeated", "other words"]
    title = f"Killed at random moments; {PEOPLE} people, each sending on (mark: lost 0, repeated 0)"
    return title, [*head, "talks that differ when played again"], rows


def _row(name: str, url: str, kills: int) -> Row:
    notices = load_notices()
    book = asyncio.run(_run(url, kills, questions(next(iter(notices.values())))))
    return [name, str(kills), *asyncio.run(_audited(url, book, notices))]


async def _run(url: str, kills: int, asked: list[str]) -> Crowd:
    platform, port = Platform(), free_port()
    settings = account(platform) | {"database_url": url}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=None) as client:
        crowd = Crowd(platform, client, asked)
        talking = [asyncio.create_task(crowd.talk(number)) for number in range(PEOPLE)]
        await _kill_again_and_again(settings, port, kills, client)
        server = await _start(settings, port, client)
        crowd.over = True
        await asyncio.gather(*talking)
    server.terminate()
    server.wait(timeout=30)
    return crowd


async def _kill_again_and_again(settings: dict[str, str], port: int, kills: int, client: httpx.AsyncClient) -> None:
    chance = random.Random(SEED)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("kill -9", total=kills)
        for _ in range(kills):
            server = await _start(settings, port, client)
            await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))
            server.send_signal(signal.SIGKILL)
            server.wait()
            progress.advance(bar)


async def _start(settings: dict[str, str], port: int, client: httpx.AsyncClient) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bot.cli", "serve", "--today", DAY, "--port", str(port)]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, env=os.environ | settings_of(settings), stdout=quiet, stderr=quiet)
    while True:
        try:
            if (await client.get("/healthz")).status_code == 200:
                return server
        except httpx.TransportError:
            pass
        if server.poll() is not None:
            raise RuntimeError(f"serve ended with {server.returncode}")
        await asyncio.sleep(0.02)


def _kept(words: str) -> str:
    """Words as the log keeps them: the code to say on the telephone stands sealed beside them."""
    return _CODE.sub(BLANK, words)


async def _audited(url: str, book: Crowd, notices: Notices) -> list[str]:
    engine = open_engine(async_url(url))
    async with engine.connect() as connection:
        rows = (await connection.execute(select(turns).order_by(turns.c.conversation_id, turns.c.number))).all()
        talks = (await connection.execute(select(conversations))).all()
    await engine.dispose()
    found = Counter(row.message_id for row in rows)
    spoken = {row.message_id: row.spoken for row in rows}
    lost = [number for number in book.shown if number not in found]
    repeated = [number for number, times in found.items() if times > 1]
    other = [number for number, words in book.shown.items() if number in found and spoken[number] != _kept(words)]
    differ = 0
    for talk in talks:
        state = ConversationState()
        log = [row for row in rows if row.conversation_id == talk.id]
        for row in log:
            state = converse(book.sent[row.message_id], state, notices, date.fromisoformat(DAY)).state
        in_order = [row.number for row in log] == list(range(1, talk.turns + 1))
        differ += state.model_dump_json() != talk.state or not in_order
    counts = (len(book.sent), len(book.shown), book.unanswered, len(rows), len(lost), len(repeated), len(other), differ)
    return [f"{count:,}" for count in counts]

