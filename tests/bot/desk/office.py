"""An office for scenes: the real application, database and door on one notice; its clock is set by the scene."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import create_app
from bot.channels.web.menu import Menu
from bot.channels.web.site import ShownNotice, Site
from bot.clock import fixed
from bot.codes import Codes
from bot.content import load
from bot.desk.officer import Role
from bot.desk.surroundings import Desk
from bot.door import Door
from bot.memory import staff
from bot.memory.store import Memory
from bot.memory.tables import audit
from bot.notices import DEFAULT_FOLDER, Notice, Notices, load_notice
from bot.publishing import Publishing
from bot.settings import Settings, load_settings
from bot.switchboard import Switchboard

TODAY = date(2023, 8, 20)
KEY = b"a key for tests only, of good length"
PASSWORD = "correct horse battery"
QUICK = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)  # the scenes are not about how slow a hash is
HTML = {"accept": "text/html"}

notice: Notice = cache(load_notice)()


@dataclass
class Office:
    """``now`` is what the desk's clock says."""

    memory: Memory
    now: datetime = datetime(2023, 8, 20, 1, tzinfo=UTC)
    board: Switchboard = field(init=False)
    codes: Codes = field(init=False)
    door: Door = field(init=False)
    publishing: Publishing = field(init=False)
    desk: Desk = field(init=False)
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        self.board = Switchboard(self.engine)
        self.codes = Codes(KEY, timedelta(days=7), timedelta(hours=24))
        house = {"beijing-2023-82": notice}
        self.door = Door(self.memory, house, fixed(TODAY), switches=self.board, codes=self.codes)
        self.publishing = Publishing(self.engine, self.door.notices, self.swap, {"beijing-2023-82": DEFAULT_FOLDER})
        self.desk = Desk(
            self.engine,
            lambda: self.door.notices,
            fixed(TODAY),
            KEY,
            self.board,
            self.codes,
            self.publishing,
            now=lambda: self.now,
            ticks=self.ticks,
        )
        self.app = create_app(load_settings(), self.open)

    @property
    def engine(self) -> AsyncEngine:
        return self.memory.engine

    @asynccontextmanager
    async def open(self, settings: Settings) -> AsyncIterator[Site]:
        menu = load(DEFAULT_FOLDER / "menu.yaml", Menu)
        shown = ShownNotice(notice.particulars, notice.clauses, notice.rulebook, menu)
        yield Site(
            self.door,
            self.memory,
            lambda: shown,
            fixed(TODAY),
            settings.text_limit,
            switches=self.board,
            desk=self.desk,
            codes=self.codes,
        )

    def swap(self, notices: Notices) -> None:
        self.door.notices = notices

    def ticks(self) -> float:
        """Seconds on the same clock."""
        return self.now.timestamp()

    def later(self, **time: float) -> None:
        """Let time pass: ``later(minutes=5)``."""
        self.now += timedelta(**time)

    def visitor(self, scheme: str = "http") -> httpx.AsyncClient:
        """A browser of its own, with nobody logged in."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=f"{scheme}://desk.example", headers=HTML)

    async def hire(self, login: str, *roles: Role) -> None:
        """An account whose password is ``PASSWORD``."""
        async with self.engine.begin() as connection:
            await staff.add(
                connection, login, name="王小明", password_hash=QUICK.hash(PASSWORD), roles=roles, now=self.now
            )

    async def officer(self, login: str, *roles: Role, scheme: str = "http") -> httpx.AsyncClient:
        """A browser with somebody new logged in."""
        await self.hire(login, *roles)
        visitor = self.visitor(scheme)
        answer = await log_in(visitor, login, PASSWORD)
        assert answer.status_code == 303, answer.text
        return visitor

    async def trail(self) -> list[Row[tuple[object, ...]]]:
        """The rows of the trail, oldest first."""
        async with self.engine.connect() as connection:
            return list(await connection.execute(select(audit).order_by(audit.c.id)))


async def log_in(visitor: httpx.AsyncClient, login: str, password: str, wanted: str = "") -> httpx.Response:
    """Fill in the login form and send it."""
    shown = await visitor.get("/desk/login", params={"next": wanted} if wanted else {})
    fields = {"csrf": token_in(shown.text), "login": login, "password": password, "next": next_in(shown.text)}
    return await visitor.post("/desk/login", data=fields)


async def send(visitor: httpx.AsyncClient, path: str, page: str, **fields: str) -> httpx.Response:
    """Send a form of ``page`` to ``path``, with the token found in the page."""
    shown = await visitor.get(page)
    return await visitor.post(path, data={"csrf": token_in(shown.text)} | fields)


def token_in(html: str) -> str:
    """The token of the first form."""
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found is not None, html
    return found[1]


def next_in(html: str) -> str:
    found = re.search(r'name="next" value="([^"]+)"', html)
    assert found is not None, html
    return found[1]
