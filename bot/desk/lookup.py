"""What a look-up finds while a caller is talking: the standard answer, near questions, clauses, what the bot says.

Pure: a text, a pilot, a day in; a frozen value out. The answers are the bot's own: what the desk finds is what an
applicant is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.conversation import Turn, converse
from bot.desk.marking import Marker, Stretch, stretches
from bot.desk.standard import STEPS, StandardAnswer, of_entry, of_parts, of_replies
from bot.notices import Notice
from bot.state import ConversationState
from knowledge.clauses import Clause
from knowledge.faq import FaqKind
from knowledge.normalise import normalise
from knowledge.reading import Question
from knowledge.response import Context, Response, WhichMatter
from knowledge.retriever import Retriever
from knowledge.tokens import Tokenizer

LONGEST = 300
"""Characters of a look-up; nobody types more while a caller is talking."""
CLAUSES_SHOWN = 6
# Near questions shown beside an answer, and where there is none.
NEAR_BESIDE, NEAR_ALONE = 3, 6
# Steps that speak from the entries. Their answers come without the frame a talk gives them, and for every pilot.
CURATED = ("faq", "follow_up", "no_match", "dialog")
# A clause with less than this share of the best one's score has little to do with the question.
FAR = 0.25


@dataclass(frozen=True, slots=True)
class ClauseFound:
    """A clause with the words of the question marked, and around it what stands before and after under its heading.

    ``behind`` is true where the standard answer rests on it. ``plain`` is for a message to the caller.
    """

    id: str
    path: str
    text: tuple[Stretch, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    behind: bool
    plain: str


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
    """Looks up in one notice. Never changes once built; building takes some tens of milliseconds."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        tokenizer = Tokenizer(notice.words.domain)
        programmes = {document.key: document.programme for document in notice.particulars.documents}
        self._clauses = [clause for clause in notice.clauses.values() if _speaks(clause)]
        self._programmes = [programmes.get(clause.document) for clause in self._clauses]
        self._retriever = Retriever([f"{clause.path} {clause.text}" for clause in self._clauses], tokenizer)
        self._marker = Marker(notice.words, tokenizer, (clause.text for clause in self._clauses))

    def find(self, text: str, pilot: str | None, today: date) -> LookUp | None:
        """Everything there is on ``text`` (at most LONGEST characters count); None where it says nothing at all.

        ``pilot`` is the one the staff member chose; a pilot named in the text itself counts for more, as in a talk.
        """
        text = text.strip()[:LONGEST]
        if not normalise(text):
            return None
        answerer = self.notice.answerer
        found = answerer.curated(text, Context(pilot))
        seen = converse(text, ConversationState(), self._notices, today)
        answers = self._answers(text, found, pilot, seen, today)
        question = answerer.read(text)
        return LookUp(
            text=text,
            pilot=pilot,
            answers=answers,
            near=self._near(text, found, answers, pilot, today),
            clauses=self._clauses_on(question, answers, pilot),
            seen=seen,
        )

    @property
    def _notices(self) -> Mapping[str, Notice]:
        return {self.notice.particulars.key: self.notice}

    def _answers(
        self, text: str, found: Response, pilot: str | None, seen: Turn, today: date
    ) -> tuple[StandardAnswer, ...]:
        """What the conversation would tell somebody who is known to ask about ``pilot``."""
        asked_about = ConversationState(pilot=pilot)
        told = converse(text, asked_about, self._notices, today) if pilot else seen
        if told.step in CURATED:
            return of_parts(found.parts, self.notice, today)
        return of_replies(told.replies, STEPS.get(told.step, told.step), self.notice, today)

    def _near(
        self, text: str, found: Response, answers: tuple[StandardAnswer, ...], pilot: str | None, today: date
    ) -> tuple[Near, ...]:
        """The matters the bot would ask back about, first; then those whose wordings are nearest."""
        offered = [entry for part in found.parts if isinstance(part, WhichMatter) for entry in part.entries]
        shown = {answer.entry for answer in answers}
        most = NEAR_BESIDE if answers else NEAR_ALONE
        near: dict[str, Near] = {}
        for entry in (*offered, *self.notice.answerer.near(text, pilot)):
            if len(near) == most:
                break
            if entry.id not in shown and entry.kind in (FaqKind.answer, FaqKind.silent):
                near.setdefault(entry.id, Near(entry.id, entry.matter, of_entry(entry, pilot, self.notice, today)))
        return tuple(near.values())

    def _clauses_on(
        self, question: Question, answers: tuple[StandardAnswer, ...], pilot: str | None
    ) -> tuple[ClauseFound, ...]:
        """The clauses the answer rests on, then those that speak of the question, the pilot's and the common ones."""
        wanted = self._marker.words(question)
        asked = " ".join((question.text, *self._marker.alike(question)))
        ranked = self._retriever.search(asked, len(self._clauses))
        bar = FAR * ranked[0][1] if ranked else 0.0
        near = [self._clauses[place].id for place, score in ranked if score >= bar and self._concerns(place, pilot)]
        quotes = _quotes(answers, pilot)
        ids = [*quotes, *(clause_id for clause_id in near if clause_id not in quotes)]
        return tuple(self._found(clause_id, wanted, quotes.get(clause_id, ())) for clause_id in ids[:CLAUSES_SHOWN])

    def _concerns(self, place: int, pilot: str | None) -> bool:
        return pilot is None or self._programmes[place] in (None, pilot)

    def _found(self, clause_id: str, wanted: tuple[str, ...], quotes: tuple[str, ...]) -> ClauseFound:
        clauses = self.notice.clauses
        clause = clauses[clause_id]
        above = clauses[clause.parent] if clause.parent else None
        beside = clauses.children(above.id) if above is not None else (clause,)
        at = beside.index(clause)
        before, after = beside[:at], beside[at + 1 :]
        lead: tuple[Clause, ...] = (above,) if above is not None else ()
        if clause.depth == 1:  # a heading of the document: its neighbours, not the whole
            lead, before, after = (), before[-1:], after[:1]
        return ClauseFound(
            id=clause.id,
            path=clause.path,
            text=stretches(clause.text, (*quotes, *wanted)),
            before=tuple(other.text for other in (*lead, *before)),
            after=tuple(other.text for other in (*clauses.children(clause.id), *after)),
            behind=bool(quotes),
            plain=f"「{clause.text}」\n——{clause.path}",
        )


def _quotes(answers: tuple[StandardAnswer, ...], pilot: str | None) -> dict[str, tuple[str, ...]]:
    """The clauses the answers rest on, each with the words quoted; for a pilot its own and the common ones, if any."""
    found: dict[str, tuple[str, ...]] = {}
    for answer in answers:
        for ground in answer.grounds:
            found[ground.clause] = (*found.get(ground.clause, ()), ground.quote)
    own = {clause: quotes for clause, quotes in found.items() if clause.partition(".")[0] in ("notice", pilot)}
    return own if pilot and own else found


def _speaks(clause: Clause) -> bool:
    """A heading alone answers nothing."""
    return len(clause.text) > len(clause.headings[-1]) + 4
