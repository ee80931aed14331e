"""What the dialog has to say, as values without a word of prose: the speaker finds the words."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.readings import Problem
from dialogs.spans import Span
from dialogs.state import DialogState, Kind, Manner
from eligibility.facts import Value
from eligibility.verdict import Verdict


@dataclass(frozen=True)
class Taken:
    """A value noted for a fact, to be said back: how it was told, and from which ``span`` of days a day was taken.

    ``freely``: read out of a whole sentence.
    """

    fact: str
    value: Value
    manner: Manner
    hedged: bool = False
    span: Span | None = None
    freely: bool = False


@dataclass(frozen=True)
class Ask:
    """Put the question of ``fact``: the ``number``-th, with about ``remaining`` more after it.

    ``problem`` says why the last answer could not be taken, ``way_out`` that 跳过 and 转人工 must be offered now;
    ``current`` is the answer so far when it is being changed.
    """

    fact: str
    number: int
    remaining: int
    heard: tuple[Taken, ...] = ()
    problem: Problem | None = None
    way_out: bool = False
    current: Value | None = None


@dataclass(frozen=True)
class Why:
    """Say why ``fact`` is asked, with its clause."""

    fact: str


@dataclass(frozen=True)
class Settled:
    """The first 不符合 of a precheck, with questions left: show it with its clause, ask whether to go on."""

    verdict: Verdict
    remaining: int
    heard: tuple[Taken, ...] = ()


@dataclass(frozen=True)
class Finished:
    """The end: verdicts (best first for ``which``), or the checklist of the one programme.

    ``offered`` are facts that only shape the checklist and may be asked now; ``more`` says that some condition has
    not been looked at, since the result no longer depends on it.
    """

    kind: Kind
    verdicts: tuple[Verdict, ...]
    heard: tuple[Taken, ...] = ()
    offered: tuple[str, ...] = ()
    more: bool = False


@dataclass(frozen=True)
class Details:
    """Show the verdicts condition by condition."""

    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class SoFar:
    """Say what ``answers`` answers come to, with about ``left`` questions still open."""

    verdicts: tuple[Verdict, ...]
    answers: int
    left: int


@dataclass(frozen=True)
class Materials:
    """Show the checklist of the one programme by the answers so far; None: say that it comes with the result."""

    verdict: Verdict | None


@dataclass(frozen=True)
class Changed:
    """The answer ``before`` was replaced by what was ``taken``; the two are alike where it was so already."""

    fact: str
    before: Value
    taken: Taken


@dataclass(frozen=True)
class Undone:
    """The last turn was taken back: these facts are as they were before it."""

    facts: tuple[str, ...]


@dataclass(frozen=True)
class NothingToUndo:
    """There is no step before this one."""


@dataclass(frozen=True)
class WhichToChange:
    """List the answers with their numbers and ask which to change; ``unknown`` is a number there is no answer for."""

    answers: tuple[tuple[int, str, Value], ...]
    unknown: int | None = None


@dataclass(frozen=True)
class RulesChanged:
    """The rules are not those the answers were given under; ``dropped`` answers no longer fit, ``gone`` programmes."""

    programmes: tuple[str, ...]
    dropped: tuple[tuple[str, Value], ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Restarted:
    """All answers are gone; ``another``: for another project or company.

    ``concluded``: a verdict was reached before, which the caller keeps.
    """

    kind: Kind
    another: bool = False
    concluded: bool = False


@dataclass(frozen=True)
class Left:
    """The person left the dialog after ``answers`` answers."""

    kind: Kind
    answers: int


Move = (
    Ask
    | Why
    | Settled
    | Finished
    | Details
    | SoFar
    | Materials
    | Changed
    | Undone
    | NothingToUndo
    | WhichToChange
    | RulesChanged
    | Restarted
    | Left
)


@dataclass(frozen=True)
class Heard:
    """The outcome of a turn: the state after it (None once left), what to say, and whether the dialog understood.

    When it did not, ``moves`` puts the open question again with the problem; a caller that can answer the text
    otherwise keeps the former state and uses ``flow.again`` instead.
    """

    state: DialogState | None
    moves: tuple[Move, ...]
    understood: bool = True
