"""The trades: every code stands in the standard, no word means two of them, and the notice has an answer to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.checks.draft import Draft, Placed
from bot.content import Problem
from bot.industry import standard
from knowledge.normalise import normalise
from knowledge.trades.judging import nearest
from knowledge.trades.table import Standing, TradeTable

# Whose rows hold the codes; of the first three one must take every class, by an empty code.
COVERING = ("sectors", "fields", "applicants")
CODED = (*COVERING, "shifts", "trades")
ANSWERED = ("tech", "region")
# Which fact's values a row names, by the row's list and key.
VALUES = (
    ("sectors", "sector", "sector"),
    ("fields", "field", "technology_field"),
    ("applicants", "kind", "applicant_type"),
)


def trade_problems(draft: Draft) -> Iterator[Problem]:
    if draft.trades is None:
        return
    yield from _code_problems(draft.trades)
    yield from _missing(draft.trades)
    yield from _value_problems(draft.trades, draft)
    yield from _word_problems(draft.trades)
    yield from _trade_problems(draft.trades)


def _code_problems(table: Placed[TradeTable]) -> Iterator[Problem]:
    known = standard()
    for place, codes in _codes(table.value):
        for position, code in enumerate(codes):
            if code not in known and (code or place[0] not in (*COVERING, "endings")):
                message = f"{table.value.standard}里没有代码「{code}」，可用的见 knowledge/industry"
                yield table.problem(message, *place, position)


def _codes(table: TradeTable) -> Iterator[tuple[tuple[str | int, ...], tuple[str, ...]]]:
    yield ("making",), table.making
    for name in CODED:
        for position, row in enumerate(getattr(table, name)):
            yield (name, position, "codes"), row.codes
    for ending, codes in table.endings.items():
        yield ("endings", ending), codes


def _missing(table: Placed[TradeTable]) -> Iterator[Problem]:
    """What every trade must find: a row for its classes, an answer for each pilot."""
    for name in COVERING:
        if not any("" in row.codes for row in getattr(table.value, name)):
            yield table.problem(f'{name} 里缺少 codes 为 [""] 的一行，用于其余各类', name)
    for standing in Standing:
        if standing not in table.value.leader:
            yield table.problem(f"leader 里缺少 {standing}，要有：{'、'.join(Standing)}", "leader")
    for position, applicant in enumerate(table.value.applicants):
        for pilot in ANSWERED:
            if pilot not in applicant.answers:
                message = f"单位「{applicant.key}」缺少试点 {pilot} 的回答"
                yield table.problem(message, "applicants", position, "answers")


def _value_problems(table: Placed[TradeTable], draft: Draft) -> Iterator[Problem]:
    for name, key, fact in VALUES:
        spec = draft.specs.get(fact)
        allowed = [choice.value for choice in spec.choices] if spec else []
        for position, row in enumerate(getattr(table.value, name)):
            value = getattr(row, key)
            if spec and value not in allowed:
                message = f"「{value}」不是情况 {fact} 的选项，可用：{'、'.join(map(str, allowed))}"
                yield table.problem(message, name, position, key)


def _word_problems(table: Placed[TradeTable]) -> Iterator[Problem]:
    """A word that means two trades, and a trade offered by a word that none has."""
    owners: dict[str, int] = {}
    for position, trade in enumerate(table.value.trades):
        for word in trade.words:
            owner = owners.setdefault(normalise(word), position)
            if owner != position:
                line = table.where("trades", owner)
                yield table.problem(f"叫法「{word}」已用在 {line}，分不清是哪个行当", "trades", position, "words")
    for position, trade in enumerate(table.value.trades):
        for word in trade.which:
            other = owners.get(normalise(word))
            if other is None or table.value.trades[other].which:
                message = f"「{word}」不是哪个写了 codes 的行当的叫法，选它时答不出来"
                yield table.problem(message, "trades", position, "which")


def _trade_problems(table: Placed[TradeTable]) -> Iterator[Problem]:
    keys = [applicant.key for applicant in table.value.applicants]
    for position, trade in enumerate(table.value.trades):
        if trade.applicant is not None and trade.applicant not in keys:
            message = f"applicants 里没有「{trade.applicant}」，可用：{'、'.join(keys)}"
            yield table.problem(message, "trades", position, "applicant")
        if trade.why is None and len(_standings(table.value, trade.codes)) > 1:
            message = f"「{trade.words[0]}」的几个代码答复不同，要写 why 说明看什么"
            yield table.problem(message, "trades", position, "codes")


def _standings(table: TradeTable, codes: Iterable[str]) -> set[Standing]:
    if not any("" in row.codes for row in table.sectors):
        return set()
    return {nearest(table.sectors, code).standing for code in codes}
