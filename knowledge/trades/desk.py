"""The desk for trades: a text in, what the notice says to the trade it tells out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.tokens import Tokenizer
from knowledge.trades.guessing import WEAK, Guesser
from knowledge.trades.hearing import Ear, Told
from knowledge.trades.judging import Judge, Judgement
from knowledge.trades.standard import Standard
from knowledge.trades.table import Codes, Shift, Trade, TradeTable
from knowledge.words import Words


@dataclass(frozen=True, slots=True)
class WhichTrade:
    """The word could be any of these trades, and the notice does not say the same to all."""

    word: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; ``alone``: the text tells or asks nothing besides its trade."""

    what: Judgement | WhichTrade
    alone: bool


class TradeDesk:
    """Knows the trades of one notice. Never changes once built."""

    def __init__(self, table: TradeTable, standard: Standard, words: Words, tokenizer: Tokenizer | None = None) -> None:
        """``tokenizer``: one made already, to share; it takes a while to make another."""
        self.table = table
        self._ear = Ear(table, words)
        self._judge = Judge(table, standard)
        self._guesser = Guesser(table, standard, words, tokenizer or Tokenizer())

    def pilots_named(self, text: str) -> tuple[str, ...]:
        """The pilots whose names stand in a text, in order."""
        return self._ear.pilots(text)

    def goes_on(self, text: str) -> bool:
        """Whether a text tells no trade and asks nothing but what one does of trades: 算不算电子."""
        return self._ear.says_nothing_else(text) and self._ear.hear(text) is None

    def find(self, text: str) -> Finding | None:
        """The trade that a text tells in words of the table."""
        told = self._ear.hear(text)
        what = self._judged(told) if told else None
        return Finding(what, told.alone) if told and what else None

    def guess(self, text: str) -> Judgement | None:
        """The trade that a text may tell, by the names of the standard's classes."""
        shape = self._guesser.shape(text)
        guessed = self._guesser.guess(shape) if shape else None
        return self._judge.judge(shape.word, guessed, guessed=True) if shape and guessed else None

    def unknown(self, text: str) -> Judgement | None:
        """A business by its name, which neither the table nor the standard places."""
        shape = self._guesser.shape(text)
        return self._judge.unknown(shape.word) if shape and shape.ending not in WEAK else None

    def is_foreign(self, text: str, wordings: Iterable[str]) -> bool:
        """Whether a text names a business of which no two characters in a row stand in ``wordings``."""
        shape = self._guesser.shape(text)
        if shape is None:
            return False
        pairs = {shape.core[i : i + 2] for i in range(len(shape.core) - 1)} - set(self.table.vague)
        return not any(pair in wording for wording in wordings for pair in pairs)

    def _judged(self, told: Told) -> Judgement | WhichTrade | None:
        """None where words beside the trade make something of it that the table does not know (修酒店)."""
        trade = told.trade
        if trade.which:
            return None if told.shifts else WhichTrade(told.word, trade.which)
        if not told.shifts:
            return self._judge.judge(told.word, trade)
        shift = next((shift for shift in told.shifts if self._judge.starts_from(trade.codes, shift)), None)
        if shift is None:
            return None
        codes = (*trade.codes[: 1 if shift.also else 0], *shift.codes)
        shifted = Trade(words=trade.words, codes=codes, why=self._why(codes, shift))
        return self._judge.judge(f"{told.word}的{shift.called}", shifted)

    def _why(self, codes: Codes, shift: Shift) -> str | None:
        """What it depends on, where the trade as it is and as it is shifted stand differently to the sectors."""
        return shift.why if len({self._judge.sector(code).standing for code in codes}) > 1 else None
