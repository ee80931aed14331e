"""Hearing which trade a text tells, and whether it tells or asks little besides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.normalise import normalise
from knowledge.phrases import any_of
from knowledge.trades.table import Shift, Trade, TradeTable
from knowledge.words import Words

_PIECES = re.compile(r"[?!。;，,、\n；！？]+")
_NOT_WORDS = re.compile(r"[\W_]+")
# 我们不是电厂; but 是不是电厂 is a question.
# Nor does 哪家银行 say that one is a bank.
_DENIAL = r"(?<!是)(?:不是|并非|不属于|不做|不搞|没有)|哪[家个所些]"


@dataclass(frozen=True, slots=True)
class Told:
    """A trade, the word for it, and the shifts that words beside it may mean.

    ``alone``: the whole text is a plain question or statement about the trade; else one piece of it is.
    """

    word: str
    trade: Trade
    shifts: tuple[Shift, ...]
    alone: bool


class Ear:
    """Finds a notice's trades in texts; what somebody says they are not, is not heard. Never changes once built."""

    def __init__(self, table: TradeTable, words: Words) -> None:
        self._trades = {normalise(word): trade for trade in table.trades for word in trade.words}
        self._shown = {normalise(word): word for trade in table.trades for word in trade.words}
        self._around = frozenset(map(normalise, table.around))
        self._pilots = {normalise(name): pilot for pilot, group in words.pilots.items() for name in group.names}
        self._names = any_of(self._pilots)
        self._words = any_of(self._trades)
        self._denied = re.compile(f"(?:{_DENIAL})(?:{self._words.pattern})")
        self._plain = any_of((*self._around, *self._pilots, *map(normalise, words.noise)))
        self._shifts = [(shift, any_of(map(normalise, shift.words))) for shift in table.shifts]
        self._shift = any_of(normalise(word) for shift in table.shifts for word in shift.words)
        self._makes = any_of(map(normalise, table.makes))

    def hear(self, text: str) -> Told | None:
        """The one trade a text tells plainly; None where there is none, or several, or it is only mentioned."""
        said = self._denied.sub(" ", normalise(text))
        found = self._found(said)
        if len({id(self._trades[word]) for word in found}) != 1:
            return None
        word, told = found[0], any_of(found)
        pieces = [piece for piece in _PIECES.split(said) if told.search(piece)]
        for piece, alone in ((said, True), *((piece, False) for piece in pieces)):
            rest = told.sub(" ", piece)
            if self._is_plain(self._shift.sub(" ", rest)):
                return Told(self._shown[word], self._trades[word], self._shifts_in(rest), alone)
        return None

    def pilots(self, text: str) -> tuple[str, ...]:
        """The pilots whose names stand in a text, in order."""
        return tuple(dict.fromkeys(self._pilots[name] for name in self._names.findall(normalise(text))))

    def _found(self, said: str) -> list[str]:
        """The words for trades. Names of a sector (职业大学算高校吗) and shifts (路由器贸易公司) give way to others."""
        found = list(dict.fromkeys(self._words.findall(said)))
        firm = [word for word in found if word not in self._around and not self._shift.fullmatch(word)]
        return firm or found

    def _shifts_in(self, rest: str) -> tuple[Shift, ...]:
        """None where making is told as well (生产销售)."""
        if self._makes.search(rest):
            return ()
        return tuple(shift for shift, words in self._shifts if words.search(rest))

    def says_nothing_else(self, text: str) -> bool:
        """Whether a text is a plain question or statement about trades, without one: 算不算电子."""
        return self._is_plain(self._shift.sub(" ", normalise(text)))

    def _is_plain(self, rest: str) -> bool:
        return not _NOT_WORDS.sub("", self._plain.sub(" ", rest))
