"""What the notice says to a trade: how its classes stand to the three sectors, which field, which kind of applicant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from knowledge.trades.standard import IndustryClass, Standard, within
from knowledge.trades.table import Applicant, Codes, Said, Sector, Shift, Standing, TechnologyField, Trade, TradeTable

Coded = TypeVar("Coded", Sector, TechnologyField, Applicant)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A trade as the person called it, its classes, and all the notice says to it.

    ``stands`` explains the standing by the standard; it is empty for a trade the standard has no class for. ``sector``
    is the value of that fact, None where the classes do not settle it. ``guessed``: the word is none of the table's.
    """

    word: str
    classes: tuple[IndustryClass, ...]
    standing: Standing
    stands: str
    sector: str | None
    applicant: Applicant
    field: TechnologyField
    guessed: bool = False

    def answer(self, pilot: str) -> Said:
        """What the notice says to this kind of applicant about a pilot. Raises KeyError where it says nothing."""
        return next(said for name, said in self.applicant.answers.items() if name == pilot)


class Judge:
    """Judges trades by one notice's table."""

    def __init__(self, table: TradeTable, standard: Standard) -> None:
        self._table = table
        self._standard = standard
        self._kinds = {applicant.key: applicant for applicant in table.applicants}

    def judge(self, word: str, trade: Trade, *, guessed: bool = False) -> Judgement:
        """Raises KeyError for a code the standard does not have, and for an applicant the table does not."""
        sectors = _distinct(self.sector(code) for code in trade.codes)
        standings = {sector.standing for sector in sectors} or {Standing.outside}
        settled = {sector.sector for sector in sectors} if len(standings) == 1 else set()
        first = trade.codes[0] if trade.codes else ""
        return Judgement(
            word=word,
            classes=tuple(self._standard[code] for code in trade.codes),
            standing=standings.pop() if len(standings) == 1 else Standing.unsettled,
            stands=trade.why or "；".join(sector.text for sector in sectors),
            sector=settled.pop() if len(settled) == 1 and Standing.unsettled not in _standings(sectors) else None,
            applicant=self._kinds[trade.applicant] if trade.applicant else nearest(self._table.applicants, first),
            field=nearest(self._table.fields, first),
            guessed=guessed,
        )

    def unknown(self, word: str) -> Judgement:
        """A trade nobody could place: nothing is settled."""
        applicant, field = nearest(self._table.applicants, ""), nearest(self._table.fields, "")
        return Judgement(word, (), Standing.unsettled, "", None, applicant, field, guessed=True)

    def sector(self, code: str) -> Sector:
        return nearest(self._table.sectors, code)

    def starts_from(self, codes: Codes, shift: Shift) -> bool:
        """Whether a shift applies to these classes."""
        of = shift.of or self._table.making
        return bool(codes) and all(any(within(code, above) for above in of) for code in codes)


def nearest(rows: Sequence[Coded], code: str) -> Coded:
    """The row with the longest code that ``code`` belongs to. Raises ValueError where none has an empty code."""
    return max(
        (row for row in rows if any(within(code, above) for above in row.codes)),
        key=lambda row: max(len(above) for above in row.codes if within(code, above)),
    )


def _standings(sectors: Iterable[Sector]) -> set[Standing]:
    return {sector.standing for sector in sectors}


def _distinct(sectors: Iterable[Sector]) -> list[Sector]:
    return list({id(sector): sector for sector in sectors}.values())
