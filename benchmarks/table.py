"""A table of figures as Markdown, ready for a note."""

from __future__ import annotations

from collections.abc import Sequence

Row = Sequence[str]


def show(title: str, head: Row, rows: Sequence[Row]) -> None:
    """Print it, a line at a time."""
    print(f"### {title}\n")
    for row in (head, ["---"] * len(head), *rows):
        print(f"| {' | '.join(row)} |", flush=True)
    print()


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` (0 to 1) of all values do not exceed; nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, round(share * len(ranked)) - 1))]
