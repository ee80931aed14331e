"""The facts a message tells of the speaker, and those told before any dialog was open, kept for the one that opens.

What line of business somebody is in, the trades know better than the phrases of a fact: a word that may be any of
several trades (芯片公司) tells no sector.
"""

from __future__ import annotations

from datetime import date

from bot.notices import Notice
from bot.trades import SECTOR
from dialogs.listings import listed
from dialogs.ourselves import on_ourselves
from dialogs.readings import Answered, Roughly
from dialogs.spans import Span
from dialogs.volunteered import Volunteered, Wanted, read_facts
from dialogs.wording import asks, parts
from eligibility.facts import Value
from knowledge.normalise import normalise
from knowledge.trades.desk import WhichTrade

BETWEEN = "/"
"""Between the first and the last day of a span, as in an interval of ISO 8601."""


def facts_told(text: str, notice: Notice, today: date, wanted: Wanted = None) -> Volunteered:
    """The facts by name; ``wanted`` are those the talk has any use for, None for all."""
    line = listed(notice.rulebook.facts, normalise(text))
    if all(map(asks, parts(line))):
        return {}  # a question tells nothing of the speaker, and most messages are nothing else
    told = read_facts(notice.rulebook.facts, line, today, wanted)
    if SECTOR not in notice.rulebook.facts or (wanted is not None and SECTOR not in wanted):
        return told
    return _by_trade(line, told, notice)


def _by_trade(line: str, told: Volunteered, notice: Notice) -> Volunteered:
    """``told`` with the sector the trades tell, and without one they leave open or see otherwise."""
    desk = notice.trades
    findings = [desk.find(part) for part in on_ourselves(line)] if desk else []
    # What may be several trades is in doubt whatever else the part says; a trade is told where nothing else is.
    found = [finding for finding in findings if finding is not None]
    trades = [finding.what for finding in found if finding.alone or isinstance(finding.what, WhichTrade)]
    if not trades:
        return told
    sectors: set[Value | None] = {None if isinstance(trade, WhichTrade) else trade.sector for trade in trades}
    if SECTOR in told:
        said = told[SECTOR]
        sectors.add(said.value if isinstance(said, Answered) else None)
    sector = sectors.pop() if len(sectors) == 1 else None
    others = {name: reading for name, reading in told.items() if name != SECTOR}
    return others if sector is None else {**others, SECTOR: Answered(sector)}


def keep(told: Volunteered) -> dict[str, Value]:
    """The JSON form of what was told: a value, or the interval of days it lies in."""
    return {
        name: one.value if isinstance(one, Answered) else f"{one.span.first}{BETWEEN}{one.span.last}"
        for name, one in told.items()
    }


def over(before: Volunteered, now: Volunteered) -> Volunteered:
    """What was told ``before`` and ``now``: the later word counts, unless it only hedges (我们公司, of a branch)."""
    return {**before, **{name: reading for name, reading in now.items() if not (name in before and reading.hedged)}}


def kept(told: dict[str, Value]) -> Volunteered:
    """The same read back."""
    return {name: _read(value) for name, value in told.items()}


def _read(value: Value) -> Answered | Roughly:
    if not isinstance(value, str) or BETWEEN not in value:
        return Answered(value)
    first, _, last = value.partition(BETWEEN)
    return Roughly(Span(date.fromisoformat(first), date.fromisoformat(last)))
