"""The talk over HTTP, without a browser."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.web.person import COOKIE
from tests.bot.web.stage import Stage

ASKED = {"text": "什么时候截止", "message_id": "m-0000001"}


async def test_a_question_gets_its_answer_with_the_clause_to_show(client: httpx.AsyncClient) -> None:
    got = (await client.post("/api/turn", json=ASKED)).json()
    assert got["outcome"] == "answered"
    (reply,) = got["replies"]
    assert reply["citations"][0]["path"] == "通知 · 三、征集时间"
    assert (reply["cards"], reply["day"]) == ([], None)


async def test_the_person_is_an_opaque_cookie_scripts_cannot_read(client: httpx.AsyncClient) -> None:
    first = await client.post("/api/turn", json=ASKED)
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "Secure" not in cookie
    assert len(client.cookies[COOKIE]) == 32
    again = await client.post("/api/turn", json=ASKED | {"message_id": "m-0000002"})
    assert "set-cookie" not in again.headers


async def test_over_https_the_cookie_is_secure(client: httpx.AsyncClient) -> None:
    assert "Secure" in (await client.get("https://here/")).headers["set-cookie"]


async def test_a_cookie_not_of_our_making_counts_as_none(client: httpx.AsyncClient) -> None:
    client.cookies.set(COOKIE, "<script>")
    assert (await client.get("/api/history")).json() == {"turns": []}
    assert "set-cookie" in (await client.get("/")).headers


async def test_the_same_message_again_happens_once(client: httpx.AsyncClient, stage: Stage) -> None:
    first = (await client.post("/api/turn", json=ASKED)).json()
    assert (await client.post("/api/turn", json=ASKED)).json() == first
    assert stage.taken == 1


async def test_the_talk_so_far_is_given_back_to_its_own_person_only(app: FastAPI, client: httpx.AsyncClient) -> None:
    await client.post("/api/turn", json=ASKED)
    (turn,) = (await client.get("/api/history")).json()["turns"]
    assert (turn["message_id"], turn["text"]) == ("m-0000001", "什么时候截止")
    assert turn["at"].endswith("+00:00")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as stranger:
        assert (await stranger.get("/api/history")).json() == {"turns": []}


async def test_replies_in_the_shape_of_an_older_program_still_show_their_words(
    client: httpx.AsyncClient, stage: Stage
) -> None:
    await client.post("/api/turn", json=ASKED)
    (kept,) = stage.turns[client.cookies[COOKIE]]
    stage.turns[client.cookies[COOKIE]] = [replace(kept, replies='[{"kind": "oracle", "text": "旧话", "mood": 1}]')]
    (turn,) = (await client.get("/api/history")).json()["turns"]
    assert [reply["bubble"] for reply in turn["replies"]] == ["旧话"]


async def test_a_question_for_a_date_says_which_days_may_be_picked(client: httpx.AsyncClient) -> None:
    picked = {}
    got = (await client.post("/api/turn", json={"text": "预检先进低碳技术试点"})).json()
    while got["replies"][0]["asks"]:
        (reply,) = got["replies"]
        picked[reply["asks"]] = reply["day"]
        got = (await client.post("/api/turn", json={"text": reply["choices"][0]})).json()
    assert picked["last_safety_accident"] == {"until": "2023-08-20"}, "an accident is never in the future"
    assert picked["commissioned_on"] == {"until": ""}, "a forecast is"
    assert picked["project_location"] is None


@pytest.mark.parametrize(
    ("body", "headers", "refusal"),
    [
        (b"text=hello", {"content-type": "application/x-www-form-urlencoded"}, (415, "not_json")),
        (b'{"text": "hello"}', {"content-type": "text/plain"}, (415, "not_json")),
        (b'{"text": "hello"}', {"sec-fetch-site": "cross-site"}, (403, "other_site")),
        (b'{"text": ', {}, (422, "bad_message")),
        (b"\xff\xfe", {}, (422, "bad_message")),
        (b"[" * 5000, {}, (422, "bad_message")),
        (b'["hello"]', {}, (422, "bad_message")),
        (b'{"text": 5}', {}, (422, "bad_message")),
        (b'{"text": "hello", "user": "root"}', {}, (422, "bad_message")),
        (b'{"text": "hello", "message_id": "../etc"}', {}, (422, "bad_message")),
        (b'{"text": "  \\n "}', {}, (422, "empty_text")),
        (json.dumps({"text": "长" * 50_000}).encode(), {}, (413, "body_too_large")),
    ],
)
async def test_what_cannot_be_taken_is_refused_in_words(
    client: httpx.AsyncClient, stage: Stage, body: bytes, headers: dict[str, str], refusal: tuple[int, str]
) -> None:
    got = await client.post("/api/turn", content=body, headers={"content-type": "application/json"} | headers)
    assert (got.status_code, got.json()["error"]["code"]) == refusal
    assert got.json()["error"]["message"].endswith(("。", "}。"))
    assert stage.taken == 0


async def test_a_body_that_does_not_announce_its_length_is_stopped_too(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 10_000

    got = await client.post("/api/turn", content=endless(), headers={"content-type": "application/json"})
    assert got.status_code == 413


async def test_the_longest_message_still_fits_however_it_is_escaped(client: httpx.AsyncClient) -> None:
    body = json.dumps({"text": "😀" * 2000})
    assert "\\ud83d" in body
    got = await client.post("/api/turn", content=body, headers={"content-type": "application/json"})
    assert got.status_code == 200


async def test_a_clause_comes_with_the_headings_it_stands_under(client: httpx.AsyncClient) -> None:
    got = (await client.get("/api/clauses/leader.4.1.2")).json()
    assert got["text"] == "2.营业执照复印件；"
    assert got["above"][0] == "四、工作流程"
    assert got["above"][1].startswith("（一）试点申报。")
    assert got["page"] == "/notice#leader.4.1.2"
    assert got["path"].startswith("低碳领跑者试点工作方案 · ")


async def test_an_unknown_clause_or_address_is_said_in_json(client: httpx.AsyncClient) -> None:
    for path, code in (("/api/clauses/tech.99", "unknown_clause"), ("/api/nothing", "not_found")):
        got = await client.get(path, headers={"accept": "text/html"})
        assert (got.status_code, got.json()["error"]["code"]) == (404, code)
    assert (await client.get("/api/turn")).json()["error"]["code"] == "method_not_allowed"


async def test_a_fault_inside_is_an_error_in_words_with_the_same_headers(
    client: httpx.AsyncClient, stage: Stage
) -> None:
    stage.broken = True
    got = await client.post("/api/turn", json=ASKED)
    assert (got.status_code, got.json()["error"]["code"]) == (500, "internal")
    assert "default-src 'none'" in got.headers["content-security-policy"]
