"""Whether a message is about a trade: said in so many words, or still the one before; and the sector a trade tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.notices import Notice
from bot.state import ConversationState
from dialogs.wording import asks_for_oneself
from eligibility.facts import Value
from knowledge.answerer import FINANCE, Answer, Context, Part, Requested, Response, WhichMatter, WhichPilot
from knowledge.dividing import by_marks
from knowledge.faq import FaqEntry, FaqKind
from knowledge.trades.desk import TradeDesk, WhichTrade
from knowledge.trades.judging import Judgement

SECTOR = "sector"
"""The fact that a trade settles."""

MATTER = "trade:"
"""Stands before a trade's word as the matter of the talk, so that 「那技术的呢」 goes on with the trade."""

SURE_BESIDES = 0.8
"""The confidence from which a part of a text that names a trade is taken to ask about something else."""

VERY_WORDS = 1.0
"""The confidence of a text that an entry has word for word."""

_OF_THE_TRADE = re.compile("[我咱俺归属类报]|算|领域|行业")


@dataclass(frozen=True)
class AskedTrade:
    """The trade, the pilot it was asked for (None: all), and the matter to keep for the next message."""

    found: Judgement | WhichTrade
    pilot: str | None
    matter: str | None


def asked_trade(text: str, state: ConversationState, notice: Notice, curated: Response) -> AskedTrade | None:
    """None where the message is about something else, or a curated answer says it better."""
    desk = notice.trades
    if desk is None:
        return None
    before = _gone_on(text, state, notice, desk)
    if before is not None:
        return before
    named = desk.pilots_named(text)
    pilot = named[0] if len(named) == 1 else None if named else state.pilot
    if pilot == FINANCE:
        return None
    finding = desk.find(text)
    if finding is not None:
        return None if _said_better(curated, desk, alone=finding.alone) else _asked(finding.what, pilot)
    if _said_better(curated, desk, alone=False) and not _by_chance(text, desk, curated):
        return None
    guessed = desk.guess(text) or (desk.unknown(text) if _by_chance(text, desk, curated) else None)
    return _asked(guessed, pilot) if guessed is not None else None


def asked_besides(text: str, state: ConversationState, notice: Notice) -> Response | None:
    """The answer to what somebody asks who only says what they are (我们热力公司想报技术项目，除了执照还得备啥).

    None where the question is whether they may, which hangs on their trade.
    """
    desk = notice.trades
    pieces = by_marks(text)
    if desk is None or len(pieces) < 2:
        return None
    named = desk.pilots_named(text)
    context = Context(named[0] if len(named) == 1 else state.pilot, state.matter)
    asked = [piece for piece in pieces if notice.answerer.asks(piece) and not asks_for_oneself(piece)]
    if len(asked) != 1 or _OF_THE_TRADE.search(asked[0]) or desk.find(asked[0]) is not None:
        return None
    found = notice.answerer.curated(asked[0], context)
    first = found.parts[0] if found.parts else None
    if not isinstance(first, Answer | WhichPilot) or first.entry.kind is not FaqKind.answer:
        return None
    about_trades = first.entry.id in desk.table.beside_more or first.entry.id in desk.table.instead_of
    return found if found.confidence >= SURE_BESIDES and not about_trades else None


def told_sector(text: str, state: ConversationState, notice: Notice) -> str | None:
    """The choice that a trade told in answer to the open question of a dialog stands for; None where none is."""
    fact = notice.rulebook.facts.get(SECTOR)
    if fact is None or state.dialog is None or state.dialog.pending != SECTOR or notice.answerer.asks(text):
        return None
    finding = notice.trades.find(text) if notice.trades else None
    if finding is None or not isinstance(finding.what, Judgement):
        return None
    return next((choice.label for choice in fact.choices if choice.value == finding.what.sector), None)


def without_other_sector(told: dict[str, Value], found: Judgement | WhichTrade) -> dict[str, Value]:
    """The facts ``told`` before, without a sector that is not the one of the trade asked about: 只做芯片设计."""
    sector = found.sector if isinstance(found, Judgement) else None
    return {name: value for name, value in told.items() if name != SECTOR or value == sector}


def _gone_on(text: str, state: ConversationState, notice: Notice, desk: TradeDesk) -> AskedTrade | None:
    """Only a pilot is said (「那技术的呢」) after a trade, or it is asked again what the trade counts as."""
    if state.matter is None or not state.matter.startswith(MATTER):
        return None
    pilot = notice.answerer.pilot_said(text)
    if pilot is None and _OF_THE_TRADE.search(text) and notice.answerer.asks(text) and desk.goes_on(text):
        pilot = state.pilot
    elif pilot is None or pilot == FINANCE:
        return None
    word = state.matter.removeprefix(MATTER)
    finding = desk.find(word)
    found = finding.what if finding else desk.guess(word)
    return _asked(found, pilot) if found is not None else None


def _asked(found: Judgement | WhichTrade, pilot: str | None) -> AskedTrade:
    return AskedTrade(found, pilot, f"{MATTER}{found.word}" if isinstance(found, Judgement) else None)


def _said_better(curated: Response, desk: TradeDesk, *, alone: bool) -> bool:
    """Whether to leave it to the curated answers: a request, another matter, or an entry known by these very words.

    Where the text tells nothing but a trade (``alone``), nearness to another matter is chance.
    """
    first = curated.parts[0] if curated.parts else None
    yielding = desk.table.instead_of if alone else desk.table.beside_more
    if isinstance(first, Answer) and first.entry.id in yielding:
        return False
    if isinstance(first, Answer | WhichPilot):
        return not alone or curated.confidence == VERY_WORDS
    return isinstance(first, Requested)


def _by_chance(text: str, desk: TradeDesk, curated: Response) -> bool:
    """Whether the text names a business of which the curated entries that came nearest have no word (扣子厂)."""
    if curated.confidence == VERY_WORDS or not all(isinstance(part, Answer | WhichMatter) for part in curated.parts):
        return False
    near = [entry for part in curated.parts for entry in _entries(part)]
    return desk.is_foreign(text, [wording for entry in near for wording in entry.wordings])


def _entries(part: Part) -> tuple[FaqEntry, ...]:
    return part.entries if isinstance(part, WhichMatter) else (part.entry,) if isinstance(part, Answer) else ()
