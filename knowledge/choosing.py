"""What a ranking comes to where its first entry is not simply the answer: a wish only seemingly said, or a choice."""

from __future__ import annotations

from knowledge.faq import FaqEntry, FaqKind, Request
from knowledge.matching import Match, Ranking

# 「算了」 within more characters than these is no wish to leave: 罚款交了，总该不算了吧.
LONGEST_WISH = 10
SURE_WISH = 0.8
# A wish whose words make so little of a text is none (呼叫中心), unless nothing else comes near (转个人工呗).
FAINT_WISH = 0.1
ALONE = 0.9
# The share of the best score from which a third entry is offered, too.
RIVAL = 0.8


def said_by_the_way(ranking: Ranking, said: str) -> bool:
    """Whether a wish only seems to stand in a strange text (呼叫中心), or one to end it all in a longer one."""
    first = ranking.matches[0] if ranking.matches else None
    if first is None or first.entry.request is None or ranking.sure == 1.0:
        return False
    ending = first.entry.request in (Request.leave, Request.restart)
    lead = ranking.evidence.lead if ranking.evidence else 1.0
    if first.score < FAINT_WISH and lead < ALONE:
        return True
    return ending and (len(said) > LONGEST_WISH or ranking.sure < SURE_WISH)


def to_choose_from(matches: tuple[Match, ...]) -> tuple[FaqEntry, ...]:
    """Two or three matters to ask back with, the third only where it is as near as RIVAL; or the first alone.

    Nobody is asked whether a greeting was meant.
    """
    first, *others = [m for m in matches if m.entry.kind in (FaqKind.answer, FaqKind.silent)] or matches[:1]
    if first is not matches[0]:
        return (matches[0].entry,)
    return tuple(m.entry for m in (first, *others[:1], *(m for m in others[1:2] if m.score >= RIVAL * first.score)))
