"""Whole numbers as Chinese writers put them: 3, ３, 三, 十二, 二十一, 二〇二一, 两."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {digit: value for value, digits in enumerate(
    ("〇零○", "一壹", "二两贰俩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for digit in digits}  # fmt: skip
CHINESE_DIGITS = "〇零○一二两三四五六七八九十廿卅"
NUMERAL = rf"(?:\d{{1,4}}|[{CHINESE_DIGITS}]{{1,4}})"
_LONGEST = 4
_QUOTES = re.compile("[“”‘’\"'「」『』【】]")
_BLANKS = re.compile(r"\s+")
_BETWEEN_DIGITS_ONLY = re.compile(r"(?<![0-9]) | (?![0-9])")


def tidy(text: str) -> str:
    """NFKC (full-width digits become plain ones), lower-case, no quotes, blanks only where they part two digits.

    俺 reads 我.
    """
    text = _QUOTES.sub("", unicodedata.normalize("NFKC", text))
    text = _BLANKS.sub(" ", text).strip().lower().replace("俺", "我")
    return _BETWEEN_DIGITS_ONLY.sub("", text) if " " in text else text


def whole(text: str) -> int | None:
    """The number below 10,000 that ``text`` writes, None if it writes none.

    A row of single digits (二〇二一) is read digit by digit; 十 stands for tens.
    """
    if not text or len(text) > _LONGEST:
        return None
    if text.isascii():
        return int(text) if text.isdigit() else None
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        return _tens(text)
    if any(character not in _DIGITS for character in text):
        return None
    return int("".join(str(_DIGITS[character]) for character in text))


def _tens(text: str) -> int | None:
    before, _, after = text.partition("十")
    if len(before) > 1 or len(after) > 1 or any(digit not in _DIGITS for digit in before + after):
        return None
    tens = _DIGITS[before] if before else 1
    units = _DIGITS[after] if after else 0
    return tens * 10 + units if tens and (units or not after) else None


def in_digits(text: str, before: str, after: str = "") -> str:
    """``text`` with Chinese numerals in plain digits where the pattern ``before`` follows and ``after`` precedes them.

    ``after`` must match exactly one character, or be empty.
    """

    def plain(match: re.Match[str]) -> str:
        value = whole(match[0])
        return match[0] if value is None else str(value)

    behind = f"(?<={after})" if after else ""
    return re.sub(rf"{behind}[{CHINESE_DIGITS}]+(?={before})", plain, text)
