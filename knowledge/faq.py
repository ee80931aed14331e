"""Curated answers: what people ask, in their words, and what the notice says to it, per pilot where pilots differ."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cite(Frozen):
    """A clause by id and the words of it the answer rests on."""

    clause: str
    quote: str


class FaqAnswer(Frozen):
    """Plain text with {placeholders}, and the clauses behind it."""

    text: str = Field(min_length=1)
    cites: tuple[Cite, ...] = ()


class FaqKind(StrEnum):
    """What sort of reply an entry gives: an answer, "the notice does not say", a courtesy, "not my subject".

    A ``request`` asks the bot to do something rather than to tell: which, says the entry's ``request``.
    """

    answer = "answer"
    silent = "silent"
    courtesy = "courtesy"
    off_subject = "off_subject"
    request = "request"


class Request(StrEnum):
    """What people ask the bot to do."""

    which = "which"
    precheck = "precheck"
    checklist = "checklist"
    handover = "handover"
    restart = "restart"
    leave = "leave"


Pilot = Literal["tech", "leader", "region", "finance"]


class FaqEntry(Frozen):
    """One matter people ask about.

    ``answer`` serves when no pilot is said, or the pilots do not differ; ``answers`` serve the pilots that have
    their own. An entry without ``answer`` makes the bot ask which pilot is meant.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    matter: str
    wordings: tuple[str, ...] = Field(min_length=1)
    answer: FaqAnswer | None = None
    answers: dict[Pilot, FaqAnswer] = {}
    kind: FaqKind = FaqKind.answer
    request: Request | None = None

    @model_validator(mode="after")
    def _says_something(self) -> FaqEntry:
        if (self.kind is FaqKind.request) != (self.request is not None):
            raise ValueError("request 与 kind: request 要同时出现")
        if self.answer is None and not self.answers and self.request is None:
            raise ValueError("answer 和 answers 至少要有一项")
        return self

    def answer_for(self, pilot: str | None) -> FaqAnswer | None:
        """The pilot's own answer, else the common one, else None: ask which pilot."""
        for key, answer in self.answers.items():
            if key == pilot:
                return answer
        return self.answer
