"""A real Chromium in front of a real server; every scene here is marked ``browser``."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.app import create_app
from bot.settings import load_settings
from tests.bot.web.stage import Stage

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PHONE = {"width": 390, "height": 844}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Server(uvicorn.Server):
    """A server in a thread of this process, on a port of its own."""

    def __init__(self, app: FastAPI, port: int) -> None:
        super().__init__(uvicorn.Config(app, port=port, log_level="warning"))
        self.url = f"http://127.0.0.1:{port}"
        self._thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        while not self.started:
            assert self._thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self.should_exit = True
        self._thread.join(timeout=10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def house() -> Stage:
    return Stage()


@pytest.fixture
def stage(house: Stage) -> Stage:
    """One stage and one server for all scenes; whatever the scene before left on it is cleared away."""
    house.clear()
    return house


@pytest.fixture(scope="session")
def running(house: Stage) -> Iterator[Server]:
    with Server(create_app(load_settings(), house.open), free_port()) as it:
        yield it


@pytest.fixture
def server(running: Server, stage: Stage) -> Server:
    assert stage.taken == 0
    return running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a file of scenes; each scene has a context of its own.

    Not for the whole run: while it is open its event loop counts as running, and no asynchronous test may follow.
    """
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed on this machine")
    with sync_playwright() as playwright:
        it = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield it
        it.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[BrowserContext]:
    it = browser.new_context(viewport=PHONE, locale="zh-CN", has_touch=True)  # type: ignore[arg-type]
    it.set_default_timeout(5000)
    yield it
    it.close()


@pytest.fixture
def page(visit: BrowserContext, server: Server) -> Iterator[Page]:
    """A phone with the talk open. The scene fails on any script error, and on any request to another host."""
    it = visit.new_page()
    wrong: list[str] = []
    it.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    it.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    it.on("request", lambda sent: wrong.append(sent.url) if not sent.url.startswith(server.url) else None)
    it.goto(f"{server.url}/")
    yield it
    assert wrong == []
