"""What the bot says: replies with their citations, and how a turn ended.

The JSON shape is the public interface of ``chat --jsonl``, ``ask --json`` and the web API.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class Outcome(StrEnum):
    """How a turn ended; the log, the filters and the charts all use this one list."""

    answered = "answered"
    clarified = "clarified"
    in_dialog = "in_dialog"
    no_match = "no_match"
    handed_over = "handed_over"
    refused = "refused"
    error = "error"


class Cited(BaseModel):
    """A citation as outsiders see it: document title, clause label, verbatim quote.

    ``anchor`` is the clause's id, so that a page can link to the clause in its context.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    clause: str
    quote: str
    anchor: str


class Progress(BaseModel):
    """Where a guided dialog stands: this question's number, and about how many more will follow it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    remaining: int


class Reply(BaseModel):
    """One message of the bot.

    ``verdicts`` holds precheck objects in the JSON form of ``shenbao precheck --jsonl``;
    ``asks`` names the fact a dialog question is about, null otherwise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["answer", "clarify", "decline", "dialog"]
    text: str
    citations: tuple[Cited, ...] = ()
    choices: tuple[str, ...] = ()
    asks: str | None = None
    verdicts: tuple[dict[str, Any], ...] = ()
    progress: Progress | None = None
