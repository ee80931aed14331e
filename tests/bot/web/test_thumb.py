"""A word on an answer, over HTTP."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

ASKED = {"text": "什么时候截止", "message_id": "m-0000001"}


async def asked(client: httpx.AsyncClient) -> dict[str, Any]:
    """Ask, and give the thumb of the answer."""
    (reply,) = (await client.post("/api/turn", json=ASKED)).json()["replies"]
    thumb: dict[str, Any] = reply["thumb"]
    return thumb


async def told_again(client: httpx.AsyncClient) -> Any:
    """What a reload shows."""
    return (await client.get("/api/history")).json()["turns"][0]["replies"][0]["thumb"]["up"]


async def test_the_word_is_there_again_after_a_reload(client: httpx.AsyncClient) -> None:
    thumb = await asked(client)
    assert thumb["up"] is None
    for up in (True, False, None):
        got = await client.post("/api/thumb", json={"turn": thumb["turn"], "up": up})
        assert (got.status_code, got.json(), got.headers["cache-control"]) == (200, {"up": up}, "no-store")
        assert await told_again(client) is up


async def test_only_answers_with_a_clause_are_judged(client: httpx.AsyncClient) -> None:
    (reply,) = (await client.post("/api/turn", json={"text": "预检先进低碳技术试点"})).json()["replies"]
    assert reply["thumb"] is None, "a question of the dialog is no answer"


async def test_nobody_judges_what_others_were_told(app: FastAPI, client: httpx.AsyncClient) -> None:
    thumb = await asked(client)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as stranger:
        for _ in range(2):  # first without a cookie, then with one
            got = await stranger.post("/api/thumb", json={"turn": thumb["turn"], "up": False})
            assert (got.status_code, got.json()["error"]["code"]) == (404, "unknown_turn")
            await stranger.get("/")
    assert await told_again(client) is None


@pytest.mark.parametrize(
    ("body", "headers", "refusal"),
    [
        (b"turn=t0&up=true", {"content-type": "application/x-www-form-urlencoded"}, (415, "not_json")),
        (b'{"turn": "t0", "up": true}', {"sec-fetch-site": "cross-site"}, (403, "other_site")),
        (b'{"turn": "t0"}', {}, (422, "bad_message")),
        (b'{"turn": "t0", "up": "yes"}', {}, (422, "bad_message")),
        (b'{"turn": "t0", "up": 1}', {}, (422, "bad_message")),
        (b'{"turn": "../etc", "up": true}', {}, (422, "bad_message")),
        (b'{"turn": "t0", "up": true, "user": "root"}', {}, (422, "bad_message")),
        (json.dumps({"turn": "t" * 37, "up": True}).encode(), {}, (422, "bad_message")),
    ],
)
async def test_what_cannot_be_a_word_is_refused(
    client: httpx.AsyncClient, body: bytes, headers: dict[str, str], refusal: tuple[int, str]
) -> None:
    await asked(client)
    got = await client.post("/api/thumb", content=body, headers={"content-type": "application/json"} | headers)
    assert (got.status_code, got.json()["error"]["code"]) == refusal
    assert await told_again(client) is None
