"""接续码: nine digits that join a talk and a call, short enough to say aloud.

The bot gives one with a verdict and on 「转人工」: said on the phone it opens the talk at the desk. The desk gives one
for a precheck made with a caller: sent to the bot it brings that precheck into the caller's own talk.

Why nine digits: spoken in threes they are clear on the telephone, where letters are not; and no date, telephone
number, postcode or identity number has nine, so that in a talk they can mean nothing else. The last is a check digit
(ISO/IEC 7064, MOD 11,10): a digit misheard, and nearly always two swapped, is told at once and is no guess. Of the
90 million others few are alive at any moment, and wrong ones are counted (``memory/codes.py``).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot.replies import Outcome, Reply
from bot.sealing import Seal, SealBroken

Kind = Literal["talk", "desk"]
LENGTH = 9
BLANK = "000 000 000"
"""Stands in the log where a code was told: no code begins with 0."""

_SPOKEN = str.maketrans("零〇幺一二三四五六七八九", "001123456789")
_GAP = r"[\s\-—–.·,，、]{0,2}"
_ALONE = re.compile(rf"(?:\d{_GAP}){{{LENGTH - 1}}}\d")
_NAMED = re.compile(rf"(?:我的|热线的?|热线给的)?接续码(?:是|为)?[:：]?\s*((?:\d{_GAP}){{4,11}}\d)")


def code_in(text: str) -> str | None:
    """The digits, where the text is a code and nothing else, or names one; not yet whether they can be one."""
    line = unicodedata.normalize("NFKC", text).strip(" 。.!！~「」").translate(_SPOKEN)
    named = _NAMED.fullmatch(line)
    if named is None and not _ALONE.fullmatch(line):
        return None
    return re.sub(r"\D", "", named[1] if named else line)


def begun(text: str) -> bool:
    """Whether the text is a code, or may be one that is still being typed: five digits and more, and nothing else."""
    line = unicodedata.normalize("NFKC", text).strip().translate(_SPOKEN)
    return code_in(text) is not None or re.fullmatch(rf"(?:\d{_GAP}){{5,}}", line) is not None


def sound(digits: str) -> bool:
    """Whether these can be a code: nine, the first of them no 0, the last the check digit of the others."""
    return len(digits) == LENGTH and digits[0] != "0" and digits[-1] == _check_digit(digits[:-1])


def draw() -> str:
    """A code nobody can foresee."""
    digits = str(10 ** (LENGTH - 2) + secrets.randbelow(9 * 10 ** (LENGTH - 2)))
    return digits + _check_digit(digits)


def grouped(code: str) -> str:
    """As it is shown and said: 345 678 901."""
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))


def place(outcome: str, replies: Sequence[Reply]) -> int | None:
    """The reply a code of the talk stands under: the last with a verdict, or the hotline's; None where none does."""
    told = [number for number, reply in enumerate(replies) if reply.verdicts]
    if not told and outcome == Outcome.handed_over:
        told = [number for number, reply in enumerate(replies) if reply.kind == "answer"]
    return told[-1] if told else None


@dataclass(frozen=True)
class NewCode:
    """A code to be kept: ``digest`` to find it by, ``sealed`` to say it again, and how long it ``lasts``."""

    digest: str
    sealed: str
    lasts: timedelta


class Codes:
    """Hides codes from whoever reads the database. ``key`` is the secret key; the lengths of life are the settings'."""

    def __init__(self, key: bytes, talk_lasts: timedelta, desk_lasts: timedelta) -> None:
        self._key = hmac.new(key, b"codes", hashlib.sha256).digest()
        self._seal = Seal(key, "code")
        self.talk_lasts = talk_lasts
        self.desk_lasts = desk_lasts

    def digest(self, kind: Kind, code: str) -> str:
        """64 hexadecimal digits. Without the key there is nothing to try the 90 million against."""
        return hmac.new(self._key, f"{kind}\0{code}".encode(), hashlib.sha256).hexdigest()

    def of_talk(self, code: str) -> NewCode:
        """A code of the bot's, as it is kept."""
        return NewCode(self.digest("talk", code), self._seal.close(code), self.talk_lasts)

    def open(self, sealed: str | None) -> str:
        """The code as it is shown; empty where there is none, or it was sealed with another key."""
        if sealed is None:
            return ""
        try:
            return grouped(self._seal.open(sealed))
        except SealBroken:
            return ""


def _check_digit(digits: str) -> str:
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)
