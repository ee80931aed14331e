"""The dialog's moves as replies: questions, reasons, corrections and results, in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.notices import Notice
from bot.replies import Progress, Reply
from bot.speaking.objections import so_far_reply
from bot.speaking.problems import days_said, problem_line
from bot.speaking.results import (
    checklist_reply,
    details_reply,
    finished_replies,
    go_on_reply,
    settled_reply,
)
from bot.speaking.wording import say
from dialogs.moves import (
    Ask,
    Changed,
    Details,
    Finished,
    Left,
    Materials,
    Move,
    NothingToUndo,
    Restarted,
    RulesChanged,
    Settled,
    SoFar,
    Taken,
    Undone,
    WhichToChange,
    Why,
)
from eligibility.facts import FactSpec

UNKNOWN_CHOICE = "不清楚"
OFFERED_AFTER = ("哪类试点适合我", "资格预检", "转人工")


def replies_for(moves: Sequence[Move], notice: Notice) -> tuple[Reply, ...]:
    """All moves of a turn: remarks go before the question or result they lead to, in one message."""
    remarks: list[str] = []
    replies: list[Reply] = []
    changes = sum(isinstance(move, Changed) for move in moves)
    for move in moves:
        said = _remark(move, notice)
        if said is not None:
            remarks.append(said)
            changes -= isinstance(move, Changed)
            if isinstance(move, Changed) and not changes and len(remarks) > 1:
                remarks.append(say("another_applicant"))  # 我们是西城的社区, after those of a village elsewhere
            continue
        spoken = (go_on_reply(),) if isinstance(move, Settled) and replies else _spoken(move, notice)
        if remarks:
            spoken = (spoken[0].model_copy(update={"text": "\n".join((*remarks, spoken[0].text))}), *spoken[1:])
            remarks = []
        replies += spoken
    if remarks:
        replies.append(Reply(kind="dialog", text="\n".join(remarks), choices=OFFERED_AFTER))
    return tuple(replies)


def _spoken(move: Move, notice: Notice) -> tuple[Reply, ...]:
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
            return tuple(details_reply(verdict, notice) for verdict in verdicts)
        case SoFar():
            return (so_far_reply(move, notice),)
        case Materials(verdict=verdict) if verdict is not None:
            reply = checklist_reply(verdict, notice)
            return (reply.model_copy(update={"text": f"{say('materials_so_far')}\n{reply.text}"}),)
        case WhichToChange(answers=answers, unknown=unknown):
            sheet = notice.rulebook.facts
            lines = [f"{n}. {sheet[fact].short}：{sheet[fact].label(value)}" for n, fact, value in answers]
            head = say("no_such_answer", number=unknown) if unknown is not None else say("answers_so_far")
            return (Reply(kind="dialog", text="\n".join((head, *lines, say("which_to_change")))),)
        case _:
            raise TypeError(f"not something to say alone: {move}")


def _remark(move: Move, notice: Notice) -> str | None:
    """What only leads up to the next message."""
    sheet = notice.rulebook.facts
    match move:
        case Changed(fact=fact, before=before, taken=taken):
            spec = sheet[fact]
            after = _value_said(taken, spec)
            if taken.value == before:
                return say("changed_nothing", fact=spec.short, answer=spec.label(before))
            return say("changed", fact=spec.short, before=spec.label(before), after=after)
        case Undone(facts=facts):
            return say("undone", facts="、".join(sheet[fact].short for fact in facts if fact in sheet))
        case NothingToUndo():
            return say("nothing_to_undo")
        case WhichToChange(answers=()):
            return say("nothing_to_change")
        case Materials(verdict=None):
            return say("materials_later")
        case Restarted(another=another, concluded=concluded):
            if not another:
                return say("restarted_dialog")
            return say("another_saved") if concluded else say("another")
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
    lines = [line for line in (_heard_line(move.heard, notice), problem_line(move.problem, spec)) if line]
    exemplified = move.problem is not None and spec.example in lines[-1]
    if move.current is not None:
        lines.append(say("current", answer=spec.label(move.current)))
    lines.append(f"第{move.number}题（{_ahead(move)}）：{spec.question}")
    if spec.dated and not exemplified:
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


def _ahead(move: Ask) -> str:
    """How many questions follow; an answer that is being changed is none of those still to come."""
    if move.current is not None:
        return say("being_changed")
    return say("ahead", remaining=move.remaining) if move.remaining else say("last_question")


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
    if not any(taken.manner != "answer" or taken.hedged or taken.span or taken.freely for taken in heard):
        return ""
    return say("heard", answers="；".join(_said_back(taken, sheet[taken.fact]) for taken in heard))


def _said_back(taken: Taken, spec: FactSpec) -> str:
    return f"{spec.short}＝{_value_said(taken, spec)}"


def _value_said(taken: Taken, spec: FactSpec) -> str:
    """The value in words; where a day stands for a span, the span that was told and the day it is kept as."""
    label = spec.label(taken.value)
    return label if taken.span is None else say("rough_day", days=days_said(taken.span), day=label)
