"""What the notice says to a trade, as a reply: the verdict first, then the class it rests on, then what else counts.

Every sentence about the notice comes from its ``trades.yaml``, with its clauses; only the frame is the bot's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.notices import Notice
from bot.replies import Outcome, Reply
from bot.speaking.wording import say
from knowledge.faq import Cite
from knowledge.trades.desk import WhichTrade
from knowledge.trades.judging import Judgement
from knowledge.trades.table import Said, Standing, TradeTable

MOST_SHOWN = 3
LEADER, TECH, REGION = PILOTS = ("leader", "tech", "region")


def trade_outcome(found: Judgement | WhichTrade) -> Outcome:
    return Outcome.clarified if isinstance(found, WhichTrade) else Outcome.answered


def trade_reply(found: Judgement | WhichTrade, pilot: str | None, notice: Notice) -> Reply:
    """``pilot``: the one that was asked about; None for all of them."""
    if isinstance(found, WhichTrade):
        text = say("trade_which", word=found.word, standard=_table(notice).standard)
        return Reply(kind="clarify", text=text, choices=found.choices)
    lines, said = _for_one(found, pilot, notice) if pilot in PILOTS else _for_all(found, notice)
    cites: dict[Cite, None] = dict.fromkeys(cite for each in said for cite in each.cites)
    return Reply(
        kind="answer",
        text="\n".join((*lines, say("trade_offer", hotline=notice.particulars.hotline.value))),
        citations=notice.cited_all(tuple(cites)),
        choices=(say("trade_precheck"),),
    )


def _for_one(found: Judgement, pilot: str | None, notice: Notice) -> tuple[list[str], list[Said]]:
    """Where the sectors shut a trade out of the leader pilot, the technology pilot is named beside it."""
    if pilot != LEADER:
        said = _said(found, str(pilot), notice)
        return [_sentences(said), f"{_class_of(found, notice)}。"] if found.classes else [_sentences(said)], said
    verdict = _said(found, LEADER, notice)
    lines = [f"{_sentences(verdict)}{_because(found, notice)}"]
    if found.standing is Standing.outside:
        tech = _said(found, TECH, notice)
        return [*lines, _line(TECH, tech, notice)], verdict + tech
    also = [_table(notice).leader_also]
    return [*lines, _sentences(also)], verdict + also


def _for_all(found: Judgement, notice: Notice) -> tuple[list[str], list[Said]]:
    every = {pilot: _said(found, pilot, notice) for pilot in PILOTS}
    lines = {pilot: _line(pilot, said, notice) for pilot, said in every.items()}
    lines[LEADER] += _because(found, notice)
    first = say("trade_yes" if found.standing is Standing.inside else "trade_depends")
    return [first, *lines.values()], [each for said in every.values() for each in said]


def _said(found: Judgement, pilot: str, notice: Notice) -> list[Said]:
    if pilot == LEADER:
        return [_table(notice).leader[found.standing]]
    answer = found.answer(pilot)
    return [answer, found.field] if pilot == TECH else [answer]


def _because(found: Judgement, notice: Notice) -> str:
    """The class that decides, so that it can be checked, and that the decision is the bureau's."""
    known = _class_of(found, notice)
    if not known:
        return ""
    return "，".join(filter(None, (known, found.stands))) + f"；{say('trade_reserve')}"


def _class_of(found: Judgement, notice: Notice) -> str:
    """Empty for a trade the standard has no class for, such as 业委会."""
    name = "trade_guess" if found.guessed else "trade_class"
    if not found.classes:
        if not found.guessed:
            return ""
        name = "trade_unknown"
    classes = "或".join(map(str, found.classes[:MOST_SHOWN])) + ("等" if len(found.classes) > MOST_SHOWN else "")
    return say(name, standard=_table(notice).standard, word=found.word, classes=classes)


def _line(pilot: str, said: Sequence[Said], notice: Notice) -> str:
    return f"{notice.rulebook.programmes[pilot].name}：{_sentences(said)}"


def _sentences(said: Sequence[Said]) -> str:
    return "".join(f"{each.text}。" for each in said)


def _table(notice: Notice) -> TradeTable:
    if notice.trade_table is None:
        raise TypeError(f"{notice.particulars.key} has no trades to speak of")
    return notice.trade_table
