"""What stands against an application before there is a result: in the words that opened a precheck, or asked for on
the way.

Who is told five questions later that the plant began too early has answered four for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.notices import Notice
from bot.replies import Cited, Reply
from bot.speaking.labels import status_text
from bot.speaking.wording import say
from dialogs.moves import SoFar
from eligibility.criterion import Status
from eligibility.verdict import CriterionLine, Verdict

_AGAINST = (Status.unmet, Status.ambiguous)
# Who may apply at all is what the questions are for; it would be said of two pilots to everybody.
_OF_THE_APPLICANT = frozenset({"applicant_type", "sector"})


def with_objections(reply: Reply, verdicts: Sequence[Verdict], notice: Notice) -> Reply:
    """``reply`` headed by the criteria that what was told does not meet, or leaves to be verified, with clauses."""
    against = [(verdict, line) for verdict, line in _against(verdicts) if _counts(line, notice)]
    if not against:
        return reply
    text = "\n".join((say("told_against"), *_lines(against, notice, several=len(verdicts) > 1), reply.text))
    citations = tuple(dict.fromkeys((*reply.citations, *_cited(against, notice))))
    return reply.model_copy(update={"text": text, "citations": citations})


def so_far_reply(move: SoFar, notice: Notice) -> Reply:
    """「那我们能报吗」, asked on the way: what stands against it so far, or that nothing does yet. No result."""
    against = _against(move.verdicts)
    lines = [say("told_against"), *_lines(against, notice, several=len(move.verdicts) > 1)]
    if not against:
        lines = [say("nothing_against", answers=move.answers)]
    return Reply(
        kind="answer",
        text="\n".join((*lines, say("result_later", left=move.left))),
        citations=tuple(dict.fromkeys(_cited(against, notice))),
    )


def _against(verdicts: Sequence[Verdict]) -> list[tuple[Verdict, CriterionLine]]:
    return [(verdict, line) for verdict in verdicts for line in verdict.criteria if line.status in _AGAINST]


def _lines(against: Sequence[tuple[Verdict, CriterionLine]], notice: Notice, *, several: bool) -> list[str]:
    return [_line(verdict, line, notice, several=several) for verdict, line in against]


def _cited(against: Sequence[tuple[Verdict, CriterionLine]], notice: Notice) -> Iterator[Cited]:
    return (notice.cited(line.criterion.clause, line.criterion.quote) for _, line in against)


def _counts(line: CriterionLine, notice: Notice) -> bool:
    return _OF_THE_APPLICANT.isdisjoint(notice.rulebook.reads_of(line.criterion))


def _line(verdict: Verdict, line: CriterionLine, notice: Notice, *, several: bool) -> str:
    name = f"{notice.rulebook.programmes[verdict.programme].name}，" if several else ""
    return f"· {name}{line.criterion.title}：{status_text(line)}（{notice.clauses[line.criterion.clause].label}）"
