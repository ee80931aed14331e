"""The question log's words: channels, steps, thumbs, and a turn as the desk tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk.standard import OUTCOMES, STEPS
from bot.masking import mask
from bot.memory.question_log import LoggedTurn, Thumb
from bot.replies import Outcome
from knowledge.clauses import Clauses

CHANNELS: Mapping[str, str] = {"web": "网页", "wechat": "微信"}
THUMBS: Mapping[Thumb, str] = {"up": "有用", "down": "没用", "none": "未评价"}
STEP_NAMES: Mapping[str, str] = STEPS | {
    "more": "翻看下一页",
    "code": "接续码",
    "wrong_code": "接续码不对",
    "mistyped_code": "接续码写错",
    "too_many_codes": "接续码试得太多",
    "welcome": "关注问候",
    "menu": "菜单",
    "scan": "扫码",
    "unreadable": "非文字消息",
    "too_long": "太长",
    "error": "出错",
}
OUTCOME_NAMES: Mapping[str, str] = {outcome.value: name for outcome, name in OUTCOMES.items()}
BAD = frozenset({Outcome.no_match.value, Outcome.error.value, Outcome.refused.value})


@dataclass(frozen=True)
class CitedClause:
    """A clause a turn cited; ``known`` is false where today's notice has none of that id, and the id is its name."""

    id: str
    path: str
    known: bool


@dataclass(frozen=True)
class Line:
    """A turn in words. ``text`` went through the masks again: they know more today than when it was written."""

    turn: LoggedTurn
    text: str
    channel: str
    outcome: str
    step: str
    confidence: str
    clauses: tuple[CitedClause, ...]
    thumb: str
    bad: bool


def line_of(turn: LoggedTurn, clauses: Clauses) -> Line:
    return Line(
        turn=turn,
        text=mask(turn.text),
        channel=CHANNELS.get(turn.channel, turn.channel),
        outcome=OUTCOME_NAMES.get(turn.outcome, turn.outcome),
        step=STEP_NAMES.get(turn.step, turn.step),
        confidence="" if turn.confidence is None else f"{turn.confidence:.2f}",
        clauses=tuple(cited_clause(one, clauses) for one in turn.clauses),
        thumb="" if turn.thumb is None else THUMBS["up" if turn.thumb else "down"],
        bad=turn.outcome in BAD or turn.thumb is False,
    )


def cited_clause(clause_id: str, clauses: Clauses) -> CitedClause:
    clause = clauses.get(clause_id)
    return CitedClause(clause_id, clause.path if clause else clause_id, clause is not None)
