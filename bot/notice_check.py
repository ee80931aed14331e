"""Everything wrong with a notice's folder, all at once."""

from __future__ import annotations

from pathlib import Path

from bot.checks.citations import citation_problems
from bot.checks.coverage import coverage_problems
from bot.checks.days import day_problems
from bot.checks.documents import document_problems
from bot.checks.entries import entry_problems, stray_placeholders
from bot.checks.facts import fact_problems
from bot.checks.opening import read_draft
from bot.checks.pilots import district_problems, programme_problems, word_problems
from bot.checks.questions import question_problems
from bot.checks.repeats import repeated_ids, repeated_keys
from bot.checks.tables import table_problems
from bot.checks.trades import trade_problems
from bot.content import Problem
from bot.notices import NoticeFolder

CHECKS = (
    repeated_keys,
    repeated_ids,
    document_problems,
    citation_problems,
    coverage_problems,
    entry_problems,
    stray_placeholders,
    fact_problems,
    table_problems,
    day_problems,
    programme_problems,
    word_problems,
    trade_problems,
    district_problems,
    question_problems,
)


def check(folder: Path) -> list[Problem]:
    """All problems of the folder, by file and line; none means it can be served.

    Each part is read and checked on its own, so that one fault does not hide another. Takes about a second.
    """
    draft, problems = read_draft(NoticeFolder(folder.resolve()))
    for find in CHECKS:
        problems += find(draft)
    return sorted(set(problems))
