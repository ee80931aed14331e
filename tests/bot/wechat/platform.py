"""The platform's side, written from its documentation alone: no wechatpy here, and nothing imported from ``bot``.

It writes messages, seals and signs them, sends them as the platform does (again after a time of silence), and reads
the replies as strictly as it can, so that what both sides agree on was not agreed on in one library.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
import secrets
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Mode = Literal["plain", "compatible", "safe"]
Form = Literal["xml", "json"]
Value = str | int
Message = dict[str, Any]  # a field's name to its value; nested ones are dicts


class PlatformError(AssertionError):
    """The server's answer is not one the platform would accept; the message says why."""


class Unanswered(PlatformError):
    """No acceptable answer, however often the message was sent: the user sees nothing, or the platform's complaint."""


@dataclass(frozen=True)
class Request:
    """What goes over the wire."""

    query: dict[str, str]
    body: bytes
    content_type: str


@dataclass
class Platform:
    """One account, as its console knows it. ``clock`` gives seconds since 1970, ``random`` 16 bytes."""

    token: str = "AAAAA"
    app_id: str = "wxba5fad812f8e6fb9"
    encoding_aes_key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    mode: Mode = "safe"
    form: Form = "xml"
    account: str = "gh_97417a04a28d"
    clock: Callable[[], float] = time.time
    random: Callable[[], bytes] = field(default=lambda: secrets.token_hex(8).encode())

    # --- messages ---

    def message(self, user: str, kind: str, **fields: Any) -> Message:
        """A message of any kind, numbered and dated; ``fields`` come after what every message has, or instead."""
        number = {} if kind == "event" else {"MsgId": str(secrets.randbits(62))}
        common = {"ToUserName": self.account, "FromUserName": user, "CreateTime": int(self.clock()), "MsgType": kind}
        return common | number | fields

    def text(self, user: str, content: str, **fields: Any) -> Message:
        return self.message(user, "text", Content=content, **fields)

    def event(self, user: str, event: str, **fields: Any) -> Message:
        return self.message(user, "event", Event=event, **fields)

    # --- the way there ---

    def signature(self, *parts: str) -> str:
        return hashlib.sha1("".join(sorted([self.token, *parts])).encode()).hexdigest()

    def address_check(self, echo: str = "4375120948345356249") -> dict[str, str]:
        """The query of the request by which the console checks an address."""
        return self._stamp(None) | {"echostr": echo}

    def request(self, message: Message, nonce: str | None = None) -> Request:
        """The message as it is sent in this account's mode and form, newly stamped."""
        plain = self.write(message)
        query = self._stamp(nonce) | {"openid": str(message.get("FromUserName", ""))}
        media = "text/xml" if self.form == "xml" else "application/json"
        if self.mode == "plain":
            return Request(query, plain, media)
        encrypt = self.encrypt(plain)
        query["encrypt_type"] = "aes"
        query["msg_signature"] = self.signature(query["timestamp"], query["nonce"], encrypt)
        outside = message if self.mode == "compatible" else {"ToUserName": self.account}
        return Request(query, self.write(outside | {"Encrypt": encrypt}), media)

    def write(self, message: Message) -> bytes:
        if self.form == "json":
            return json.dumps(message, ensure_ascii=False).encode()
        return f"<xml>{_xml(message)}</xml>".encode()

    def encrypt(self, message: bytes) -> str:
        whole = self.random() + struct.pack(">I", len(message)) + message + self.app_id.encode()
        padding = 32 - len(whole) % 32
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(whole + bytes([padding]) * padding) + encryptor.finalize()).decode()

    # --- the way back ---

    def read(self, answer: bytes) -> dict[str, Value] | None:
        """The reply's fields, None for ``success``; PlatformError for what the platform would not take."""
        if answer in (b"", b"success"):
            return None
        fields = self._parse(answer)
        if self.mode == "safe" and "Encrypt" not in fields:
            raise PlatformError(f"a plain answer in safe mode: {answer!r}")
        if "Encrypt" not in fields:
            return fields
        encrypt, nonce = str(fields["Encrypt"]), str(fields["Nonce"])
        if fields["MsgSignature"] != self.signature(str(fields["TimeStamp"]), nonce, encrypt):
            raise PlatformError("the answer's signature is wrong")
        return self._parse(self.decrypt(encrypt))

    def decrypt(self, encrypt: str) -> bytes:
        decryptor = self._cipher().decryptor()
        whole = decryptor.update(base64.b64decode(encrypt, validate=True)) + decryptor.finalize()
        padding = whole[-1]
        if len(whole) % 32 or not 1 <= padding <= 32 or whole[-padding:] != bytes([padding]) * padding:
            raise PlatformError("the answer is not padded to 32 bytes")
        (length,) = struct.unpack(">I", whole[16:20])
        message, app_id = whole[20 : 20 + length], whole[20 + length : -padding]
        if app_id != self.app_id.encode():
            raise PlatformError(f"the answer is sealed for {app_id!r}")
        return message

    # --- sending ---

    async def send(
        self,
        client: httpx.AsyncClient,
        message: Message,
        *,
        path: str = "/wechat",
        patience: float = 5.0,
        again: int = 3,
        same_nonce: bool = False,
    ) -> str | None:
        """The text the user gets to see, None where the server has nothing to say.

        No 200 within ``patience`` seconds, or no connection, and the same message is sent ``again``, up to three
        times; raises Unanswered when that was in vain too.
        """
        nonce = _nonce() if same_nonce else None
        for attempt in range(again + 1):
            began = time.monotonic()
            last = attempt == again
            try:
                async with asyncio.timeout(patience):
                    answer = await self.deliver(client, message, path=path, nonce=nonce)
            except (httpx.TransportError, TimeoutError) as fault:
                if last:
                    raise Unanswered(f"{type(fault).__name__} {fault}") from fault
            else:
                if answer.status_code == 200:
                    return self.shown(message, answer.content)
                if last:
                    raise Unanswered(f"{answer.status_code} {answer.text}")
            await asyncio.sleep(max(0.0, patience - (time.monotonic() - began)))
        raise AssertionError("the last attempt returns or raises")

    async def deliver(
        self, client: httpx.AsyncClient, message: Message, *, path: str = "/wechat", nonce: str | None = None
    ) -> httpx.Response:
        """One delivery, whatever comes of it."""
        request = self.request(message, nonce)
        headers = {"Content-Type": request.content_type, "User-Agent": "Mozilla/4.0"}
        return await client.post(path, params=request.query, content=request.body, headers=headers)

    def shown(self, message: Message, answer: bytes) -> str | None:
        """The text of an answer to ``message``, which must be addressed to its sender and short enough."""
        reply = self.read(answer)
        if reply is None:
            return None
        if (reply.get("ToUserName"), reply.get("FromUserName")) != (message["FromUserName"], self.account):
            raise PlatformError("the answer goes to another user, or comes from another account")
        if reply.get("MsgType") != "text" or not str(reply.get("CreateTime", "")).isdigit():
            raise PlatformError(f"not a text reply: {sorted(reply)}")
        text = str(reply["Content"])
        if len(text.encode()) > 2048:
            raise PlatformError(f"该公众号提供的服务出现故障，请稍后再试: {len(text.encode())} bytes of text")
        return text

    # --- within ---

    def _stamp(self, nonce: str | None) -> dict[str, str]:
        timestamp, nonce = str(int(self.clock())), nonce or _nonce()
        return {"signature": self.signature(timestamp, nonce), "timestamp": timestamp, "nonce": nonce}

    def _cipher(self) -> Cipher[modes.CBC]:
        key = base64.b64decode(self.encoding_aes_key + "=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def _parse(self, text: bytes) -> dict[str, Value]:
        if self.form == "json":
            fields: dict[str, Value] = json.loads(text)
            return fields
        return parse_flat(text.decode())


_ELEMENT = re.compile(r"\s*<(\w+)>((?:<!\[CDATA\[.*?\]\]>|[^<&])*)</\1>", re.DOTALL)
_SECTION = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def parse_flat(text: str) -> dict[str, Value]:
    """Fields right below ``<xml>``, bare or in sections, nothing else: the shape the documentation shows."""
    whole = re.fullmatch(r"\s*<xml>(.*)</xml>\s*", text, re.DOTALL)
    if whole is None:
        raise PlatformError(f"not an answer in XML: {text[:80]!r}")
    fields: dict[str, Value] = {}
    place = 0
    inside = whole[1]
    while inside[place:].strip():
        element = _ELEMENT.match(inside, place)
        if element is None or element[1] in fields:
            raise PlatformError(f"broken XML at {inside[place : place + 40]!r}")
        fields[element[1]] = _SECTION.sub(lambda section: section[1], element[2])
        place = element.end()
    return fields


def _xml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "".join(f"<{name}>{_xml(inner)}</{name}>" for name, inner in value.items())
    if isinstance(value, list):
        return "".join(f"<item>{_xml(inner)}</item>" for inner in value)
    if isinstance(value, str):
        return f"<![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]>"
    return str(value)


def _nonce() -> str:
    return str(secrets.randbelow(10**9) + 10**8)
