"""A notice's particulars as typed data: its dates, addresses and contacts, each tied to the clause it is read from."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from knowledge.faq import Cite, Frozen


class DocumentName(Frozen):
    """A document of the notice: the key its clause ids begin with, its title, its short name."""

    key: str
    title: str
    short: str
    programme: str | None = None


class Particular(Frozen):
    """One particular: its value as shown, and the clause that says so."""

    value: str
    cite: Cite


class DayOf(Frozen):
    """A day, and the clause that names it."""

    day: date
    cite: Cite


class Particulars(Frozen):
    """What identifies a notice and how to reach its office. ``hotline`` is what a person is told to call."""

    key: str
    name: str
    documents: tuple[DocumentName, ...] = Field(min_length=1)
    number: Particular
    issuer: Particular
    issued: DayOf
    opens: DayOf
    closes: DayOf
    hotline: Particular
    email: Particular
    address: Particular
    contacts: Particular

    def days(self) -> tuple[DayOf, ...]:
        return (self.issued, self.opens, self.closes)

    def named(self) -> dict[str, Particular]:
        """The particulars that stand as text, by field name."""
        return {
            name: value
            for name in ("number", "issuer", "hotline", "email", "address", "contacts")
            if isinstance(value := getattr(self, name), Particular)
        }
