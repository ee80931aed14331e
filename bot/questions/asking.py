"""What of the log is a question, in which words, how it ended, and whether an entry surely answers it. Pure."""

from __future__ import annotations

from functools import lru_cache

from bot.keeping import NOT_KEPT
from bot.masking import mask
from bot.memory.question_groups import Ending
from bot.notices import Notice
from bot.replies import Outcome
from knowledge.faq import FaqKind
from knowledge.normalise import normalise
from knowledge.vocabulary import bare

STEPS = ("faq", "trade", "clauses", "no_match")
"""Steps of the conversation that speak to a question. What is said within a dialog is none, nor is a request, nor 「为
什么」 after an answer, whose words alone ask nothing."""

LONGEST = 300  # characters of a wording that are kept: what follows is the asker's own story
SHORTEST = 2  # letters
SURE = 0.7  # confidence from which two questions answered by one entry are taken to ask the same
_MARKS = " ?!"
_ENDINGS: dict[str, Ending] = {Outcome.answered: "answered", Outcome.clarified: "clarified", Outcome.no_match: "missed"}


def wording_of(text: str, matter: str | None, notice: Notice) -> str:
    """The words of a question as they are kept; empty for what is none: a greeting, a bare 「社区的呢」, 「嗯」.

    ``matter`` is what the text was taken for.
    """
    entry = notice.answerer.entry(matter or "")
    if entry is not None and entry.kind in (FaqKind.courtesy, FaqKind.request):
        return ""
    said = normalise(mask(text))[:LONGEST].strip(_MARKS)
    if (
        text == NOT_KEPT
        or len(bare(said)) < SHORTEST
        or notice.answerer.says_little(said)
        or notice.answerer.read(said).bare
    ):
        return ""
    return said


def ending_of(outcome: str, matter: str | None, notice: Notice) -> Ending:
    """How a turn ended. Declining in the name of an entry that has no subject of its own is a miss all the same."""
    ending = _ENDINGS.get(outcome, "missed")
    own = matter is not None and matter not in _without_subject(notice)
    return "silent" if ending == "missed" and own else ending


def sure_matter(matter: str | None, confidence: float | None, notice: Notice) -> str | None:
    """The entry that surely answers a question and nothing but such questions; None where there is none."""
    entry = notice.answerer.entry(matter or "")
    if entry is None or entry.id in _declining_many(notice) or (confidence or 0.0) < SURE:
        return None
    return entry.id if entry.kind in (FaqKind.answer, FaqKind.silent) else None


@lru_cache(maxsize=4)
def _declining_many(notice: Notice) -> frozenset[str]:
    """Entries that decline whatever holds a word of other business: the questions have nothing else in common."""
    return frozenset(notice.words.elsewhere) | {rule.entry for rule in notice.words.asking}


@lru_cache(maxsize=4)
def _without_subject(notice: Notice) -> frozenset[str]:
    """Entries that decline what is asked for and not what it is about."""
    return frozenset(rule.entry for rule in notice.words.asking) - frozenset(notice.words.elsewhere)
