"""What can be found for a question: answers, quotes, requests, questions back, nothing."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.citation import Citation
from knowledge.faq import FaqAnswer, FaqEntry

FINANCE = "finance"
"""The pilot the notice speaks of but does not open."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the talk was about: the pilot in focus and the last matter (an entry's id)."""

    pilot: str | None = None
    matter: str | None = None


NOTHING_SAID = Context()


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry's answer, for one pilot or for all."""

    entry: FaqEntry
    answer: FaqAnswer
    pilot: str | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """No entry fits, but clauses speak of it: their own words."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Requested:
    """The person wants something done; ``pilot`` if one was said."""

    entry: FaqEntry
    pilot: str | None


@dataclass(frozen=True, slots=True)
class WhichPilot:
    """The pilots differ and none was said."""

    entry: FaqEntry


@dataclass(frozen=True, slots=True)
class WhichMatter:
    """It could be one of these matters."""

    entries: tuple[FaqEntry, ...]
    pilot: str | None


@dataclass(frozen=True, slots=True)
class Nothing:
    """Neither an entry nor a clause fits."""


Part = Answer | Quoted | Requested | WhichPilot | WhichMatter | Nothing


@dataclass(frozen=True, slots=True)
class Response:
    """What was found for one text, how sure (0 to 1), by which step, and which entries came close."""

    parts: tuple[Part, ...]
    confidence: float
    step: str
    runners_up: tuple[str, ...]
    context: Context
