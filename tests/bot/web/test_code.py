"""The code for the telephone on the page: below the verdict it goes with, at once and after a reload."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import create_app
from bot.opening import open_site
from bot.settings import load_settings

VERDICT = ("预检气候友好型区域试点", "公司")


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The whole house: codes are for where there is a desk."""
    settings = load_settings(database_url=f"sqlite:///{tmp_path / 'talks.db'}", today="2023-08-20", talk_code_hours=36)
    app = create_app(settings, open_site)
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://here") as it:
        await it.get("/")
        yield it


async def said(client: httpx.AsyncClient, *texts: str) -> list[dict[str, Any]]:
    replies: list[dict[str, Any]] = []
    for text in texts:
        replies = (await client.post("/api/turn", json={"text": text})).json()["replies"]
    return replies


async def test_it_stands_below_its_verdict_and_is_there_after_a_reload(client: httpx.AsyncClient) -> None:
    (reply,) = await said(client, *VERDICT)
    assert re.fullmatch(r"接续码 \d{3} \d{3} \d{3}：.*36小时内有效。", reply["code"])
    assert "接续码" not in reply["text"], "the text is what is kept"
    past = (await client.get("/api/history")).json()["turns"]
    assert [one["replies"][0]["code"] for one in past] == ["", reply["code"]]


async def test_an_answer_has_none_and_the_hotline_has(client: httpx.AsyncClient) -> None:
    assert [reply["code"] for reply in await said(client, "材料几份")] == [""]
    (handed,) = await said(client, "转人工")
    assert handed["code"].startswith("接续码 ")
