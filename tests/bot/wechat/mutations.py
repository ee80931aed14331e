"""Real requests, damaged in the ways requests are: flipped, cut, dropped, nested, swollen, mixed, in another charset.

Half of the damage is done to the message before it is sealed and signed, by someone who knows the account's secrets:
what a stranger damages on the way never gets past the signature, and would try little of what lies behind it.
"""

from __future__ import annotations

import json
import random
import string
from collections.abc import Callable
from dataclasses import replace

from tests.bot.wechat.platform import Message, Platform, Request

Change = Callable[[random.Random, bytes], bytes]
MOST_BYTES = 400_000  # beyond every limit

SAID = ("纸质材料交几份？", "哪类试点适合我", "1", "更多", "退出", "]]>", "🌱" * 30, "<xml>&amp;", "")
EVENTS = ("subscribe", "unsubscribe", "SCAN", "CLICK", "VIEW", "LOCATION", "an_event_of_2030")
KINDS = ("voice", "image", "video", "shortvideo", "location", "link", "a_kind_of_2030")
STRANGE: tuple[object, ...] = (None, "", " ", "\x00", "\ud800", "]]>", -1, 1e999, "9" * 99, True, [], {"a": [{}]})


def mutated(chance: random.Random, platform: Platform, user: str) -> Request:
    """One request to ``platform``'s account, wrong in one or two ways, or (seldom) in none."""
    message = _message(chance, platform, user)
    if chance.random() < 0.5:
        _spoil_fields(chance, message)
    body = _written(platform, message)
    if chance.random() < 0.5:
        body = chance.choice(CHANGES)(chance, body)
    request = _signed(chance, platform, body)
    if chance.random() < 0.3:
        request = replace(request, body=chance.choice(CHANGES)(chance, request.body))
    if chance.random() < 0.3:
        _spoil_query(chance, request.query)
    return request


def _message(chance: random.Random, platform: Platform, user: str) -> Message:
    match chance.randrange(4):
        case 0:
            return platform.event(user, chance.choice(EVENTS), EventKey=chance.choice(("", "qrscene_leader", "tech")))
        case 1:
            return platform.message(user, chance.choice(KINDS), MediaId="m", Recognition=chance.choice(SAID), Title="t")
    return platform.text(user, chance.choice(SAID))


def _spoil_fields(chance: random.Random, message: Message) -> None:
    name = chance.choice(list(message))
    match chance.randrange(3):
        case 0:
            del message[name]
        case 1:
            message[name] = chance.choice(STRANGE)
        case 2:
            message[name.swapcase()] = message.pop(name)


def _written(platform: Platform, message: Message) -> bytes:
    try:
        return platform.write(message)
    except UnicodeEncodeError:
        return repr(message).encode("ascii", "replace")


def _signed(chance: random.Random, platform: Platform, body: bytes) -> Request:
    """The body under seal and signature, mostly as the account's mode has it."""
    query = platform.address_check()
    mode = platform.mode if chance.random() < 0.8 else chance.choice(("plain", "safe"))
    if mode == "plain":
        return Request(query, body, "text/xml")
    encrypt = platform.encrypt(body)
    query["msg_signature"] = platform.signature(query["timestamp"], query["nonce"], encrypt)
    return Request(query, platform.write({"ToUserName": platform.account, "Encrypt": encrypt}), "text/xml")


def _spoil_query(chance: random.Random, query: dict[str, str]) -> None:
    name = chance.choice(list(query))
    match chance.randrange(3):
        case 0:
            del query[name]
        case 1:
            query[name] = chance.choice(["", "0", "-1", "9" * 13, "é", "\x00", "]]>", "a" * 3000, query[name] + "0"])
        case 2:
            query[name] = query[name].swapcase()[::-1]


def _flip(chance: random.Random, body: bytes) -> bytes:
    flipped = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        if flipped:
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _cut(chance: random.Random, body: bytes) -> bytes:
    ends = sorted(chance.randint(0, len(body)) for _ in range(2))
    return body[: ends[0]] if chance.random() < 0.5 else body[: ends[0]] + body[ends[1] :]


def _repeat(chance: random.Random, body: bytes) -> bytes:
    ends = sorted(chance.randint(0, len(body)) for _ in range(2))
    return body[: ends[1]] + body[ends[0] :]


def _noise(chance: random.Random, _body: bytes) -> bytes:
    return chance.randbytes(chance.randint(0, 500))


def _charset(chance: random.Random, body: bytes) -> bytes:
    text = body.decode("utf-8", "replace")
    return text.encode(chance.choice(("gb18030", "utf-16", "utf-32", "big5", "utf-7")), "replace")


def _deep(chance: random.Random, _body: bytes) -> bytes:
    levels = chance.choice((5, 9, 100, 3_000, 60_000))
    if chance.random() < 0.5:
        return b"<xml>" + b"<a>" * levels + b"</a>" * levels + b"</xml>"
    opening = chance.choice((b"[", b'{"a":'))
    return b'{"a":' + opening * levels


def _huge(chance: random.Random, body: bytes) -> bytes:
    size = chance.choice((200_000, 262_144, 262_145, MOST_BYTES))
    place = chance.randint(0, len(body))
    return body[:place] + chance.choice((b" ", b"a", b"<a/>", b"\xff", "申".encode())) * (size // 3) + body[place:]


def _entities(chance: random.Random, body: bytes) -> bytes:
    inner = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    types = (
        f'<!DOCTYPE xml [<!ENTITY a0 "ha">{inner}]>',
        '<!DOCTYPE xml [<!ENTITY a8 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/x.dtd">',
    )
    return chance.choice(types).encode() + body.replace(b"</xml>", b"<Content>&a8;</Content></xml>")


def _mixed(chance: random.Random, body: bytes) -> bytes:
    as_json = json.dumps({"xml": body.decode("utf-8", "replace")}).encode()
    return chance.choice((as_json, body + as_json, b"<xml>" + as_json + b"</xml>", b"{" + body + b"}"))


def _letters(chance: random.Random, body: bytes) -> bytes:
    place = chance.randint(0, len(body))
    return body[:place] + "".join(chance.choices(string.printable, k=20)).encode() + body[place:]


CHANGES: tuple[Change, ...] = (_flip, _flip, _cut, _repeat, _noise, _charset, _deep, _huge, _entities, _mixed, _letters)
