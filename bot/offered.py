"""What is left to be chosen after replies that offer something, and which of it a number or a word means."""

from __future__ import annotations

from collections.abc import Sequence

from bot.replies import Reply
from bot.state import Pending
from knowledge.answerer import Response, WhichMatter, WhichPilot
from knowledge.normalise import normalise

_NUMERALS = "一二三四五六七八九"


def offered_by(replies: Sequence[Reply]) -> tuple[str, ...]:
    """The one list that 「2」 picks from: the last one shown. Choices shown before it are picked by their words."""
    return next((reply.choices for reply in reversed(replies) if reply.choices), ())


def choice_of(text: str, choices: tuple[str, ...]) -> str | None:
    """The choice that ``text`` picks, by its number (2, 第二个) or by its own words; None where it picks none."""
    whole = normalise(text)
    said = whole.strip(" .。、)）(（第个选")
    if said in _NUMERALS and said:
        said = str(_NUMERALS.index(said) + 1)
    if said.isdecimal():
        return choices[int(said) - 1] if 0 < int(said) <= len(choices) else None
    return next((choice for choice in choices if normalise(choice) == whole), None)


def left_pending(found: Response, names: tuple[str, ...]) -> Pending | None:
    """What was asked back and waits for the person's choice; ``names`` are the pilots'."""
    for part in found.parts:
        match part:
            case WhichPilot(entry=entry):
                return Pending(matters=(entry.id,), choices=names)
            case WhichMatter(entries=entries, pilot=pilot):
                return Pending(
                    matters=tuple(entry.id for entry in entries),
                    pilot=pilot,
                    choices=tuple(entry.matter for entry in entries),
                )
    return None
