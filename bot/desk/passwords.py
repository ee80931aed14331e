"""Passwords: what one must be, a random one, and argon2id hashes in the parameters of RFC 9106 (second choice)."""

from __future__ import annotations

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

SHORTEST = 10
LONGEST = 200  # characters; more only costs time
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when read aloud or copied by hand
_hasher = PasswordHasher()
_AT_ONCE = 2  # each takes 64 MiB and a third of a second


def complaint(password: str, login: str) -> str | None:
    """What is wrong with a password somebody chose, in Chinese; None where nothing is."""
    if len(password) < SHORTEST:
        return f"密码至少要 {SHORTEST} 个字符。"
    if len(password) > LONGEST:
        return f"密码最多 {LONGEST} 个字符。"
    if len(login) > 3 and login in password.lower():
        return "密码里不能含有登录名。"
    if len(set(password)) < 5:
        return "密码太简单：至少要有 5 个不同的字符。"
    return None


def generated() -> str:
    """A random password of four groups of five, 99 bits, fit to be read out."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def hashed(password: str) -> str:
    """The hash to keep, with its salt and parameters. Takes about 0.3 s."""
    return _hasher.hash(password)


def fits(kept: str, password: str) -> bool:
    """Whether the password is the one of the hash. Takes about 0.3 s, whatever the answer."""
    try:
        return _hasher.verify(kept, password[: LONGEST + 1])
    except VerificationError:
        return False


@cache
def nobodys() -> str:
    """A hash no password fits: for a login nobody has the same work is done, so that time does not tell."""
    return hashed(secrets.token_urlsafe(32))


class Judge:
    """Judges passwords beside the event loop, two at a time: logins must not slow the answers to applicants."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def fits(self, kept: str | None, password: str) -> bool:
        """Whether the password fits; ``kept`` of None costs the same and never does."""
        async with self._turns:
            right = await asyncio.to_thread(lambda: fits(kept or nobodys(), password))
        return right and kept is not None
