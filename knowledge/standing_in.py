"""An answerer some of whose entries are answered by others, at once and without a new index."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.answerer import Answerer
from knowledge.faq import FaqEntry
from knowledge.response import Answer, Context, Part, Response, WhichPilot
from knowledge.several import Several


class StandingIn(Answerer):
    """Finds exactly what ``built`` finds, whose index it shares; ``instead`` gives the entry to answer with, by id."""

    def __init__(self, built: Answerer, instead: Mapping[str, FaqEntry]) -> None:
        """Costs nothing: everything but ``instead`` is the other's."""
        self.__dict__.update(built.__dict__)
        self._several = Several(self._reader, self._one)  # the other's asks the other for each question of several
        self._instead = instead

    def for_entry(self, entry: FaqEntry, pilots: tuple[str, ...]) -> tuple[Part, ...]:
        """As the other has it, with what stands in put in its place, once."""
        parts: list[Part] = []
        for part in super().for_entry(entry, pilots):
            told = self._instead.get(part.entry.id) if isinstance(part, Answer | WhichPilot) else None
            if told is None:
                parts.append(part)
            elif not any(isinstance(other, Answer) and other.entry is told for other in parts):
                pilot = part.pilot if isinstance(part, Answer) else None
                answer = told.answer_for(pilot)
                parts.append(WhichPilot(told) if answer is None else Answer(told, answer, pilot))
        return tuple(parts)

    def _follow_on(self, text: str, context: Context) -> Response | None:
        """The clauses behind an answer that is no longer given are not offered in its name either."""
        return None if context.matter in self._instead else super()._follow_on(text, context)
