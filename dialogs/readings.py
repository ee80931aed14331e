"""What a text can say about one fact: a value, a span of days, or nothing that can be taken, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialogs.spans import Span, Vagueness
from eligibility.facts import Value


class ProblemKind(StrEnum):
    """What stands between what was said and a value of the fact."""

    not_understood = "not_understood"
    out_of_range = "out_of_range"  # a number that is none of the choices'
    several = "several"  # two choices at once, or an answer that contradicts itself
    double_negation = "double_negation"  # 不是没有
    which = "which"  # 有, where the choices want to know which
    when = "when"  # 有, where a date is wanted
    vague = "vague"  # a date that lacks something, see ``vagueness``
    imprecise = "imprecise"  # a span of days whose ends lead to different results
    no_such_day = "no_such_day"  # 2月30日
    future = "future"  # something that has happened, dated after today
    unfinished = "unfinished"  # 还在试运行, where the day of its end is wanted
    limited = "limited"  # 近三年没有, 没有重大事故: denied for a time or a level only
    contradiction = "contradiction"  # against another answer


@dataclass(frozen=True)
class Problem:
    """``values`` are the choices it lies between, ``said`` the words at fault, ``day`` a day that cannot be.

    ``proposed`` are the days probably meant, for the person to say yes to.
    """

    kind: ProblemKind
    values: tuple[Value, ...] = ()
    said: str = ""
    vagueness: Vagueness | None = None
    day: date | None = None
    proposed: Span | None = None


@dataclass(frozen=True)
class Answered:
    """A value of the fact, a day as its ISO string; ``hedged`` when it was said with 应该, 可能 …"""

    value: Value
    hedged: bool = False


@dataclass(frozen=True)
class Roughly:
    """Some day of ``span``: whether that is good enough depends on what the day is used for."""

    span: Span
    hedged: bool = False


@dataclass(frozen=True)
class Unclear:
    """An answer, but none that can be taken; ``span`` where at least so much of a date is sure."""

    problem: Problem
    span: Span | None = None


Reading = Answered | Roughly | Unclear


def unclear(kind: ProblemKind, *values: Value) -> Unclear:
    return Unclear(Problem(kind, values))
