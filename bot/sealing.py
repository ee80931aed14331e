"""Sealing what must be kept and not be read: whoever sees the database without the secret key learns nothing.

A seal is made for one purpose; what was sealed for another does not open. Authenticated encryption by Fernet
(AES-128-CBC with HMAC-SHA256), its key derived from the secret key by HKDF (RFC 5869).
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class SealBroken(ValueError):
    """What was kept does not open: sealed with another key or for another purpose, or damaged."""


class Seal:
    """Seals texts of any length. ``key`` is that of ``secret_key.secret_key``; ``purpose`` a word of the program's."""

    def __init__(self, key: bytes, purpose: str) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"shenbao {purpose}".encode()).derive(key)
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def close(self, text: str) -> str:
        """The text sealed, in ASCII; each time another one, about 1.4 times as long plus 100 characters."""
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """The text. Raises SealBroken."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except (InvalidToken, ValueError):  # the latter for what is not even ASCII
            raise SealBroken("a sealed value does not open with this key") from None
