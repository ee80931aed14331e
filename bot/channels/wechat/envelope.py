"""The envelope around a message: who sent it, and what is sealed inside. The one file that knows wechatpy.

wechatpy signs and enciphers. What it leaves open is closed here: signatures are compared in constant time, base64,
padding and lengths are checked to the byte, every fault is a Refusal, and the sixteen random bytes are the system's.
Its XML parser takes document types, any depth and repeated fields, so XML is read by ``payload`` instead.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from wechatpy.crypto import PrpCrypto
from wechatpy.utils import WeChatSigner

from bot.channels.web.refusal import Refusal
from bot.channels.wechat.payload import Fields
from bot.channels.wechat.stamp import Stamp

Mode = Literal["plain", "compatible", "safe"]

_CIPHER_BLOCK = 16  # bytes, AES
_PADDED_TO = 32  # bytes: the platform pads by PKCS#7 to its key's length, not to the cipher's block


@dataclass(frozen=True, slots=True)
class Sealed:
    """A message under seal: base64 of the ciphertext, and the signature over it, timestamp and nonce."""

    encrypt: str
    signature: str
    timestamp: int
    nonce: str

    @property
    def fields(self) -> dict[str, str | int]:
        """As the platform names them."""
        return {
            "Encrypt": self.encrypt,
            "MsgSignature": self.signature,
            "TimeStamp": self.timestamp,
            "Nonce": self.nonce,
        }


def random_letters() -> str:
    """Sixteen ASCII characters nobody can guess, to begin a sealed message with."""
    return secrets.token_hex(8)


class Envelope:
    """The account's way to sign and to seal. ``random`` gives 16 ASCII characters; tests give published ones."""

    def __init__(
        self,
        mode: Mode,
        token: str,
        app_id: str,
        encoding_aes_key: str | None = None,
        random: Callable[[], str] = random_letters,
    ) -> None:
        """``encoding_aes_key`` is the console's, 43 characters; ValueError where ``mode`` needs it and it is not so."""
        self._mode = mode
        self._token = token
        self._app_id = app_id
        self._cipher = None
        if mode != "plain":
            key = base64.b64decode(f"{encoding_aes_key or ''}=", validate=True)
            if len(key) != 32:
                raise ValueError("EncodingAESKey 应为 43 个字母或数字")
            self._cipher = PrpCrypto(key)
            self._cipher.get_random_string = random

    def check(self, stamp: Stamp) -> None:
        """Whoever wrote the stamp knows the token, else Refusal 403. This says nothing about a body."""
        self._compare(stamp.signature, "signature", stamp.timestamp, stamp.nonce)

    def open(self, outside: Fields, stamp: Stamp) -> bytes | None:
        """The message sealed in ``outside``; None where that is the message itself, its sender known and plain allowed.

        Refusal 403 for what another has sent, or sent to another; 400 for what is damaged or not
        in the account's mode.
        """
        sealed = outside.get("Encrypt")
        if sealed is None:
            if self._mode == "safe":
                raise Refusal(403, "plain_refused", "本服务设为安全模式，不收明文消息；请核对公众号后台的加解密方式。")
            if stamp.message_signature:
                raise Refusal(400, "missing_field", "地址里有密文的签名，消息里却没有 Encrypt。", field="Encrypt")
            self.check(stamp)
            return None
        if self._cipher is None:
            raise Refusal(400, "sealed_refused", "本服务设为明文模式，不收密文消息；请核对公众号后台的加解密方式。")
        if not sealed.isascii():
            raise Refusal(400, "bad_base64", "Encrypt 不是 base64。")
        # Before anything is deciphered: what a stranger sent must not tell them how its padding came out.
        self._compare(stamp.message_signature, "msg_signature", stamp.timestamp, stamp.nonce, sealed)
        return self._opened(sealed)

    def seal(self, message: bytes, timestamp: int, nonce: str) -> Sealed:
        """``message`` enciphered and signed; ValueError in plain mode, which has no key."""
        if self._cipher is None:
            raise ValueError("there is nothing to seal with in plain mode")
        encrypt = self._cipher.encrypt(message, self._app_id).decode("ascii")
        return Sealed(encrypt, self._signature(str(timestamp), nonce, encrypt), timestamp, nonce)

    def _opened(self, sealed: str) -> bytes:
        try:
            ciphertext = base64.b64decode(sealed, validate=True)
        except ValueError:
            raise Refusal(400, "bad_base64", "Encrypt 不是 base64。") from None
        if not ciphertext or len(ciphertext) % _CIPHER_BLOCK:
            raise Refusal(400, "bad_ciphertext", "密文的长度不对。")
        assert self._cipher is not None
        padded: bytes = self._cipher.cipher.decrypt(ciphertext)
        padding = padded[-1]
        if not 1 <= padding <= _PADDED_TO or not padded.endswith(bytes([padding]) * padding):
            raise Refusal(400, "bad_padding", "密文的填充不对，请核对 EncodingAESKey。")
        # 16 random bytes, the length in 4, the message, the AppID.
        content = padded[16:-padding]
        length = int.from_bytes(content[:4])
        message, app_id = content[4 : 4 + length], content[4 + length :]
        if len(content) < 4 or len(message) != length:
            raise Refusal(400, "bad_length", "密文里写的长度不对。")
        if app_id != self._app_id.encode():
            raise Refusal(403, "wrong_app_id", "消息是发给另一个 AppID 的，请核对 AppID。")
        return message

    def _compare(self, signature: str, name: str, *signed: str) -> None:
        if not signature:
            raise Refusal(400, "missing_parameter", f"地址里缺少参数 {name}。", parameter=name)
        if not hmac.compare_digest(self._signature(*signed).encode(), signature.encode()):
            raise Refusal(403, "bad_signature", f"{name} 不对，请核对 Token。", parameter=name)

    def _signature(self, *signed: str) -> str:
        signer = WeChatSigner()
        signer.add_data(self._token, *signed)
        return str(signer.signature)
