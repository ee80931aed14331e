"""When to keep silent: how many questions are answered, and how many of the answers are wrong, by threshold.

Unanswerable are the kinds of question the notice says nothing to although they are near it; to answer one is an
error however sure. Answerable are all others.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices import load_notices
from bot.replies import Outcome
from knowledge.answerer import SURE
from tests.bot.question_sets import asked, faults, read

UNANSWERABLE = frozenset({"silent", "near_subject", "off_subject", "personal_fate"})
THRESHOLDS = (0.0, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Told:
    """One question: whether it can be answered, whether it was, how surely, and whether rightly."""

    answerable: bool
    answered: bool
    confidence: float
    right: bool


def table(names: tuple[str, ...] = ("report", "work")) -> tuple[str, list[str], list[list[str]]]:
    """A row a threshold: below it, what would have been answered counts as declined. The chosen point is marked.

    ``coverage``: the share of answerable questions that are answered; ``error``: of all answers, those that are wrong.
    """
    told = [one for name in names for one in _all(name)]
    rows = []
    for threshold in sorted({*THRESHOLDS, SURE}):
        given = [one for one in told if one.answered and one.confidence >= threshold]
        answerable = sum(one.answerable for one in told)
        covered = sum(one.answerable for one in given)
        false = sum(not one.answerable and not one.right for one in given)
        wrong = sum(not one.right for one in given)
        rows.append(
            [
                f"{threshold:.2f}{' (chosen)' if threshold == SURE else ''}",
                f"{covered / answerable:.1%}",
                f"{wrong / len(given):.1%}",
                f"{false} of {len(told) - answerable}",
            ]
        )
    return f"Abstention, {' + '.join(names)}", ["from", "coverage", "error", "unanswerable answered"], rows


def _all(name: str) -> list[Told]:
    notices = load_notices()
    found = []
    for question in read(name):
        turn = asked(question, notices)
        answered = turn.outcome in (Outcome.answered, Outcome.in_dialog)
        sure = 1.0 if turn.confidence is None else turn.confidence
        found.append(Told(question.kind not in UNANSWERABLE, answered, sure, not faults(question, turn)))
    return found
