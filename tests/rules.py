"""The first notice's rules, without the rest of the notice: what ``eligibility`` and ``dialogs`` are tried with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.content import ContentFile
from eligibility.bands import Period
from eligibility.facts import FactSheet, FactSpec
from eligibility.programme import Programme
from eligibility.rulebook import Rulebook

FOLDER = Path(__file__).parents[1] / "knowledge" / "notices" / "beijing-2023-82"
PROGRAMMES = ("tech", "leader", "region")
SUNDAY = date(2023, 8, 20)
"""A day while applications are taken."""


def load_rulebook() -> Rulebook:
    """A fresh rulebook each time, for the scenes in which the rules change."""
    specs = ContentFile(FOLDER / "facts.yaml", "facts.yaml").parse(tuple[FactSpec, ...])
    files = {key: ContentFile(FOLDER / "programmes" / f"{key}.yaml", key) for key in PROGRAMMES}
    return Rulebook(
        facts=FactSheet(specs),
        programmes={key: file.parse(Programme) for key, file in files.items()},
        period=Period(opens=date(2023, 7, 10), closes=date(2023, 8, 31)),
    )
