"""An entry as it is being written: anything may still be missing, but every quote stands in its clause."""

from __future__ import annotations

from typing import Any, Literal

from bot.masking import mask
from knowledge.citation import quoted_in
from knowledge.clauses import Clauses
from knowledge.faq import Cite, FaqAnswer, FaqEntry, FaqKind, Frozen
from knowledge.overlay import digest

COMMON = "common"
"""The answer for all pilots, where a pilot's key stands for its own."""

KINDS: tuple[Literal["answer", "silent"], ...] = ("answer", "silent")
"""What may be written at the desk; courtesies and requests belong to the program."""


class Drafted(Frozen):
    """``texts`` and ``cites`` by COMMON or pilot. ``base``: digest of the entry it changes, if any."""

    id: str = ""
    matter: str = ""
    kind: Literal["answer", "silent"] = "answer"
    wordings: tuple[str, ...] = ()
    texts: dict[str, str] = {}
    cites: dict[str, tuple[Cite, ...]] = {}
    base: str = ""

    def masked(self) -> Drafted:
        """Without phone numbers, names and the like in what people said."""
        return self.model_copy(
            update={"matter": mask(self.matter), "wordings": tuple(dict.fromkeys(map(mask, self.wordings)))}
        )

    def misquoted(self, clauses: Clauses) -> tuple[Cite, ...]:
        """The citations that do not stand in the notice word for word."""
        return tuple(
            cite
            for cites in self.cites.values()
            for cite in cites
            if cite.clause not in clauses or not quoted_in(cite.quote, clauses[cite.clause])
        )

    def data(self) -> dict[str, Any]:
        """As an item of a file of entries; what was left empty is left out."""
        answers = {key: self._answer(key) for key in (*self.texts, *self.cites)}
        answers = {key: answer for key, answer in answers.items() if answer}
        found: dict[str, Any] = {"id": self.id, "matter": self.matter}
        if self.kind != FaqKind.answer:
            found["kind"] = self.kind
        found["wordings"] = list(self.wordings)
        if COMMON in answers:
            found["answer"] = answers.pop(COMMON)
        if answers:
            found["answers"] = answers
        return found

    def entry(self) -> FaqEntry:
        """The finished entry; raises pydantic.ValidationError while it is not finished."""
        return FaqEntry.model_validate(self.data())

    def _answer(self, key: str) -> dict[str, Any]:
        text, cites = self.texts.get(key, "").strip(), self.cites.get(key, ())
        if not text and not cites:
            return {}
        quoted = {"cites": [cite.model_dump() for cite in cites]} if cites else {}
        return {"text": text} | quoted


def may_be_drafted(entry: FaqEntry) -> bool:
    return entry.kind in KINDS


def drafted_from(entry: FaqEntry) -> Drafted:
    """A draft that changes ``entry``."""
    answers: dict[str, FaqAnswer] = {COMMON: entry.answer} if entry.answer else {}
    answers.update(entry.answers.items())
    return Drafted(
        id=entry.id,
        matter=entry.matter,
        kind="silent" if entry.kind is FaqKind.silent else "answer",
        wordings=entry.wordings,
        texts={key: answer.text.strip() for key, answer in answers.items()},
        cites={key: answer.cites for key, answer in answers.items() if answer.cites},
        base=digest(entry),
    )
