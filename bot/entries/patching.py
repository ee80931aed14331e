"""What is published, as a patch for the notice's folder: after it the files say what the bot already answers.

Paths are relative to the folder; ``patch -p1 -d FOLDER`` and ``git apply --directory=FOLDER`` both take it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from bot.content import ContentFile
from bot.entries.drafted import drafted_from
from bot.entries.writing import written
from knowledge.faq import FaqEntry
from knowledge.overlay import Publication, digest

NEW_FILE = "faq/desk.yaml"
"""Where an entry goes that no file has yet; from there it may be moved to any other."""

HEAD = "# 热线台写的问答；可以移到别的文件里，文件名不影响回答。\n"
_NO_END = "\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Patch:
    """``text`` is empty where the folder already says everything; ``ids`` are the entries it brings."""

    text: str
    ids: tuple[str, ...]


def patch_for(folder: Path, publications: Sequence[Publication]) -> Patch:
    """The patch for a folder as it lies on disk. Raises ContentError where its files cannot be read.

    Only what still stands in front of its entry: what the folder says already, or has been changed in it to something
    else since, is left as it is there.
    """
    texts = {f"faq/{path.name}": path.read_text(encoding="utf-8") for path in sorted((folder / "faq").glob("*.yaml"))}
    places = {entry.id: place for name, text in texts.items() for entry, place in _entries(folder, name, text)}
    changed: dict[str, list[str]] = {name: text.splitlines(keepends=True) for name, text in texts.items()}
    ids: list[str] = []
    new: list[str] = []
    spans: list[tuple[_Place, list[str]]] = []
    for publication in publications:
        place = places.get(publication.id)
        there = digest(place.entry) if place else ""
        if publication.entry is None or there not in publication.before or there == digest(publication.entry):
            continue
        lines = written(drafted_from(publication.entry).data()).splitlines(keepends=True)
        ids.append(publication.id)
        if place is None:
            new += ["\n", *lines]
        else:
            spans.append((place, lines))
    for place, lines in sorted(spans, key=lambda span: -span[0].first):  # from below, so that lines above keep theirs
        changed[place.file][place.first : place.last] = lines
    if new:
        changed[NEW_FILE] = [*(_ended(changed.get(NEW_FILE)) or [HEAD]), *new]
    parts = [_diff(name, texts.get(name), lines) for name, lines in sorted(changed.items())]
    return Patch("".join(parts), tuple(ids))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry stands: its lines, from 0, the last not included."""

    entry: FaqEntry
    file: str
    first: int
    last: int


def _entries(folder: Path, name: str, text: str) -> Iterator[tuple[FaqEntry, _Place]]:
    file = ContentFile(folder / name, name, text=text)
    entries = file.parse(tuple[FaqEntry, ...])
    lines = text.splitlines()
    starts = [file.line(position) - 1 for position in range(len(entries))]
    for entry, first, end in zip(entries, starts, [*starts[1:], len(lines)], strict=True):
        last = end  # blank lines and remarks before the next entry belong to that one
        while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
            last -= 1
        yield entry, _Place(entry, name, first, last)


def _ended(lines: list[str] | None) -> list[str]:
    if lines and not lines[-1].endswith("\n"):
        return [*lines[:-1], f"{lines[-1]}\n"]
    return lines or []


def _diff(name: str, before: str | None, after: list[str]) -> str:
    """One file's part, as git writes it; empty where nothing changes."""
    old = before.splitlines(keepends=True) if before is not None else []
    if old == after:
        return ""
    head = f"diff --git a/{name} b/{name}\n" + ("new file mode 100644\n" if before is None else "")
    source = f"a/{name}" if before is not None else "/dev/null"
    lines = unified_diff(old, after, source, f"b/{name}")
    return head + "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}" for line in lines)
