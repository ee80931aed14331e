"""Which answers a draft would change. Pure: two states of a notice, questions, a day in; the differences out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.conversation import converse
from bot.notices import Notice
from bot.state import ConversationState

Effect = Literal["reached", "taken", "lost", "other"]
"""What happens to a question: it had no answer and gets the draft's; it had another one and gets the draft's; it had
this entry's and gets another; another change."""


@dataclass(frozen=True, slots=True)
class Question:
    """``times``: how often it was asked; 0 for one that is only kept with the notice."""

    text: str
    times: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What the bot says to a question that begins a talk: texts and citations, and the entry it took it for."""

    text: str
    matter: str
    entry: str | None
    answered: bool


@dataclass(frozen=True, slots=True)
class Change:
    question: str
    times: int
    effect: Effect
    old: Said
    new: Said


def changes(
    questions: Sequence[Question], old: Notice, new: Notice, entry_id: str, today: date
) -> Iterator[Change | None]:
    """For each question what changes, None where nothing does."""
    for question in questions:
        before, after = said(question.text, old, today), said(question.text, new, today)
        if (before.text, before.matter) == (after.text, after.matter):
            yield None
        else:
            yield Change(question.text, question.times, _effect(before, after, entry_id), before, after)


def said(text: str, notice: Notice, today: date) -> Said:
    turn = converse(text, ConversationState(), {notice.particulars.key: notice}, today)
    lines = [line for reply in turn.replies for line in (reply.text, *(f"「{c.quote}」" for c in reply.citations))]
    entry = notice.answerer.entry(turn.state.matter or "")
    matter = entry.matter if entry is not None else turn.state.matter or ""
    return Said("\n".join(lines), matter, entry.id if entry is not None else None, turn.outcome == "answered")


def _effect(before: Said, after: Said, entry_id: str) -> Effect:
    if after.entry == entry_id and before.entry != entry_id:
        return "taken" if before.answered else "reached"
    if before.entry == entry_id and after.entry != entry_id:
        return "lost"
    return "other"
