"""The envelope against the independent client: whatever is put in comes out, on both sides, and damage is named."""

from __future__ import annotations

import base64
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.refusal import Refusal
from bot.channels.wechat.envelope import Envelope, random_letters
from bot.channels.wechat.stamp import Stamp
from tests.bot.wechat.platform import Platform

PLATFORM = Platform(clock=lambda: 1_693_000_000.0)
STAMP = ("1693000000", "415670741")
ANY_MESSAGE = st.binary(max_size=600) | st.text().map(str.encode)
ANY_APP_ID = st.text(st.characters(codec="utf-8"), min_size=1, max_size=70)


def envelope(platform: Platform = PLATFORM) -> Envelope:
    return Envelope("safe", platform.token, platform.app_id, platform.encoding_aes_key)


def signed(encrypt: str, platform: Platform = PLATFORM) -> Stamp:
    """The stamp of someone who knows the token."""
    return Stamp(*STAMP, signature="", message_signature=platform.signature(*STAMP, encrypt))


def sealed_by_hand(padded: bytes) -> str:
    encryptor = PLATFORM._cipher().encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def refused(encrypt: str) -> str:
    with pytest.raises(Refusal) as turned:
        envelope().open({"Encrypt": encrypt}, signed(encrypt))
    return turned.value.code


@given(message=ANY_MESSAGE, app_id=ANY_APP_ID, random=st.binary(min_size=16, max_size=16))
def test_what_the_platform_seals_opens(message: bytes, app_id: str, random: bytes) -> None:
    platform = Platform(app_id=app_id, random=lambda: random)
    encrypt = platform.encrypt(message)
    assert envelope(platform).open({"Encrypt": encrypt}, signed(encrypt)) == message


@given(message=ANY_MESSAGE, app_id=ANY_APP_ID)
def test_what_is_sealed_here_opens_there(message: bytes, app_id: str) -> None:
    platform = Platform(app_id=app_id)
    sealed = envelope(platform).seal(message, 1_693_000_000, "415670741")
    assert platform.decrypt(sealed.encrypt) == message
    assert sealed.signature == platform.signature("1693000000", "415670741", sealed.encrypt)


@pytest.mark.parametrize(
    ("encrypt", "expected"),
    [
        ("", "bad_ciphertext"),
        ("====", "bad_base64"),
        ("abc", "bad_base64"),
        ("abcd efgh", "bad_base64"),
        ("abcd\n", "bad_base64"),
        ("申报", "bad_base64"),
        ("\ud800", "bad_base64"),
        (base64.b64encode(b"a" * 15).decode(), "bad_ciphertext"),
        (base64.b64encode(b"a" * 33).decode(), "bad_ciphertext"),
    ],
)
def test_what_is_no_ciphertext_is_named(encrypt: str, expected: str) -> None:
    stamp = signed(encrypt) if encrypt.isascii() else signed("")
    with pytest.raises(Refusal) as turned:
        envelope().open({"Encrypt": encrypt}, stamp)
    assert turned.value.code == expected


def test_wrong_padding_is_named() -> None:
    for padding in (b"\x00", b"\x21", b"\xff", b"\x02\x03\x03", b"\x01\x02"):
        assert refused(sealed_by_hand(b"a" * (64 - len(padding)) + padding)) == "bad_padding"


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x00", b"\xff\xff\xff\xff<xml/>wxba5fad812f8e6fb9", b"\x00\x00\x00\x1e<xml/>wxba5fad812f8e6fb9"],
)
def test_a_length_beyond_the_end_is_named(content: bytes) -> None:
    whole = b"a" * 16 + content
    padding = 32 - len(whole) % 32
    assert refused(sealed_by_hand(whole + bytes([padding]) * padding)) == "bad_length"


def test_less_than_the_random_bytes_is_named() -> None:
    assert refused(sealed_by_hand(b"\x20" * 32)) == "bad_length"
    assert refused(sealed_by_hand(b"\x10" * 16)) == "bad_length"


def test_a_stranger_learns_nothing_of_the_padding() -> None:
    """Signature first: damaged ciphertexts are all alike to whoever has no token."""
    stranger = Platform(token="guessed")
    for encrypt in (sealed_by_hand(b"a" * 32), PLATFORM.encrypt(b"<xml/>"), "====", ""):
        with pytest.raises(Refusal) as turned:
            envelope().open({"Encrypt": encrypt}, signed(encrypt, stranger))
        assert turned.value.code == "bad_signature"


def test_signatures_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bytes] = []
    real = hmac.compare_digest

    def compare(ours: bytes, theirs: bytes) -> bool:
        compared.append(theirs)
        return real(ours, theirs)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    encrypt = PLATFORM.encrypt(b"<xml/>")
    envelope().open({"Encrypt": encrypt}, signed(encrypt))
    plain = Stamp(*STAMP, signature=PLATFORM.signature(*STAMP), message_signature="")
    Envelope("plain", PLATFORM.token, PLATFORM.app_id).open({}, plain)
    assert [theirs.decode() for theirs in compared] == [signed(encrypt).message_signature, plain.signature]


def test_the_random_characters_are_never_the_same() -> None:
    several = {random_letters() for _ in range(1000)}
    assert len(several) == 1000
    assert {len(letters.encode()) for letters in several} == {16}
    first, second = (envelope().seal(b"<xml/>", 1, "1").encrypt for _ in range(2))
    assert first != second


@pytest.mark.parametrize("key", [None, "", "short", "a" * 44, "!" * 43])
def test_a_key_that_is_none_is_refused_at_once(key: str | None) -> None:
    for mode in ("safe", "compatible"):
        with pytest.raises(ValueError, match=r".+"):
            Envelope(mode, "AAAAA", "wxba5fad812f8e6fb9", key)


def test_plain_mode_cannot_seal() -> None:
    with pytest.raises(ValueError, match="plain mode"):
        Envelope("plain", "AAAAA", "wxba5fad812f8e6fb9").seal(b"", 1, "1")
