"""A real Chromium at the real desk: the whole house, one server for all scenes, a new officer for each."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from bot.app import create_app
from bot.clock import now
from bot.desk import cookies
from bot.desk.officer import Role
from bot.memory import staff, staff_sessions
from bot.memory.engine import open_engine
from bot.opening import open_site
from bot.settings import Settings, load_settings
from tests.bot.web.browser.conftest import Server, browser, free_port

__all__ = ["browser"]

DESK = {"width": 1440, "height": 900}
LAPTOP = {"width": 1280, "height": 720}
ALL_ROLES: tuple[Role, ...] = ("lookup", "curate", "publish", "admin")
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def desk_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("desk")
    return load_settings(database_url=f"sqlite:///{folder / 'talks.db'}", today="2023-08-20")


@pytest.fixture(scope="session")
def desk_server(desk_settings: Settings) -> Iterator[Server]:
    with Server(create_app(desk_settings, open_site), free_port()) as it:
        yield it


def session_of_new_officer(settings: Settings, *roles: Role) -> str:
    """The session token of somebody who has just logged in; the login page has scenes of its own."""

    async def begin() -> str:
        engine = open_engine(settings.database_url)
        login = f"staff{next(_numbers)}"
        async with engine.begin() as connection:
            await staff.add(connection, login, name="王小明", password_hash="-", roles=roles, now=now())
            account = await staff.find(connection, login)
            assert account is not None
            token = await staff_sessions.begin(connection, account.id, now())
        await engine.dispose()
        return token

    with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in this one
        return thread.submit(lambda: asyncio.run(begin())).result()


@pytest.fixture
def visit(browser: Browser, desk_server: Server, desk_settings: Settings) -> Iterator[BrowserContext]:
    it = browser.new_context(viewport=DESK, locale="zh-CN")  # type: ignore[arg-type]
    it.set_default_timeout(5000)
    token = session_of_new_officer(desk_settings, *ALL_ROLES)
    it.add_cookies([{"name": cookies.SESSION, "value": token, "url": desk_server.url}])
    yield it
    it.close()


@pytest.fixture
def page(visit: BrowserContext, desk_server: Server) -> Iterator[Page]:
    """The look-up page. The scene fails on any script error, and on any request to another host."""
    it = visit.new_page()
    wrong: list[str] = []
    it.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    it.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    it.on("request", lambda sent: wrong.append(sent.url) if not sent.url.startswith(desk_server.url) else None)
    it.goto(f"{desk_server.url}/desk")
    yield it
    assert wrong == []
