"""What a confidence is worth: of the entries given with it, how many are the right ones; and the weights behind it.

The weights are refitted on all questions but a fifth, five times over, and judged on that fifth each time: so a weight
fitted anew can be compared with the kept ones (``knowledge.matching.WEIGHTS``) without flattering either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from bot.conversation import ConversationState, Turn
from bot.notices import Notice, load_notices
from bot.speaking.answers import outcome_of, reply_of
from knowledge.matching import WEIGHTS, Evidence
from knowledge.response import Requested
from tests.bot.question_sets import Question, faults, read

# Kinds that ask several things, or for something to be done: there is no one right entry.
LEFT_OUT = frozenset({"double", "handover", "start_dialog", "followup", "free_facts", "trade", "long_story"})
BANDS = (0.0, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
FOLDS, ROUNDS, STEP, DECAY = 5, 200, 0.5, 1e-4

Sample = tuple[Evidence, bool]


@dataclass(frozen=True, slots=True)
class Worth:
    """Log loss, and the mean square distance between confidence and truth (Brier)."""

    log_loss: float
    brier: float


def table(names: tuple[str, ...] = ("report", "work")) -> tuple[str, list[str], list[list[str]]]:
    """A row a band of confidence, then the kept weights' worth and, cross-validated, that of refitted ones."""
    notice = next(iter(load_notices().values()))
    samples = [sample for name in names for question in read(name) if (sample := _sample(question, notice))]
    rows = []
    for low, high in pairwise(BANDS):
        band = [(evidence.sure(), right) for evidence, right in samples if low <= evidence.sure() < high]
        if band:
            said, was = (sum(values) / len(band) for values in zip(*band, strict=True))
            rows.append([f"{low:.2f} to {high:.2f}", str(len(band)), f"{said:.1%}", f"{was:.1%}"])
    kept = _worth([(evidence.sure(), right) for evidence, right in samples])
    refitted = _worth([pair for fold in range(FOLDS) for pair in _held_out(samples, fold)])
    for name, worth in (("kept weights", kept), ("refitted, held out", refitted)):
        rows.append([name, str(len(samples)), f"log loss {worth.log_loss:.3f}", f"Brier {worth.brier:.3f}"])
    fitted = ", ".join(f"{weight:.2f}" for weight in fit(samples))
    rows.append(["refitted on all", str(len(samples)), fitted, ""])
    return f"Confidence, {' + '.join(names)}", ["band", "questions", "confidence", "right"], rows


def fit(samples: Sequence[Sample]) -> tuple[float, ...]:
    """Logistic regression by gradient descent, weights drawn a little towards the kept ones."""
    weights = list(WEIGHTS)
    told = [(evidence.told, right) for evidence, right in samples]
    for _ in range(ROUNDS):
        slope = [DECAY * (weight - kept) for weight, kept in zip(weights, WEIGHTS, strict=True)]
        for (evidence, right), (values, _) in zip(samples, told, strict=True):
            off = evidence.sure(weights) - right
            slope = [one + off * value / len(samples) for one, value in zip(slope, values, strict=True)]
        weights = [weight - STEP * one for weight, one in zip(weights, slope, strict=True)]
    return tuple(weights)


def _held_out(samples: Sequence[Sample], fold: int) -> list[tuple[float, bool]]:
    weights = fit([sample for place, sample in enumerate(samples) if place % FOLDS != fold])
    return [(evidence.sure(weights), right) for evidence, right in samples[fold::FOLDS]]


def _worth(pairs: Sequence[tuple[float, bool]]) -> Worth:
    losses = [-log(max(sure if right else 1 - sure, 1e-9)) for sure, right in pairs]
    squares = [(sure - right) ** 2 for sure, right in pairs]
    return Worth(sum(losses) / len(pairs), sum(squares) / len(pairs))


def _sample(question: Question, notice: Notice) -> Sample | None:
    """The evidence for the nearest entry, and whether its answer would be right; None where several would be."""
    if question.kind in LEFT_OUT or len(question.turns) > 1:
        return None
    ranking, pilots = notice.answerer.ranking(question.turns[0])
    if ranking.evidence is None:
        return None
    parts = notice.answerer.for_entry(ranking.matches[0].entry, pilots)
    if isinstance(parts[0], Requested):
        return None
    replies = tuple(reply_of(part, notice, question.today) for part in parts)
    turn = Turn(outcome_of(parts[0]), replies, ConversationState(), "faq")
    return ranking.evidence, not faults(question, turn)
