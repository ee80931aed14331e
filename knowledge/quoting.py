"""Where no curated answer fits: the clauses that speak of the question, quoted in their own words."""

from __future__ import annotations

from functools import cached_property

from knowledge.bm25 import Index
from knowledge.citation import Citation
from knowledge.clauses import Clause, Clauses
from knowledge.particulars import Particulars
from knowledge.tokens import Tokenizer, is_pair

COVERAGE = 0.55
SECOND_BEST = 0.8
LONGEST_QUOTE = 220


class Quoter:
    """Searches the clauses, each indexed with its document's title and headings."""

    def __init__(self, clauses: Clauses, tokenizer: Tokenizer, particulars: Particulars) -> None:
        programmes = {document.key: document.programme for document in particulars.documents}
        self._tokenizer = tokenizer
        self._clauses = [clause for clause in clauses.values() if _speaks(clause)]
        self._programmes = [programmes.get(clause.document) for clause in self._clauses]

    @cached_property
    def _index(self) -> Index:
        """Made at the first question without a curated answer; one asked on the command line rarely needs it."""
        return Index([self._tokenizer.terms(f"{clause.path} {clause.text}") for clause in self._clauses])

    def search(self, text: str, k: int = 10) -> list[tuple[Clause, float]]:
        """The k best clauses with their scores, best first."""
        found = self._index.search(self._tokenizer.terms(text), k)
        return [(self._clauses[place], score) for place, score in found]

    def quote(self, text: str, pilot: str | None) -> tuple[Citation, ...]:
        """At most two clauses that hold most of what the question is about; empty where none does."""
        terms = [term for term in self._tokenizer.terms(text) if is_pair(term) or not term.startswith("_")]
        kept = []
        for place, score in self._index.search(terms, 4):
            other_pilot = pilot and self._programmes[place] not in (None, pilot)
            if not other_pilot and self._index.coverage(terms, place) >= COVERAGE:
                kept.append((place, score))
        best = kept[0][1] if kept else 0.0
        return tuple(self._citation(place) for place, score in kept[:2] if score >= SECOND_BEST * best)

    def _citation(self, place: int) -> Citation:
        clause = self._clauses[place]
        text = clause.text
        if len(text) > LONGEST_QUOTE:
            end = text.find("。", LONGEST_QUOTE // 2)
            text = text[: end + 1] if 0 < end < 2 * LONGEST_QUOTE else text[:LONGEST_QUOTE]
        return Citation(clause.id, text)


def _speaks(clause: Clause) -> bool:
    """A heading alone says nothing that could be an answer."""
    return len(clause.text) > len(clause.headings[-1]) + 4
