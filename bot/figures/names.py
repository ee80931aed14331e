"""What the figures are called: channels, endings, pilots, facts, clauses and marks, in the words of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk.log_words import CHANNELS
from bot.desk.standard import pilots_of
from bot.figures.chart import Tone
from bot.keeping import CHOOSING
from bot.memory.counting import NO_PILOT, UNMARKED
from bot.notices import Notice
from bot.speaking.labels import RESULTS
from eligibility.verdict import Result

ALL_CHANNELS: Mapping[str, str] = {**CHANNELS, "terminal": "终端", "jsonl": "批量测试"}
MARKS: Mapping[str, str] = {"answered": "已答", "not_answered": "未答", "passed_on": "转办", UNMARKED: "未标记"}
RESULT_TONES: Mapping[Result, Tone] = {
    Result.provisionally_eligible: "good",
    Result.verify: "asked",
    Result.not_in_principle: "passed",
    Result.ineligible: "warn",
    Result.incomplete: "quiet",
}


@dataclass(frozen=True)
class Ending:
    """Outcomes told as one; ``question``: they end a question, and count in the shares."""

    name: str
    tone: Tone
    outcomes: tuple[str, ...]
    question: bool = True


ENDINGS = (
    Ending("答复", "good", ("answered",)),
    Ending("反问", "asked", ("clarified",)),
    Ending("不作答", "warn", ("no_match",)),
    Ending("转人工", "passed", ("handed_over",)),
    Ending("预检对话", "quiet", ("in_dialog",), question=False),
    Ending("不受理、出错", "other", ("refused", "error"), question=False),
)


@dataclass(frozen=True)
class Names:
    """The words of one notice. What it does not know keeps its key: figures outlive a notice's edition."""

    pilots: Mapping[str, str]
    facts: Mapping[str, str]
    clauses: Mapping[str, str]

    def pilot(self, key: str) -> str:
        return "没有说到" if key == NO_PILOT else self.pilots.get(key, key)

    def fact(self, name: str) -> str:
        return "选要修改的一题" if name == CHOOSING else self.facts.get(name, name)

    def clause(self, clause_id: str) -> str:
        return self.clauses.get(clause_id, clause_id)

    @staticmethod
    def channel(key: str) -> str:
        return ALL_CHANNELS.get(key, key)

    @staticmethod
    def result(key: str) -> str:
        return RESULTS[Result(key)] if key in set(Result) else key


def names_of(notice: Notice) -> Names:
    return Names(
        pilots=pilots_of(notice),
        facts={name: spec.short for name, spec in notice.rulebook.facts.items()},
        clauses={clause.id: clause.path for clause in notice.clauses.values()},
    )
