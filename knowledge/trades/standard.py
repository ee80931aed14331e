"""GB/T 4754—2017, the national classification of economic activities: its classes by code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndustryClass:
    """A section (``C``), division (``39``), group (``392``) or class (``3922``) of the standard."""

    code: str
    name: str

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"


class Standard(Mapping[str, IndustryClass]):
    """The standard's classes by code, in its order. A code's beginning is the code of what it belongs to."""

    def __init__(self, classes: Sequence[IndustryClass]) -> None:
        """Raises ValueError for a code given twice."""
        self._by_code = {each.code: each for each in classes}
        if len(self._by_code) < len(classes):
            raise ValueError("a code of the standard is given twice")

    def __getitem__(self, code: str) -> IndustryClass:
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)


def within(code: str, above: str) -> bool:
    """Whether a class is this one or belongs to it; every class belongs to the empty code."""
    return code.startswith(above)
