"""What must be unique: ids, names, values, and the keys of each mapping."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

import yaml

from bot.checks.draft import Draft, Placed
from bot.content import Problem
from eligibility.criterion import Criterion
from eligibility.programme import Evaluative

T = TypeVar("T")


def repeats(
    items: Iterable[Placed[T]], identity: Callable[[T], Hashable], what: str, *within: str | int
) -> Iterator[Problem]:
    """A problem for each item whose identity an earlier one already has."""
    first: dict[Hashable, Placed[T]] = {}
    for item in items:
        name = identity(item.value)
        if name in first:
            yield item.problem(f"{what}「{name}」重复，已用在 {first[name].where(*within)}", *within)
        else:
            first[name] = item


def repeated_ids(draft: Draft) -> Iterator[Problem]:
    yield from repeats(draft.entries, lambda entry: entry.id, "问答的 id", "id")
    yield from repeats(draft.facts, lambda fact: fact.name, "情况的 name", "name")
    rows: list[Placed[Criterion | Evaluative]] = []
    for programme in draft.programmes:
        rows += [*programme.criteria, *programme.evaluative]
    yield from repeats(rows, lambda row: row.id, "条件的 id", "id")


def repeated_keys(draft: Draft) -> Iterator[Problem]:
    """YAML takes the last of two equal keys without a word; what the first said would be lost."""
    for file in draft.files:
        for node in _mappings(file.tree):
            seen: dict[str, int] = {}
            for key, _ in node.value:
                line = key.start_mark.line + 1
                if key.value in seen:
                    message = f"「{key.value}」在同一处写了两次（第 {seen[key.value]} 行已有），前一个会丢失"
                    yield Problem(file.shown, line, message)
                seen.setdefault(str(key.value), line)


def _mappings(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _mappings(item)
