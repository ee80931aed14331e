"""What is handed to the process that tries a draft, and what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from knowledge.faq import FaqEntry, Frozen
from knowledge.overlay import Publication

REPORTED = 50
"""Questions between two words on how far it is."""

SHOWN = 300
"""Changes told one by one; beyond that they are only counted."""


class Task(Frozen):
    """``questions`` with how often each was asked. ``publications`` are those in force, the draft not among them."""

    folder: Path
    publications: tuple[Publication, ...]
    entry: FaqEntry
    questions: tuple[tuple[str, int], ...]
    today: date


class Progress(Frozen):
    done: int


class Result(Frozen):
    """``counts`` by effect; ``asked``: how often in all the changed questions were asked.

    ``strays``: wordings of the draft itself that lead to another entry. ``changes`` are ``comparing.Change`` as JSON.
    """

    questions: int
    counts: dict[str, int]
    asked: int
    changes: list[dict[str, Any]]
    strays: list[str]
