"""What a notice's ``trades.yaml`` holds: words for trades, and what the notice says to each class of the standard."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from knowledge.faq import Cite, Frozen, Pilot

Codes = tuple[str, ...]


class Standing(StrEnum):
    """How a class stands to the three sectors: in one, in none, or the text does not settle it."""

    inside = "inside"
    outside = "outside"
    unsettled = "unsettled"


class Said(Frozen):
    """One sentence of an answer, without its full stop, and the clauses behind it."""

    text: str = Field(min_length=1)
    cites: tuple[Cite, ...] = ()


class Sector(Said):
    """How the classes below ``codes`` stand to the sectors; ``sector`` is the value of the fact of that name."""

    codes: Codes = Field(min_length=1)
    standing: Standing
    sector: str


class TechnologyField(Said):
    """The field of technology that projects of these classes most likely belong to."""

    codes: Codes = Field(min_length=1)
    field: int


class Applicant(Frozen):
    """What the notice says to applicants of one kind: the trades of these codes, or those that name it.

    ``kind`` is a value of the fact ``applicant_type``; ``key`` is what a trade calls it by.
    """

    key: str
    kind: str
    codes: Codes = ()
    answers: dict[Pilot, Said]


class Shift(Frozen):
    """Words beside a trade that make another one of it: who sells routers does not make them.

    ``of`` are the classes it starts from, none: all of manufacturing; ``called`` names what is done. ``also``: the
    trade itself may still be meant, so that it depends; ``why`` then says on what.
    """

    called: str
    of: Codes = ()
    words: tuple[str, ...] = Field(min_length=1)
    codes: Codes = Field(min_length=1)
    also: bool = False
    why: str | None = None


class Trade(Frozen):
    """One trade: the words for it, its classes (the likeliest first), or the words of the trades it may mean.

    ``why`` explains where its classes differ; ``applicant`` names a kind its codes would not tell.
    """

    words: tuple[str, ...] = Field(min_length=1)
    codes: Codes = ()
    which: tuple[str, ...] = ()
    applicant: str | None = None
    why: str | None = None

    @model_validator(mode="after")
    def _means_something(self) -> Trade:
        if bool(self.codes) and bool(self.which):
            raise ValueError("codes 和 which 只能写一项")
        if not (self.codes or self.which or self.applicant):
            raise ValueError("codes、which、applicant 至少要有一项")
        return self


class TradeTable(Frozen):
    """The whole file.

    ``making`` are the divisions a ``Shift`` starts from, ``makes`` the words that rule one out; ``around`` the words a
    plain question is made of besides a trade; ``endings`` what a trade's name may end in, with the codes it can then
    have; ``vague`` what tells no trade; ``instead_of`` the curated entries that say less than the answer to a trade,
    ``beside_more`` those that do so even where the text tells more than a trade.
    """

    standard: str
    leader: dict[Standing, Said]
    leader_also: Said
    sectors: tuple[Sector, ...]
    fields: tuple[TechnologyField, ...]
    applicants: tuple[Applicant, ...]
    making: Codes
    makes: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    endings: dict[str, Codes] = {}
    around: tuple[str, ...]
    vague: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    beside_more: tuple[str, ...] = ()
    trades: tuple[Trade, ...]
