"""The questions that lie with the notice: none twice, and nothing of anybody's own in them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.draft import Draft
from bot.content import Problem
from bot.content_wording import explain_unreadable, shorten
from bot.masking import mask
from bot.trying.questions import QUESTIONS


def question_problems(draft: Draft) -> Iterator[Problem]:
    path = draft.folder / QUESTIONS
    if not path.exists():
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as reason:
        yield draft.problem(explain_unreadable(reason), QUESTIONS)
        return
    first: dict[str, int] = {}
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line or line.startswith("#"):
            continue
        if first.setdefault(line, number) != number:
            yield draft.problem(f"「{shorten(line)}」重复，第 {first[line]} 行已有", QUESTIONS, number)
        if mask(line) != line:
            yield draft.problem("像是有个人信息，请改写", QUESTIONS, number)
