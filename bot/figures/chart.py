"""What is drawn, before anything is drawn: charts and tables as plain values with a JSON form."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

Tone = Literal["good", "asked", "quiet", "warn", "passed", "other"]
"""A meaning, for which ``drawing.py`` has a colour on light and on dark, a pattern and a marker."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Series(_Value):
    """Numbers of one kind, one for each label of the chart; None where there is none to be told."""

    name: str
    tone: Tone
    values: tuple[float | None, ...]


class Chart(_Value):
    """``stacked``: columns over ``labels``, one upon another; ``lines``: a line each; ``bars``: lying bars, one label
    beneath another, one after another. ``unit`` stands at the axis; ``told`` says in words what is to be seen.
    """

    kind: Literal["stacked", "lines", "bars"]
    title: str
    told: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str

    @model_validator(mode="after")
    def _every_label_has_its_number(self) -> Chart:
        if any(len(series.values) != len(self.labels) for series in self.series):
            raise ValueError("a series has as many values as there are labels")
        return self


class Table(_Value):
    """Cells as they are shown; the first of a row names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Panel(_Value):
    """A chart with its table; ``chart`` is None where there is nothing to draw, and ``note`` then says so."""

    key: str
    title: str
    chart: Chart | None
    table: Table
    note: str = ""
