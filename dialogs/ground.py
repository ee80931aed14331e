"""What a dialog stands on: the rules, and the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from eligibility.bands import FilingDays
from eligibility.facts import Facts, FactSheet, Value
from eligibility.rulebook import Rulebook


@dataclass(frozen=True)
class Ground:
    """The rulebook and the day a turn is heard on; neither changes within the turn."""

    book: Rulebook
    today: date

    @property
    def sheet(self) -> FactSheet:
        return self.book.facts

    @cached_property
    def filing(self) -> FilingDays:
        return self.book.period.filing_days(self.today)

    def classes(self, facts: Facts) -> Mapping[str, Value]:
        """Each fact's class today, derived facts filled in."""
        return self.sheet.classify(facts, self.filing)

    def rules(self, programmes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """The programmes with their fingerprints."""
        return tuple((programme, _fingerprint(self.book, programme)) for programme in programmes)


@lru_cache(maxsize=64)
def _fingerprint(book: Rulebook, programme: str) -> str:
    """Asked for at every turn, and a millisecond each time; a changed rulebook is another value."""
    return book.fingerprint(programme)
