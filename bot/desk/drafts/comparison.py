"""What a draft or a version changes of an entry, line by line, for whoever has to look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.entries.drafted import COMMON, Drafted

NAMES = {"matter": "事项", "kind": "类别", "wordings": "问法"}
"""The parts besides the answers."""


@dataclass(frozen=True, slots=True)
class Line:
    """``mark``: "-" for what goes, "+" for what comes, "" for what stays."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the entry with something changed in it; ``key`` is wordings, matter, kind, or an answer's own."""

    key: str
    lines: tuple[Line, ...]


def compared(old: Drafted | None, new: Drafted) -> tuple[Difference, ...]:
    """The parts that differ; of long ones only what goes and comes."""
    before, after = _parts(old or Drafted()), _parts(new)
    keys = dict.fromkeys((*after, *before))
    found = ((key, tuple(_lines(before.get(key, []), after.get(key, [])))) for key in keys)
    return tuple(Difference(key, lines) for key, lines in found if any(line.mark for line in lines))


def _parts(drafted: Drafted) -> dict[str, list[str]]:
    kinds = {"answer": "作答", "silent": "通知未载明"}
    parts = {"matter": [drafted.matter], "kind": [kinds[drafted.kind]], "wordings": list(drafted.wordings)}
    for key in dict.fromkeys((COMMON, *drafted.texts, *drafted.cites)):
        cites = (f"依据 {cite.clause}「{cite.quote}」" for cite in drafted.cites.get(key, ()))
        parts[key] = [*drafted.texts.get(key, "").split("\n"), *cites]
    return {key: [line for line in lines if line] for key, lines in parts.items()}


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        yield from (Line("-", text) for text in old[start:end])
        yield from (Line("+", text) for text in new[first:last])
