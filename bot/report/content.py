"""A report as a plain value with a JSON form: all that stands in it, in the order in which it is read."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.figures.chart import Panel, Table


class Head(BaseModel):
    """A number above all others, with what it was before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    now: str
    before: str
    change: str


class Listing(BaseModel):
    """Questions people asked; ``note`` says what is not among them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    table: Table
    note: str = ""


class Report(BaseModel):
    """``made`` and the stretches of days in words; ``suggestions`` by the rules of ``suggestions.py`` and no others;
    ``notes`` on what was not counted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    notice: str
    number: str
    period: str
    before: str
    made: str
    heads: tuple[Head, ...]
    listings: tuple[Listing, ...]
    suggestions: tuple[str, ...]
    panels: tuple[Panel, ...]
    notes: tuple[str, ...]
