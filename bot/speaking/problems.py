"""Why an answer could not be taken, in words that say what to write instead."""

from __future__ import annotations

from bot.speaking.wording import say
from dialogs.readings import Problem, ProblemKind
from dialogs.spans import FAR_AHEAD, LONG_AGO, Span, Vagueness
from eligibility.facts import FactSpec
from knowledge.filling import chinese_day


def problem_line(problem: Problem | None, spec: FactSpec) -> str:
    """One line before the question is put again; empty without a problem."""
    if problem is None:
        return ""
    if problem.kind is ProblemKind.future and problem.day is not None:
        return say("problem_future", day=chinese_day(problem.day))
    if problem.proposed is not None:
        return say("problem_no_year", days=days_said(problem.proposed))
    if problem.vagueness is Vagueness.several:
        return say("problem_several_days", fact=spec.short, example=spec.example)
    between = "、".join(spec.label(value) for value in problem.values) or "几个选项"
    instead = "、".join(choice.label for choice in spec.choices)
    said = problem.said
    return say(f"problem_{problem.kind.value}", between=between, said=said, example=spec.example, instead=instead)


def days_said(span: Span) -> str:
    """2023年10月31日, or the month when it is one, or both ends, or 以前 and 以后."""
    if span.first == LONG_AGO:
        return f"{chinese_day(span.last)}以前"
    if span.last == FAR_AHEAD:
        return f"{chinese_day(span.first)}以后"
    if span.first == span.last:
        return chinese_day(span.first)
    if (span.first.year, span.first.month) == (span.last.year, span.last.month):
        return f"{span.first.year}年{span.first.month}月"
    return f"{chinese_day(span.first)}至{chinese_day(span.last)}"
