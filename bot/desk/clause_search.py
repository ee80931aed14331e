"""The clauses that speak of what was asked, ranked, with its words marked and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.marking import Marker, Stretch, stretches
from bot.desk.standard import StandardAnswer
from bot.notices import Notice
from knowledge.clauses import Clause
from knowledge.reading import Question
from knowledge.retriever import Retriever
from knowledge.tokens import Tokenizer

SHOWN = 6
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


class ClauseSearch:
    """Searches one notice's clauses. Never changes once built; building takes a second."""

    def __init__(self, notice: Notice) -> None:
        tokenizer = Tokenizer(notice.words.domain)
        programmes = {document.key: document.programme for document in notice.particulars.documents}
        self.source = notice.clauses
        self._clauses = [clause for clause in notice.clauses.values() if _speaks(clause)]
        self._programmes = [programmes.get(clause.document) for clause in self._clauses]
        self._retriever = Retriever([f"{clause.path} {clause.text}" for clause in self._clauses], tokenizer)
        self._marker = Marker(notice.words, tokenizer, (clause.text for clause in self._clauses))

    def find(
        self, question: Question, answers: tuple[StandardAnswer, ...], pilot: str | None
    ) -> tuple[ClauseFound, ...]:
        """The clauses the answers rest on, then those that speak of the question, the pilot's and the common ones."""
        wanted = self._marker.words(question)
        asked = " ".join((question.text, *self._marker.alike(question)))
        ranked = self._retriever.search(asked, len(self._clauses))
        bar = FAR * ranked[0][1] if ranked else 0.0
        near = [self._clauses[place].id for place, score in ranked if score >= bar and self._concerns(place, pilot)]
        quotes = _quotes(answers, pilot)
        ids = [*quotes, *(clause_id for clause_id in near if clause_id not in quotes)]
        return tuple(self._found(clause_id, wanted, quotes.get(clause_id, ())) for clause_id in ids[:SHOWN])

    def _concerns(self, place: int, pilot: str | None) -> bool:
        return pilot is None or self._programmes[place] in (None, pilot)

    def _found(self, clause_id: str, wanted: tuple[str, ...], quotes: tuple[str, ...]) -> ClauseFound:
        clauses = self.source
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
