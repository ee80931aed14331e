"""Where a dialog stands, as one frozen value with a JSON form: what was told, in order, and what is being asked.

Answers are kept by the name of the fact, never by position, and as a log: the latest word on a fact counts, and
taking a step back drops the last turn's entries. Verdicts are never kept here, they are computed again each time.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, NonNegativeInt

from eligibility.facts import Value

Kind = Literal["which", "precheck", "checklist"]
Manner = Literal["answer", "volunteered", "skipped", "imprecise", "change"]
Stage = Literal["asking", "settled", "finished", "choosing"]


class Given(BaseModel):
    """One value told for one fact, in turn ``turn`` (0: before the first question).

    ``manner``: in answer to its question, unasked, by skipping the question, as the nearest to a date that stayed
    imprecise, or as a correction. ``hedged``: said with 应该, 可能 and the like.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fact: str
    value: Value
    manner: Manner
    turn: NonNegativeInt
    hedged: bool = False


class DialogState(BaseModel):
    """A guided dialog between two turns.

    ``stage``: a question is open (``pending``), a settled 不符合 was shown and 继续看完 is offered, the result is out,
    or the person is choosing which answer to change. ``whole``: they want every condition looked at.
    ``changing``: the open question is put again to change its answer. ``vague``: it was already put again because a
    date was not precise enough, ``proposed`` are the days (first and last) then offered for a 是.
    ``misses``: turns in a row not understood. ``rules``: fingerprints by programme.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    kind: Kind
    programmes: tuple[str, ...]
    log: tuple[Given, ...] = ()
    turn: NonNegativeInt = 0
    stage: Stage = "asking"
    pending: str | None = None
    whole: bool = False
    settled_shown: bool = False
    refining: bool = False
    changing: bool = False
    vague: bool = False
    proposed: tuple[date, date] | None = None
    misses: NonNegativeInt = 0
    rules: tuple[tuple[str, str], ...] = ()

    def but(self, **changes: object) -> DialogState:
        """The same state with some fields replaced, checked like a new one."""
        return DialogState.model_validate({**dict(self), **changes})
