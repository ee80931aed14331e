"""Every published example, in both directions, by our envelope and by the independent client."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from bot.channels.web.refusal import Refusal
from bot.channels.wechat import payload
from bot.channels.wechat.envelope import Envelope
from bot.channels.wechat.stamp import Stamp
from tests.bot.wechat.platform import Platform

VECTORS: dict[str, dict[str, Any]] = {
    vector["id"]: vector
    for vector in json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))["vectors"]
}
SEALED = [name for name, vector in VECTORS.items() if "encrypt" in vector]
SIGNED = [name for name, vector in VECTORS.items() if "signature" in vector]


def envelope(vector: dict[str, Any]) -> Envelope:
    if "encrypt" not in vector:
        return Envelope("plain", vector["token"], "wx0000000000000000")
    key, random = vector["encoding_aes_key"], vector["random16"]
    return Envelope("safe", vector["token"], vector["receive_id"], key, random=lambda: random)


def stamp(vector: dict[str, Any], **changes: str) -> Stamp:
    names = ("timestamp", "nonce", "signature", "msg_signature")
    return Stamp.of({name: vector[name] for name in names if name in vector} | changes)


def platform(vector: dict[str, Any]) -> Platform:
    return Platform(
        token=vector["token"],
        app_id=vector["receive_id"],
        encoding_aes_key=vector["encoding_aes_key"],
        random=vector["random16"].encode,
        clock=lambda: float(vector["timestamp"]),
    )


def test_all_of_them_are_here() -> None:
    assert (len(VECTORS), len(SEALED), len(SIGNED)) == (13, 11, 3)


@pytest.mark.parametrize("name", SEALED)
def test_opened(name: str) -> None:
    vector = VECTORS[name]
    opened = envelope(vector).open({"Encrypt": vector["encrypt"]}, stamp(vector))
    assert opened == vector["plaintext"].encode()


@pytest.mark.parametrize("name", SEALED)
def test_sealed_again_with_the_same_random_characters(name: str) -> None:
    """Publishers give the random sixteen, or decryption shows them: the ciphertext must come out to the byte."""
    vector = VECTORS[name]
    sealed = envelope(vector).seal(vector["plaintext"].encode(), int(vector["timestamp"]), vector["nonce"])
    assert (sealed.encrypt, sealed.signature) == (vector["encrypt"], vector["msg_signature"])


@pytest.mark.parametrize("name", SEALED)
def test_the_independent_client_agrees(name: str) -> None:
    vector, side = VECTORS[name], platform(VECTORS[name])
    assert side.encrypt(vector["plaintext"].encode()) == vector["encrypt"]
    assert side.decrypt(vector["encrypt"]) == vector["plaintext"].encode()
    assert side.signature(vector["timestamp"], vector["nonce"], vector["encrypt"]) == vector["msg_signature"]


@pytest.mark.parametrize("name", SIGNED)
def test_signed_without_a_body(name: str) -> None:
    vector = VECTORS[name]
    envelope(vector).check(stamp(vector))
    with pytest.raises(Refusal, match="signature"):
        envelope(vector).check(stamp(vector, nonce="1"))


@pytest.mark.parametrize("name", SEALED)
def test_any_changed_byte_of_the_ciphertext_is_noticed(name: str) -> None:
    vector = VECTORS[name]
    ciphertext = bytearray(base64.b64decode(vector["encrypt"]))
    for place in range(0, len(ciphertext), 7):
        changed = ciphertext.copy()
        changed[place] ^= 1
        with pytest.raises(Refusal) as turned:
            envelope(vector).open({"Encrypt": base64.b64encode(changed).decode()}, stamp(vector))
        assert turned.value.code == "bad_signature"


def test_the_documented_reply_to_the_byte() -> None:
    """The best single gate: Tencent publishes random characters, time, nonce, ciphertext and the whole answer."""
    vector = VECTORS["tencent-doc-reply-json"]
    sealed = envelope(vector).seal(vector["plaintext"].encode(), int(vector["timestamp"]), vector["nonce"])
    assert payload.write("json", sealed.fields).decode() == (
        '{"Encrypt":"ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==",'
        '"MsgSignature":"1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1","TimeStamp":1713424427,"Nonce":"415670741"}'
    )
