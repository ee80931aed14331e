"""The callback spoken to as the platform speaks: its modes, its forms, and what it turns away."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.wechat.callback import MOST_BYTES, Callback
from bot.channels.wechat.incoming import Incoming, ReplayedNonce
from tests.bot.wechat.fake_account import FakeAccount, account_of, app_of
from tests.bot.wechat.platform import Form, Mode, Platform, Request
from tests.bot.wechat.test_vectors import VECTORS

USER = "oyORnuP8q7ou2gfYjqLzSIWZf0rs"
NOW = 1_693_000_000.0
EVERY_WAY = list(itertools.product(("plain", "compatible", "safe"), ("xml", "json")))


def a_platform(mode: Mode = "safe", form: Form = "xml") -> Platform:
    return Platform(mode=mode, form=form, clock=lambda: NOW)


@asynccontextmanager
async def calling(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
        yield client


async def post(account: FakeAccount, request: Request, **changes: str) -> httpx.Response:
    async with calling(app_of(account)) as client:
        return await client.post("/wechat", params=request.query | changes, content=request.body)


def code(answer: httpx.Response) -> str:
    error = answer.json()["error"]
    assert error["message"].endswith("。")
    return f"{answer.status_code} {error['code']}"


@pytest.mark.parametrize(("mode", "form"), EVERY_WAY)
async def test_a_text_is_answered_in_kind(mode: Mode, form: Form) -> None:
    platform = a_platform(mode, form)
    account = account_of(platform)
    account.say = lambda incoming: f"您说的是：{incoming.text} ]]> <xml>&amp; 🌱"
    async with calling(app_of(account)) as client:
        said = await platform.send(client, platform.text(USER, "纸质材料]]>交几份？", MsgId="6054768590064713728"))
    assert said == "您说的是：纸质材料]]>交几份？ ]]> <xml>&amp; 🌱"
    (heard,) = account.heard
    assert (heard.user, heard.account, heard.created) == (USER, "gh_97417a04a28d", int(NOW))
    assert (heard.message_id, heard.form, heard.sealed) == ("6054768590064713728", form, mode != "plain")


@pytest.mark.parametrize(("mode", "form"), EVERY_WAY)
async def test_nothing_to_say_is_success_and_never_sealed(mode: Mode, form: Form) -> None:
    platform = a_platform(mode, form)
    account = account_of(platform)
    account.say = lambda _: None
    answer = await post(account, platform.request(platform.event(USER, "brand_new_event_of_2030", Thing={"A": 1})))
    assert (answer.status_code, answer.content) == (200, b"success")
    assert account.heard[0].event == "brand_new_event_of_2030"


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_the_address_check_gives_the_echo_back(mode: Mode) -> None:
    platform = a_platform(mode)
    async with calling(app_of(account_of(platform))) as client:
        answer = await client.get("/wechat", params=platform.address_check("5927782489442352469"))
        assert (answer.status_code, answer.text) == (200, "5927782489442352469")
        forged = await client.get("/wechat", params=platform.address_check() | {"nonce": "1"})
        assert code(forged) == "403 bad_signature"
        for name in ("signature", "timestamp", "nonce", "echostr"):
            query = platform.address_check()
            del query[name]
            missing = await client.get("/wechat", params=query)
            assert code(missing) == "400 missing_parameter"
            assert missing.json()["error"]["parameter"] == name


async def test_the_documented_address_check() -> None:
    vector = VECTORS["tencent-doc-get-verify"]
    platform = Platform(token=vector["token"], clock=lambda: float(vector["timestamp"]))
    async with calling(app_of(account_of(platform))) as client:
        query = {name: vector[name] for name in ("signature", "echostr", "timestamp", "nonce")}
        assert (await client.get("/wechat", params=query)).text == "4375120948345356249"


async def test_the_documented_message_in_json() -> None:
    vector = VECTORS["tencent-doc-secure-json"]
    platform = Platform(
        token=vector["token"],
        app_id=vector["receive_id"],
        encoding_aes_key=vector["encoding_aes_key"],
        clock=lambda: float(vector["timestamp"]),
    )
    account = account_of(platform)
    query = {name: vector[name] for name in ("signature", "timestamp", "nonce", "msg_signature")}
    body = json.dumps({"ToUserName": "gh_97417a04a28d", "Encrypt": vector["encrypt"]}).encode()
    answer = await post(account, Request(query, body, "application/json"))
    assert (answer.status_code, answer.text) == (200, "success")
    assert (account.heard[0].kind, account.heard[0].event) == ("event", "debug_demo")


async def test_tencents_sample_of_compatible_mode() -> None:
    vector = VECTORS["tencent-mp-sample"]
    platform = Platform(
        token=vector["token"],
        app_id=vector["receive_id"],
        encoding_aes_key=vector["encoding_aes_key"],
        mode="compatible",
        account="gh_10f6c3c3ac5a",
        clock=lambda: float(vector["timestamp"]),
    )
    account = account_of(platform)
    query = {name: vector[name] for name in ("timestamp", "nonce", "msg_signature")}
    # The text outside is not what was signed: only the one inside counts.
    outside = platform.text("someone else", "another text") | {"Encrypt": vector["encrypt"]}
    answer = await post(account, Request(query, platform.write(outside), "text/xml"))
    assert platform.read(answer.content) == {
        "ToUserName": "oyORnuP8q7ou2gfYjqLzSIWZf0rs",
        "FromUserName": "gh_10f6c3c3ac5a",
        "CreateTime": vector["timestamp"],
        "MsgType": "text",
        "Content": "abcdteT",
    }


@pytest.mark.parametrize(
    ("demanded", "sent", "expected"),
    [
        ("safe", "plain", "403 plain_refused"),
        ("plain", "safe", "400 sealed_refused"),
        ("plain", "compatible", "400 sealed_refused"),
        ("compatible", "plain", "200"),
        ("compatible", "safe", "200"),
        ("safe", "compatible", "200"),
    ],
)
async def test_the_mode_is_what_the_setting_demands(demanded: Mode, sent: Mode, expected: str) -> None:
    account = account_of(a_platform(demanded))
    platform = a_platform(sent)
    answer = await post(account, platform.request(platform.text(USER, "你好")))
    assert (str(answer.status_code) if answer.status_code == 200 else code(answer)) == expected
    assert len(account.heard) == (expected == "200")


async def test_a_sealed_message_cannot_be_passed_off_as_a_plain_one() -> None:
    """In compatible mode too: who has seen one sealed message may not put words of their own in its place."""
    platform = a_platform("compatible")
    account = account_of(platform)
    request = platform.request(platform.text(USER, "你好"))
    forged = replace(request, body=platform.write(platform.text(USER, "我没说过")))
    assert code(await post(account, forged)) == "400 missing_field"
    assert account.heard == []


@pytest.mark.parametrize("mode", ["plain", "safe"])
@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-301, "403 stale"), (-299, "200"), (0, "200"), (59, "200"), (61, "403 future"), (10**9, "403 future")],
)
async def test_old_and_future_requests_are_refused(mode: Mode, seconds: int, expected: str) -> None:
    platform = a_platform(mode)
    account = account_of(platform)
    platform.clock = lambda: NOW + seconds
    answer = await post(account, platform.request(platform.text(USER, "你好")))
    assert (str(answer.status_code) if answer.status_code == 200 else code(answer)) == expected


async def test_a_replayed_nonce_is_refused() -> None:
    platform = a_platform()
    account = account_of(platform)

    def replayed(_: Incoming) -> str:
        raise ReplayedNonce

    account.say = replayed
    assert code(await post(account, platform.request(platform.text(USER, "你好"), nonce="415670741"))) == (
        "409 replayed_nonce"
    )
    assert account.heard[0].nonce == "415670741"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"token": "BBBBB"}, "403 bad_signature"),
        ({"app_id": "wx2c2769f8efd9abc2"}, "403 wrong_app_id"),
        ({"app_id": "wxba5fad812f8e6fb9wxba5fad812f8e6fb9"}, "403 wrong_app_id"),
        ({"encoding_aes_key": "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"}, "400 bad_padding"),
    ],
)
async def test_another_accounts_message_is_refused(changes: dict[str, str], expected: str) -> None:
    account = account_of(a_platform())
    platform = replace(a_platform(), **changes)
    assert code(await post(account, platform.request(platform.text(USER, "你好")))) == expected
    assert account.heard == []


async def test_envelope_and_message_must_be_in_one_form() -> None:
    platform = a_platform(form="json")
    account = account_of(platform)
    encrypt = platform.encrypt(a_platform(form="xml").write(platform.text(USER, "你好")))
    query = platform.request(platform.text(USER, "你好")).query
    query["msg_signature"] = platform.signature(query["timestamp"], query["nonce"], encrypt)
    assert code(await post(account, Request(query, json.dumps({"Encrypt": encrypt}).encode(), ""))) == "400 mixed_forms"


@pytest.mark.parametrize("parameter", ["timestamp", "nonce", "msg_signature"])
@pytest.mark.parametrize("value", ["", "1" * 65, "二", "-1", "1.5", "\x00", "１２３", " "])
async def test_strange_parameters_are_named(parameter: str, value: str) -> None:
    platform = a_platform()
    account = account_of(platform)
    answer = await post(account, platform.request(platform.text(USER, "你好")), **{parameter: value})
    assert code(answer) in ("400 missing_parameter", "400 bad_parameter", "403 bad_signature")
    assert answer.json()["error"]["parameter"] == parameter or (parameter, value) in {("nonce", "-1"), ("nonce", "1.5")}
    assert account.heard == []


@pytest.mark.parametrize("mode", ["plain", "safe"])
async def test_a_body_too_large_is_given_up_while_it_arrives(mode: Mode) -> None:
    platform = a_platform(mode)
    account = account_of(platform)
    request = platform.request(platform.text(USER, "你" * MOST_BYTES))
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for place in itertools.count(0, 8192):
            sent += 8192
            yield request.body[place : place + 8192].ljust(8192)

    async with calling(app_of(account)) as client:
        announced = await client.post("/wechat", params=request.query, content=request.body)
        assert code(announced) == "413 body_too_large"
        absurd = {"content-length": "9" * 5000}
        assert code(await client.post("/wechat", params=request.query, content=b"", headers=absurd)) == (
            "413 body_too_large"
        )
        assert code(await client.post("/wechat", params=request.query, content=endless())) == "413 body_too_large"
    assert MOST_BYTES < sent <= MOST_BYTES + 2 * 8192
    assert account.heard == []


async def test_a_connection_dropped_half_way_harms_nobody() -> None:
    platform = a_platform()
    account = account_of(platform)
    request = platform.request(platform.text(USER, "你好"))
    query = httpx.QueryParams(request.query)
    scope = {"type": "http", "method": "POST", "path": "/wechat", "query_string": str(query).encode(), "headers": []}
    arriving = [
        {"type": "http.request", "body": request.body[:50], "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent = []

    async def receive() -> dict[str, object]:
        return arriving.pop(0)

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    await app_of(account)(scope, receive, send)  # type: ignore[arg-type]
    assert sent[0]["status"] == 400
    assert account.heard == []


async def test_another_method_is_told_which_there_are() -> None:
    async with calling(app_of(account_of(a_platform()))) as client:
        response = await client.put("/wechat", content=b"<xml/>")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST")


async def test_other_addresses_are_the_applications_own() -> None:
    async with calling(app_of(account_of(a_platform()))) as client:
        assert (await client.get("/wechat/")).status_code == 404


async def test_without_an_account_there_is_no_such_address() -> None:
    app = FastAPI()
    app.add_middleware(Callback)
    async with calling(app) as client:
        assert code(await client.get("/wechat")) == "404 no_account"


async def test_the_log_names_the_reason_and_nobody(caplog: pytest.LogCaptureFixture) -> None:
    platform = a_platform()
    account = account_of(replace(platform, app_id="wx2c2769f8efd9abc2"))
    with caplog.at_level(logging.DEBUG):
        await post(account, platform.request(platform.text(USER, "我的电话13800000000")))
    assert "wrong_app_id" in caplog.text
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("shenbao"))
    assert USER not in ours
    assert "13800000000" not in ours


async def test_a_fault_inside_is_answered_in_words_and_goes_on_to_the_servers_log() -> None:
    """The callback stands outside the application, whose own handler of faults never sees it."""

    def broken(_: Incoming) -> str:
        raise RuntimeError("broken")

    platform = a_platform()
    account = replace(account_of(platform), say=broken)
    request = platform.request(platform.text(USER, "截止时间"))
    transport = httpx.ASGITransport(app_of(account), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        answer = await client.post("/wechat", params=request.query, content=request.body)
    assert code(answer) == "500 internal"
    with pytest.raises(RuntimeError):
        await post(account, request)
