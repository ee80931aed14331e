"""The question sets of ``tests/questions`` and what is wrong with a reply, for the tests and the report alike."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.conversation import ConversationState, Turn, converse
from bot.notices import Notices
from bot.replies import Outcome
from knowledge.citation import squeeze

FOLDER = Path(__file__).parent.parent / "questions"


@dataclass(frozen=True)
class Question:
    """One line of a set; see ``tests/questions/README.md``."""

    id: str
    kind: str
    turns: tuple[str, ...]
    today: date
    outcome: tuple[str, ...]
    must: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...]
    cites: tuple[tuple[str, ...], ...]


def read(name: str) -> list[Question]:
    """The questions of one set, in its order."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_question(json.loads(line)) for line in lines]


def asked(question: Question, notices: Notices) -> Turn:
    """The last turn of the talk."""
    state = ConversationState()
    for text in question.turns:
        turn = converse(text, state, notices, question.today)
        state = turn.state
    return turn


def faults(question: Question, turn: Turn) -> list[str]:
    """What is wrong with the reply to the last turn; nothing where it is right."""
    outcome = turn.outcome.value
    if outcome not in question.outcome:
        return [f"outcome {outcome}, not {'/'.join(question.outcome)}"]
    if turn.outcome is Outcome.clarified:
        return []
    said = squeeze("".join(reply.text for reply in turn.replies))
    cited = {citation.anchor for reply in turn.replies for citation in reply.citations}
    found = [f"says none of {group}" for group in question.must if not any(squeeze(words) in said for words in group)]
    found += [f"says {words}" for words in question.must_not if squeeze(words) in said]
    return found + [f"cites none of {group}" for group in question.cites if not cited & set(group)]


def _question(line: dict[str, Any]) -> Question:
    return Question(
        id=line["id"],
        kind=line["kind"],
        turns=tuple(line["turns"]),
        today=date.fromisoformat(line["today"]),
        outcome=tuple(line["outcome"]),
        must=tuple(map(tuple, line["must"])),
        must_not=tuple(line["must_not"]),
        cites=tuple(map(tuple, line["cites"])),
    )
