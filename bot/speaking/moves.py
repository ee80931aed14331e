"""The dialog's moves as replies: questions, reasons, corrections and results, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.notices import Notice
from bot.replies import Progress, Reply
from bot.speaking.results import details_reply, finished_replies, settled_reply
from bot.speaking.wording import say
from dialogs.moves import (
    Ask,
    Changed,
    Details,
    Finished,
    Left,
    Move,
    NothingToUndo,
    Restarted,
    RulesChanged,
    Settled,
    Taken,
    Undone,
    WhichToChange,
    Why,
)
from dialogs.readings import Problem, ProblemKind
from eligibility.facts import FactSpec

UNKNOWN_CHOICE = "不清楚"
OFFERED_AFTER = ("哪类试点适合我", "资格预检", "转人工")


def replies_for(moves: Sequence[Move], notice: Notice, today: date) -> tuple[Reply, ...]:
    """All moves of a turn: remarks go before the question or result they lead to, in one message."""
    remarks: list[str] = []
    replies: list[Reply] = []
    for move in moves:
        said = _remark(move, notice)
        if said is not None:
            remarks.append(said)
            continue
        spoken = _spoken(move, notice, today)
        if remarks:
            spoken = (spoken[0].model_copy(update={"text": "\n".join((*remarks, spoken[0].text))}), *spoken[1:])
            remarks = []
        replies += spoken
    if remarks:
        replies.append(Reply(kind="dialog", text="\n".join(remarks), choices=OFFERED_AFTER))
    return tuple(replies)


def _spoken(move: Move, notice: Notice, today: date) -> tuple[Reply, ...]:
    match move:
        case Ask():
            return (_question(move, notice),)
        case Why(fact=fact):
            return (_reason(fact, notice),)
        case Settled():
            reply = settled_reply(move.verdict, move.remaining, notice)
            return (_with_heard(reply, move.heard, notice),)
        case Finished():
            first, *rest = finished_replies(move, notice)
            return (_with_heard(first, move.heard, notice), *rest)
        case Details(verdicts=verdicts):
            return tuple(details_reply(verdict, notice, today) for verdict in verdicts)
        case WhichToChange(answers=answers, unknown=unknown):
            sheet = notice.rulebook.facts
            lines = [f"{n}. {sheet[fact].short}：{sheet[fact].label(value)}" for n, fact, value in answers]
            head = say("no_such_answer", number=unknown) if unknown is not None else say("which_to_change")
            return (Reply(kind="dialog", text="\n".join((head, *lines))),)
        case _:
            raise TypeError(f"not something to say alone: {move}")


def _remark(move: Move, notice: Notice) -> str | None:
    """What only leads up to the next message."""
    sheet = notice.rulebook.facts
    match move:
        case Changed(fact=fact, before=before, taken=taken):
            spec = sheet[fact]
            return say("changed", fact=spec.short, before=spec.label(before), after=spec.label(taken.value))
        case Undone(facts=facts):
            return say("undone", facts="、".join(sheet[fact].short for fact in facts if fact in sheet))
        case NothingToUndo():
            return say("nothing_to_undo")
        case Restarted(another=another):
            return say("another") if another else say("restarted_dialog")
        case RulesChanged(dropped=dropped, gone=gone):
            names = [sheet[fact].short if fact in sheet else fact for fact, _ in dropped]
            told = say("rules_changed")
            told += say("rules_dropped", facts="、".join(names)) if names else ""
            return told + (say("rules_gone") if gone else "")
        case Left(answers=answers):
            return say("left_after", answers=answers) if answers else say("left")
        case _:
            return None


def _question(move: Ask, notice: Notice) -> Reply:
    spec = notice.rulebook.facts[move.fact]
    lines = [line for line in (_heard_line(move.heard, notice), _problem_line(move.problem, spec)) if line]
    if move.current is not None:
        lines.append(say("current", answer=spec.label(move.current)))
    ahead = say("ahead", remaining=move.remaining) if move.remaining else say("last_question")
    lines.append(f"第{move.number}题（{ahead}）：{spec.question}")
    if spec.dated:
        lines.append(say("date_example", example=spec.example))
    if move.way_out:
        lines.append(say("way_out_of_question"))
    return Reply(
        kind="dialog",
        text="\n".join(lines),
        choices=(*(choice.label for choice in spec.choices), UNKNOWN_CHOICE),
        asks=move.fact,
        progress=Progress(number=move.number, remaining=move.remaining),
    )


def _reason(fact: str, notice: Notice) -> Reply:
    """Why a fact is asked, with the clauses of the criteria that look at it."""
    book = notice.rulebook
    cited = dict.fromkeys(
        notice.cited(criterion.clause, criterion.quote)
        for programme in book.programmes.values()
        for criterion in programme.criteria
        if fact in book.reads_of(criterion)
    )
    return Reply(kind="answer", text=book.facts[fact].why, citations=tuple(cited)[:3])


def _with_heard(reply: Reply, heard: tuple[Taken, ...], notice: Notice) -> Reply:
    line = _heard_line(heard, notice)
    return reply.model_copy(update={"text": f"{line}\n{reply.text}"}) if line else reply


def _heard_line(heard: tuple[Taken, ...], notice: Notice) -> str:
    """What was understood, said back where it was more than a plain answer to the question."""
    sheet = notice.rulebook.facts
    told = [taken for taken in heard if taken.manner != "answer" or taken.hedged or taken.span is not None]
    if not told:
        return ""
    return say("heard", answers="；".join(_said_back(taken, sheet[taken.fact]) for taken in told))


def _said_back(taken: Taken, spec: FactSpec) -> str:
    """The fact and its value; a day that stands for a span is marked as such."""
    rough = say("rough_day") if taken.span is not None else ""
    return f"{spec.short}＝{spec.label(taken.value)}{rough}"


def _problem_line(problem: Problem | None, spec: FactSpec) -> str:
    if problem is None:
        return ""
    between = "、".join(spec.label(value) for value in problem.values)
    if problem.kind is ProblemKind.future and problem.day is not None:
        return say("problem_future", day=problem.day.isoformat())
    return say(f"problem_{problem.kind.value}", between=between or "几个选项", said=problem.said, example=spec.example)
