"""What a look-up finds while a caller is talking: the standard answer, near questions, clauses, what the bot says.

Pure: a text, a pilot, a day in; a frozen value out. The answers are the bot's own: what the desk finds is what an
applicant is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.conversation import Turn, converse
from bot.desk.clause_search import ClauseFound, ClauseSearch
from bot.desk.standard import STEPS, StandardAnswer, of_entry, of_parts, of_replies
from bot.notices import Notice
from bot.state import ConversationState
from bot.switches import AS_WRITTEN, Switches, switched
from bot.turn import Hearing
from knowledge.faq import FaqKind
from knowledge.normalise import normalise
from knowledge.response import Part, WhichMatter

LONGEST = 300
"""Characters of a look-up; nobody types more while a caller is talking."""
# Near questions shown beside an answer, and where there is none.
NEAR_BESIDE, NEAR_ALONE = 3, 6
# Steps that speak from the entries. Their answers come without the frame a talk gives them, and for every pilot.
CURATED = ("faq", "follow_up", "no_match", "dialog")


@dataclass(frozen=True, slots=True)
class Near:
    """Another question of the stock, with its answer for the pilot asked about, or each pilot's."""

    entry: str
    matter: str
    answers: tuple[StandardAnswer, ...]


@dataclass(frozen=True, slots=True)
class LookUp:
    """``answers``: the standard answer, one per matter asked, or per pilot where they differ; empty where none is sure.

    ``near``: what else may be meant. ``seen``: how the bot ends a talk that begins with these very words.
    """

    text: str
    pilot: str | None
    answers: tuple[StandardAnswer, ...]
    near: tuple[Near, ...]
    clauses: tuple[ClauseFound, ...]
    seen: Turn

    @property
    def matter(self) -> str | None:
        """The call's matter as it is noted: the id of the first answer's entry, else what the bot took it for."""
        first = self.answers[0].entry if self.answers else None
        return first or self.seen.state.matter


class Finder:
    """Looks up in one notice. Never changes once built."""

    def __init__(self, notice: Notice, clauses: ClauseSearch | None = None) -> None:
        """``clauses``: a search over this very notice's clauses, if there is one already; else it is built."""
        self.notice = notice
        self.clauses = clauses or ClauseSearch(notice)

    def find(self, text: str, pilot: str | None, today: date, switches: Switches = AS_WRITTEN) -> LookUp | None:
        """Everything there is on ``text`` (at most LONGEST characters count); None where it says nothing at all.

        ``pilot`` is the one the staff member chose; a pilot named in the text itself counts for more, as in a talk.
        ``switches``: what is switched for applicants; an answer withdrawn is withdrawn in the notice already.
        """
        text = text.strip()[:LONGEST]
        if not normalise(text):
            return None
        answerer = self.notice.answerer
        told = self._turn(text, pilot, today)
        if told.step in CURATED:
            parts = Hearing(text, ConversationState(pilot=pilot), self.notice, today).found.parts
            answers = of_parts(parts, self.notice, today)
        else:
            parts = ()
            answers = of_replies(told.replies, STEPS.get(told.step, told.step), self.notice, today)
        return LookUp(
            text=text,
            pilot=pilot,
            answers=answers,
            near=self._near(text, parts, answers, pilot, today),
            clauses=self.clauses.find(answerer.read(text), answers, pilot),
            seen=self._turn(text, None, today, switches) if pilot or switches != AS_WRITTEN else told,
        )

    def _turn(self, text: str, pilot: str | None, today: date, switches: Switches = AS_WRITTEN) -> Turn:
        """How a talk begins that is known to be about ``pilot``."""
        notices: Mapping[str, Notice] = {self.notice.particulars.key: self.notice}
        answering = switched(
            replace(switches, withdrawn=frozenset()), lambda state, notices, day: converse(text, state, notices, day)
        )
        return answering(ConversationState(pilot=pilot), notices, today)

    def _near(
        self, text: str, parts: tuple[Part, ...], answers: tuple[StandardAnswer, ...], pilot: str | None, today: date
    ) -> tuple[Near, ...]:
        """The matters the bot would ask back about, first; then those whose wordings are nearest."""
        offered = [entry for part in parts if isinstance(part, WhichMatter) for entry in part.entries]
        shown = {answer.entry for answer in answers}
        most = NEAR_BESIDE if answers else NEAR_ALONE
        near: dict[str, Near] = {}
        for entry in (*offered, *self.notice.answerer.near(text, pilot)):
            if len(near) == most:
                break
            if entry.id not in shown and entry.kind in (FaqKind.answer, FaqKind.silent):
                near.setdefault(entry.id, Near(entry.id, entry.matter, of_entry(entry, pilot, self.notice, today)))
        return tuple(near.values())
