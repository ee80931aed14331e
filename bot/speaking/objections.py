"""What stands against an application in the words that opened a precheck, said before its first question.

Who is told five questions later that the plant began too early has answered four for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.notices import Notice
from bot.replies import Reply
from bot.speaking.labels import status_text
from bot.speaking.wording import say
from eligibility.criterion import Status
from eligibility.verdict import CriterionLine, Verdict

_AGAINST = (Status.unmet, Status.ambiguous)
# Who may apply at all is what the questions are for; it would be said of two pilots to everybody.
_OF_THE_APPLICANT = frozenset({"applicant_type", "sector"})


def with_objections(reply: Reply, verdicts: Sequence[Verdict], notice: Notice) -> Reply:
    """``reply`` headed by the criteria that what was told does not meet, or leaves to be verified, with clauses."""
    against = [(verdict, line) for verdict in verdicts for line in verdict.criteria if _counts(line, notice)]
    if not against:
        return reply
    lines = [_line(verdict, line, notice, several=len(verdicts) > 1) for verdict, line in against]
    cited = (notice.cited(line.criterion.clause, line.criterion.quote) for _, line in against)
    citations = tuple(dict.fromkeys((*reply.citations, *cited)))
    text = "\n".join((say("told_against"), *lines, reply.text))
    return reply.model_copy(update={"text": text, "citations": citations})


def _counts(line: CriterionLine, notice: Notice) -> bool:
    return line.status in _AGAINST and _OF_THE_APPLICANT.isdisjoint(notice.rulebook.reads_of(line.criterion))


def _line(verdict: Verdict, line: CriterionLine, notice: Notice, *, several: bool) -> str:
    name = f"{notice.rulebook.programmes[verdict.programme].name}，" if several else ""
    return f"· {name}{line.criterion.title}：{status_text(line)}（{notice.clauses[line.criterion.clause].label}）"
