"""The end of a dialog in messages: verdicts, ranking, checklist, and what one may do next."""

from __future__ import annotations

from bot.notices import Notice
from bot.replies import Reply
from bot.speaking.labels import status_text
from bot.speaking.verdicts import (
    checklist_text,
    ranking_text,
    reasons_text,
    verdict_citations,
    verdict_text,
)
from bot.speaking.wording import say
from bot.verdict_json import verdict_json
from dialogs.moves import Finished
from eligibility.verdict import Result, Verdict

GO_ON = ("继续看完", "到此为止")


def settled_reply(verdict: Verdict, remaining: int, notice: Notice) -> Reply:
    """The first 不符合: the clause, and whether to go on."""
    return Reply(
        kind="dialog",
        text="\n".join((verdict_text(verdict, notice), say("settled", remaining=remaining))),
        citations=verdict_citations(verdict, notice),
        choices=GO_ON,
        verdicts=(verdict_json(verdict, notice),),
    )


def go_on_reply() -> Reply:
    """After a settled no that was just shown: only whether to go on."""
    return Reply(kind="dialog", text=say("settled_again"), choices=GO_ON)


def finished_replies(move: Finished, notice: Notice) -> tuple[Reply, ...]:
    """The result, then what goes with it."""
    if move.kind == "checklist":
        (verdict,) = move.verdicts
        return (checklist_reply(verdict, notice, ("资格预检", "换一个项目", "转人工")),)
    choices = _next_steps(move)
    if move.kind == "which":
        cited = dict.fromkeys(c for verdict in move.verdicts for c in verdict_citations(verdict, notice)[:2])
        best = move.verdicts[0]
        fits = best.result is not Result.ineligible
        ranking = Reply(
            kind="dialog",
            text=ranking_text(move.verdicts, notice),
            citations=tuple(cited),
            choices=() if fits else choices,
            verdicts=tuple(verdict_json(verdict, notice) for verdict in move.verdicts),
        )
        return (ranking, checklist_reply(best, notice, choices)) if fits else (ranking,)
    (verdict,) = move.verdicts
    told = Reply(
        kind="dialog",
        text=verdict_text(verdict, notice),
        citations=verdict_citations(verdict, notice),
        choices=choices if verdict.result is Result.ineligible else (),
        verdicts=(verdict_json(verdict, notice),),
    )
    if verdict.result is Result.ineligible:
        return (told,)
    return (told, checklist_reply(verdict, notice, choices))


def details_reply(verdict: Verdict, notice: Notice) -> Reply:
    """Condition by condition."""
    programme = notice.rulebook.programmes[verdict.programme]
    lines = [
        f"· {line.criterion.title}：{status_text(line)}（{notice.clauses[line.criterion.clause].label}）"
        for line in verdict.criteria
    ]
    return Reply(
        kind="dialog",
        text="\n".join((say("details", programme=programme.name), *lines)),
        citations=tuple(
            dict.fromkeys(notice.cited(line.criterion.clause, line.criterion.quote) for line in verdict.criteria)
        ),
    )


def reasons_reply(verdict: Verdict, notice: Notice) -> Reply:
    """Why one programme came out as it did: what decided it, each with its clause and what to do about it."""
    return Reply(
        kind="answer",
        text=reasons_text(verdict, notice),
        citations=verdict_citations(verdict, notice),
    )


def checklist_reply(verdict: Verdict, notice: Notice, choices: tuple[str, ...] = ()) -> Reply:
    """The materials for this case."""
    return Reply(
        kind="dialog",
        text=checklist_text(verdict, notice),
        citations=tuple(dict.fromkeys(notice.cited(row.clause, row.quote) for row in verdict.checklist)),
        choices=choices,
    )


def _next_steps(move: Finished) -> tuple[str, ...]:
    steps = ["逐条结果", "修改回答"]
    if move.offered:
        steps.append("完善清单")
    if move.more:
        steps.append("继续看完")
    return (*steps, "换一个项目", "转人工")
