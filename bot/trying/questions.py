"""The questions that lie with a notice: what its answers are tried on where no log tells what people ask."""

from __future__ import annotations

from pathlib import Path

QUESTIONS = "questions.txt"


def kept_questions(path: Path) -> tuple[str, ...]:
    """The questions that lie with a notice, one a line of ``questions.txt``; none where there is no such file."""
    try:
        text = (path / QUESTIONS).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ()
    lines = (line.strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
