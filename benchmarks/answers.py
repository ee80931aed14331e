"""How many questions get the right answer: by kind, on the set nobody tunes to; wrong and invented ones are listed."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from benchmarks.invention import invented
from bot.notices import load_notices
from bot.replies import Outcome
from tests.bot.question_sets import asked, faults, read

MARKS = ("right", "asked back", "declined", "wrong")
INVENTED = "invented"


def table(name: str = "report") -> tuple[str, list[str], list[list[str]]]:
    """The set's table: a row a kind, the last two for all. ``invented`` is counted beside the other marks.

    Questions answered wrongly, and all that was invented, go to standard error.
    """
    notices = load_notices()
    notice = next(iter(notices.values()))
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for question in read(name):
        turn = asked(question, notices)
        found = faults(question, turn)
        mark = "right" if not found else _mark(turn.outcome)
        by_kind[question.kind][mark] += 1
        inventions = invented(turn, notice, question.today, " ".join(question.turns), question.must_not)
        by_kind[question.kind][INVENTED] += bool(inventions)
        for sort, faulty in (("wrong", found if mark == "wrong" else []), (INVENTED, inventions)):
            if faulty:
                print(f"{sort} {question.id} {' / '.join(question.turns)}: {'; '.join(faulty)}", file=sys.stderr)
    rows = [[kind, *_row(counts)] for kind, counts in sorted(by_kind.items())]
    total: Counter[str] = sum(by_kind.values(), Counter())
    every = sum(total[mark] for mark in MARKS)
    share = [f"{total[mark] / every:.1%}" for mark in (*MARKS, INVENTED)]
    head = ["kind", *MARKS, INVENTED]
    return f"Answers, questions of {name}.jsonl", head, [*rows, ["all", *_row(total)], ["share", *share]]


def _mark(outcome: Outcome) -> str:
    return {Outcome.clarified: "asked back", Outcome.no_match: "declined"}.get(outcome, "wrong")


def _row(counts: Counter[str]) -> list[str]:
    return [str(counts[mark]) for mark in (*MARKS, INVENTED)]
