"""How many questions get the right answer: by kind, on the set nobody tunes to; wrong ones are listed."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from bot.notices import load_notices
from bot.replies import Outcome
from tests.bot.question_sets import asked, faults, read

MARKS = ("right", "asked back", "declined", "wrong")


def table(name: str = "report") -> tuple[str, list[str], list[list[str]]]:
    """The set's table: a row a kind, the last for all; questions answered wrongly go to standard error."""
    notices = load_notices()
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for question in read(name):
        turn = asked(question, notices)
        found = faults(question, turn)
        mark = "right" if not found else _mark(turn.outcome)
        by_kind[question.kind][mark] += 1
        if mark == "wrong":
            print(f"{question.id} {' / '.join(question.turns)}: {'; '.join(found)}", file=sys.stderr)
    rows = [[kind, *_row(counts)] for kind, counts in sorted(by_kind.items())]
    total: Counter[str] = sum(by_kind.values(), Counter())
    share = [f"{total[mark] / total.total():.1%}" for mark in MARKS]
    return f"Answers, questions of {name}.jsonl", ["kind", *MARKS], [*rows, ["all", *_row(total)], ["share", *share]]


def _mark(outcome: Outcome) -> str:
    return {Outcome.clarified: "asked back", Outcome.no_match: "declined"}.get(outcome, "wrong")


def _row(counts: Counter[str]) -> list[str]:
    return [str(counts[mark]) for mark in MARKS]
