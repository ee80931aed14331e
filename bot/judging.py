"""Which answers a person may call of use or not, and in what words: one rule for every channel."""

from __future__ import annotations

from collections.abc import Sequence

from bot.replies import Outcome, Reply
from knowledge.normalise import normalise

UP, DOWN = "有用", "没用"

_LONGEST = 16
_WORDS = {UP: True, DOWN: False, "没有用": False}


def judged(outcome: str, replies: Sequence[Reply]) -> int | None:
    """The place of the reply that may be judged: the last answer that came with a clause, or the no.

    None under courtesies, questions back and a dialog's own: there is nothing to judge.
    """
    wanted = {Outcome.answered.value: "answer", Outcome.no_match.value: "decline"}.get(outcome)
    places = [
        place
        for place, reply in enumerate(replies)
        if reply.kind == wanted and (reply.citations or wanted == "decline")
    ]
    return places[-1] if places else None


def judgement(said: str) -> bool | None:
    """What is said of the answer before, None where ``said`` is anything else."""
    if len(said) > _LONGEST:  # nearly everything that is said
        return None
    return _WORDS.get(normalise(said).strip(" 「」“”\"'。.!！~"))
