"""The national classification of economic activities, read from its file."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from knowledge.trades.standard import IndustryClass, Standard

_FILE = Path(__file__).parent.parent / "knowledge" / "industry" / "gbt4754-2017.csv"


@cache
def standard() -> Standard:
    """GB/T 4754—2017; takes a few milliseconds, once."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return Standard([IndustryClass(row["code"], row["name"]) for row in csv.DictReader(file)])
