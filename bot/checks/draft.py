"""A notice's folder as far as it can be read: a fault in one part hides nothing that is wrong with the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from bot.content import ContentFile, Problem
from eligibility.criterion import Criterion
from eligibility.facts import FactSpec
from eligibility.programme import ChecklistItem, Evaluative
from knowledge.clauses import Clauses
from knowledge.faq import FaqEntry
from knowledge.particulars import DocumentName, Particulars
from knowledge.trades.table import TradeTable
from knowledge.words import Words

T_co = TypeVar("T_co", covariant=True)
TEXT = "notice.txt"


@dataclass(frozen=True)
class Placed(Generic[T_co]):
    """A checked value, with the file and the place in it that it was read from."""

    file: ContentFile
    place: tuple[str | int, ...]
    value: T_co

    def problem(self, message: str, *within: str | int) -> Problem:
        return self.file.problem(message, *self.place, *within)

    def where(self, *within: str | int) -> str:
        """The place as named in a message: ``faq/calendar.yaml:12``."""
        return f"{self.file.shown.partition('/')[2]}:{self.file.line(*self.place, *within)}"


@dataclass(frozen=True)
class ProgrammeDraft:
    """One programme's file; ``key`` is empty where the file does not say."""

    file: ContentFile
    key: str
    criteria: tuple[Placed[Criterion], ...]
    evaluative: tuple[Placed[Evaluative], ...]
    checklist: tuple[Placed[ChecklistItem], ...]


@dataclass(frozen=True)
class Draft:
    """What of a folder could be read, each part on its own; None where a whole part could not.

    ``broken`` names the files of which nothing could be read: what would follow from them is left unsaid.
    ``fact_names`` are all that are declared, those with a fault in them included.
    """

    folder: Path
    files: tuple[ContentFile, ...]
    text: str
    documents: tuple[Placed[DocumentName], ...]
    particulars: Placed[Particulars] | None
    clauses: Clauses | None
    words: Placed[Words] | None
    trades: Placed[TradeTable] | None
    facts: tuple[Placed[FactSpec], ...]
    fact_names: tuple[str, ...]
    entries: tuple[Placed[FaqEntry], ...]
    programmes: tuple[ProgrammeDraft, ...]
    broken: tuple[str, ...]

    @property
    def specs(self) -> Mapping[str, FactSpec | None]:
        """The facts by name; None for one with a fault in it, of which nothing can be said."""
        sound = {fact.value.name: fact.value for fact in self.facts}
        return {name: sound.get(name) for name in self.fact_names}

    def problem(self, message: str, name: str, line: int = 1) -> Problem:
        """One in a file that is no YAML."""
        return Problem(f"{self.folder.name}/{name}", line, message)

    def text_problem(self, message: str, line: int) -> Problem:
        return self.problem(message, TEXT, line)
