"""The decision tables of the criteria: every case of the facts meets a row, and every row some case."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.draft import Draft, Placed
from bot.checks.facts import Specs, shown, unknown_fact, value_problems
from bot.content import Problem
from eligibility.criterion import Criterion, combinations


def table_problems(draft: Draft) -> Iterator[Problem]:
    if "facts.yaml" in draft.broken:
        return
    specs = draft.specs
    for programme in draft.programmes:
        for criterion in programme.criteria:
            strange = list(_strange_values(criterion, specs))
            yield from strange or _holes(criterion, specs)


def _strange_values(criterion: Placed[Criterion], specs: Specs) -> Iterator[Problem]:
    for position, case in enumerate(criterion.value.cases):
        for name, among in case.when.items():
            place = ("cases", position, "when", name)
            if name not in specs:
                yield criterion.problem(unknown_fact(name, specs), *place)
            else:
                yield from value_problems(criterion, specs, name, among, *place)


def _holes(criterion: Placed[Criterion], specs: Specs) -> Iterator[Problem]:
    """The first case of the facts that no row takes; each row that takes none the rows above leave."""
    table, used = criterion.value, set()
    values = {name: spec.classes(late=True) for name in table.reads if (spec := specs[name])}
    if len(values) < len(table.reads):
        return
    hole: str | None = None
    for classes in combinations(table.reads, values):
        row = next((position for position, case in enumerate(table.cases) if case.fits(classes)), None)
        used.add(row)
        if row is None and hole is None:
            hole = "、".join(f"{name} 为 {shown(classes[name])}" for name in table.reads) or "任何情况"
    if hole is not None:
        yield criterion.problem(f"条件 {table.id} 的 cases 有漏洞：{hole} 时没有一行适用", "cases")
    for position in range(len(table.cases)):
        if position not in used:
            message = f"条件 {table.id} 的 cases 第 {position + 1} 行永远用不到：上面各行已占全"
            yield criterion.problem(message, "cases", position)
