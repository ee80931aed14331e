"""A draft judged as the file would be that it is to become: by the very checks of ``shenbao notice check``.

The draft is written as a file, the checks run over it beside the folder's and the published entries, and what they
say of a line of that file is said of the field it came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml

from bot.checks.citations import citation_problems
from bot.checks.draft import Draft, Placed
from bot.checks.entries import entry_problems
from bot.checks.opening import read_draft
from bot.checks.repeats import repeated_ids
from bot.content import ContentError, ContentFile, Problem
from bot.content_cache import KeptContent
from bot.entries.drafted import Drafted
from bot.entries.writing import written
from bot.notices import NoticeFolder
from knowledge.faq import FaqEntry
from knowledge.overlay import Publication

CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (repeated_ids, citation_problems, entry_problems)
SHOWN = "草稿"
LONGEST_ID = 64
_MARK = re.compile(r"\[(?:电话|邮箱|证件号|号码|姓名|微信号)\]")
MASKED = "「{}」里有打码的个人信息，请改写成不含个人信息的问法"

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """``place`` leads to the field as in the file, ("answers", "tech", "text"), ("wordings", 3); empty: to no one."""

    place: Place
    message: str


def problems_of(
    drafted: Drafted, folder: Path, publications: Sequence[Publication], changes: str | None
) -> tuple[FieldProblem, ...]:
    """Everything that keeps it from being published; none means it may be. Takes half a second.

    ``changes``: the id of the entry it stands in the place of; None for a new one.
    """
    file = ContentFile(folder / f"{SHOWN}.yaml", SHOWN, text=written(drafted.data()))
    found = [_unfinished(problem) for problem in _problems(file)]
    if not found:
        around = _around(folder, publications, {changes, None})
        mine = Placed(file, (0,), file.parse(tuple[FaqEntry, ...])[0])
        draft = replace(around, files=(file,), entries=(*around.entries, mine))
        told = [problem for check in CHECKS for problem in check(draft) if problem.file == SHOWN]
        found = [FieldProblem(_place(file, problem.line), problem.message) for problem in told]
    return tuple(dict.fromkeys((*found, *_own(drafted, changes))))


def _problems(file: ContentFile) -> list[Problem]:
    try:
        file.parse(tuple[FaqEntry, ...])
    except ContentError as fault:
        return fault.problems
    return []


def _own(drafted: Drafted, changes: str | None) -> Iterator[FieldProblem]:
    """What only the desk has to look at."""
    if len(drafted.id) > LONGEST_ID:
        yield FieldProblem(("id",), f"编号最多 {LONGEST_ID} 个字符")
    if changes is not None and drafted.id != changes:
        yield FieldProblem(("id",), f"这是对「{changes}」的修改，编号不能变")
    for position, wording in enumerate(drafted.wordings):
        if _MARK.search(wording):
            yield FieldProblem(("wordings", position), MASKED.format(wording))


def _around(folder: Path, publications: Sequence[Publication], without: set[str | None]) -> Draft:
    """The folder with what is published, without the entries of these ids."""
    draft = _read(folder.resolve(), _stamp(folder))
    published = {one.id: one.entry for one in publications if one.entry is not None}
    kept = [
        Placed(placed.file, placed.place, published.pop(placed.value.id, placed.value))
        for placed in draft.entries
        if placed.value.id not in without
    ]
    for id, entry in published.items():
        if id not in without:
            file = ContentFile(folder, f"{folder.name}/（已发布）", text=yaml.safe_dump([{"id": id}]))
            kept.append(Placed(file, (0,), entry))
    return replace(draft, entries=tuple(kept))


@lru_cache(maxsize=2)
def _read(folder: Path, stamp: frozenset[tuple[str, int, int]]) -> Draft:  # noqa: ARG001 - by which it is remembered
    """The folder as it lies there. It is some two hundred files, which seldom change, and each look at a draft asks."""
    return read_draft(NoticeFolder(folder, KeptContent(folder)))[0]


def _stamp(folder: Path) -> frozenset[tuple[str, int, int]]:
    """By which a change of any file shows: names, times and sizes."""
    found = ((str(path), path.stat()) for path in folder.rglob("*"))
    return frozenset((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


def _place(file: ContentFile, line: int) -> Place:
    """The innermost part of the draft that stands on a line of its file."""
    return max((place for place in _places((0,), file.data[0]) if file.line(*place) == line), key=len, default=(0,))[1:]


def _places(place: Place, data: object) -> Iterator[Place]:
    yield place
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        # A citation is one field, on one line.
        if not (isinstance(key, str) and key in ("clause", "quote")):
            yield from _places((*place, key), value)


def _unfinished(problem: Problem) -> FieldProblem:
    """What is no entry yet is told with its path in front: 「0.wordings：至少要 1 项」."""
    path, _, told = problem.message.partition("：")
    steps = path.split(".")[1:]
    return FieldProblem(tuple(int(step) if step.isdecimal() else step for step in steps), told)
