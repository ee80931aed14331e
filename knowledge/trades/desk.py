"""The desk for trades: a text in, what the notice says to the trade it tells out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.trades.guessing import WEAK, Guesser
from knowledge.trades.hearing import Ear, Told
from knowledge.trades.judging import Judge, Judgement
from knowledge.trades.standard import Standard
from knowledge.trades.table import Trade, TradeTable
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

    def __init__(self, table: TradeTable, standard: Standard, words: Words) -> None:
        self.table = table
        self._ear = Ear(table, words)
        self._judge = Judge(table, standard)
        self._guesser = Guesser(table, standard, words)

    def pilots_named(self, text: str) -> tuple[str, ...]:
        """The pilots whose names stand in a text, in order."""
        return self._ear.pilots(text)

    def find(self, text: str) -> Finding | None:
        """The trade that a text tells in words of the table."""
        told = self._ear.hear(text)
        return Finding(self._judged(told), told.alone) if told else None

    def guess(self, text: str) -> Judgement | None:
        """The trade that a text may tell, by the names of the standard's classes."""
        shape = self._guesser.shape(text)
        guessed = self._guesser.guess(shape) if shape else None
        return self._judge.judge(shape.word, guessed, guessed=True) if shape and guessed else None

    def unknown(self, text: str, wordings: Iterable[str]) -> Judgement | None:
        """A business by its name that neither the table nor the standard tells us of, nor any of ``wordings``."""
        shape = self._guesser.shape(text)
        if shape is None or shape.ending in WEAK:
            return None
        pairs = [shape.core[i : i + 2] for i in range(len(shape.core) - 1)]
        if any(pair in wording for wording in wordings for pair in pairs):
            return None
        return self._judge.unknown(shape.word)

    def named(self, word: str) -> Judgement | WhichTrade | None:
        """The trade a word of the table stands for."""
        trade = self._ear.trade(word)
        return self._judged(Told(word, trade, None, True)) if trade else None

    def _judged(self, told: Told) -> Judgement | WhichTrade:
        trade, shift = told.trade, told.shift
        if trade.which:
            return WhichTrade(told.word, trade.which)
        if shift and self._judge.makes(trade.codes):
            codes = (*trade.codes[: 1 if shift.also else 0], *shift.codes)
            shifted = Trade(words=trade.words, codes=codes)
            if shift.also and self._judge.sector(trade.codes[0]).standing != self._judge.sector(codes[-1]).standing:
                shifted = shifted.model_copy(update={"why": shift.why})
            return self._judge.judge(f"{told.word}的{shift.called}", shifted)
        return self._judge.judge(told.word, trade)
