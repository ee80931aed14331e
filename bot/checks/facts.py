"""The facts asked: their values, and what leads from one to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.checks.draft import Draft, Placed
from bot.content import Problem
from eligibility.facts import UNKNOWN, Choice, FactSpec, Value

Specs = Mapping[str, FactSpec | None]


def fact_problems(draft: Draft) -> Iterator[Problem]:
    if "facts.yaml" in draft.broken:
        return
    specs = draft.specs
    for fact in draft.facts:
        yield from _choice_problems(fact)
        yield from _link_problems(fact, specs)
        yield from _answer_problems(fact, draft)
    for programme in draft.programmes:
        for row in programme.checklist:
            for key in ("only_when", "unless"):
                for name, among in getattr(row.value, key).items():
                    yield from value_problems(row, specs, name, among, key, name)
        data = programme.file.data
        offered = data.get("offered_after") if isinstance(data, dict) else None
        for position, name in enumerate(offered if isinstance(offered, list) else ()):
            if name not in specs:
                yield programme.file.problem(unknown_fact(str(name), specs), "offered_after", position)


def unknown_fact(name: str, specs: Specs) -> str:
    return f"没有情况「{name}」，facts.yaml 里有：{'、'.join(specs)}"


def one_of(value: object, values: tuple[object, ...]) -> bool:
    """Whether the value is among these, true and 1 told apart."""
    return any(value == other and type(value) is type(other) for other in values)


def shown(value: object) -> str:
    """A value as written in the file."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def value_problems(
    row: Placed[object], specs: Specs, name: str, among: tuple[Value, ...], *within: str | int
) -> Iterator[Problem]:
    """Where a row names a fact that does not exist, or a value this fact never has."""
    if name not in specs:
        yield row.problem(unknown_fact(name, specs), *within)
        return
    spec = specs[name]
    classes = spec.classes(late=True) if spec else among
    for value in among:
        if not one_of(value, classes):
            allowed = "、".join(map(shown, classes))
            yield row.problem(f"情况 {name} 没有「{shown(value)}」这种取值，可用：{allowed}", *within)


def _choice_problems(fact: Placed[FactSpec]) -> Iterator[Problem]:
    spec = fact.value
    seen: list[Choice] = []
    if not spec.choices and not spec.dated:
        yield fact.problem(f"{spec.name} 没有选项：kind 为 {spec.kind} 的都要有 choices")
    if spec.kind == "boolean" and any(not isinstance(choice.value, bool) for choice in spec.choices):
        yield fact.problem(f"{spec.name} 的选项只能是 true 和 false", "choices")
    for position, choice in enumerate(spec.choices):
        if choice.value == UNKNOWN:
            yield fact.problem(f"「{UNKNOWN}」（不清楚）由程序提供，不能作选项", "choices", position)
        if any(one_of(choice.value, (other.value,)) for other in seen):
            yield fact.problem(f"选项「{shown(choice.value)}」重复", "choices", position)
        if any(choice.label == other.label for other in seen):
            yield fact.problem(f"选项的说法「{choice.label}」重复", "choices", position)
        for phrase in choice.phrases:
            for other in seen:
                if phrase in other.phrases:
                    message = f"说法「{phrase}」同属选项「{shown(other.value)}」和「{shown(choice.value)}」"
                    yield fact.problem(message, "choices", position)
        seen.append(choice)


def _link_problems(fact: Placed[FactSpec], specs: Specs) -> Iterator[Problem]:
    spec = fact.value
    if spec.asked_when:
        source = spec.asked_when.fact
        known = tuple(value for value in spec.asked_when.among if value != UNKNOWN)
        yield from value_problems(fact, specs, source, known, "asked_when")
        if _leads_back(spec.name, specs):
            yield fact.problem(f"{spec.name} 的 asked_when 绕回了它自己，永远问不到", "asked_when")
    if spec.derived:
        source = spec.derived.fact
        yield from value_problems(fact, specs, source, (), "derived")
        origin = specs.get(source)
        classes = [str(value) for value in origin.classes(late=True)] if origin else []
        for key, value in spec.derived.values.items():
            place = ("derived", "values", key)
            if origin and key not in classes:
                yield fact.problem(f"情况 {source} 没有「{key}」这种取值，可用：{'、'.join(classes)}", *place)
            yield from value_problems(fact, specs, spec.name, (value,), *place)


def _answer_problems(fact: Placed[FactSpec], draft: Draft) -> Iterator[Problem]:
    """Answers by the side of a window that a day lies on, which no file has."""
    if any(name.startswith("faq/") for name in draft.broken):
        return
    known = {entry.value.id for entry in draft.entries}
    answers = {"band_answers": fact.value.band_answers.values(), "band_answers_for": fact.value.band_answers_for}
    for key, names in answers.items():
        for name in names:
            if name not in known:
                yield fact.problem(f"没有问答「{name}」，faq/ 里没有这个 id", key)


def _leads_back(name: str, specs: Specs) -> bool:
    passed: list[str] = []
    while (spec := specs.get(name)) and name not in passed:
        passed.append(name)
        name = spec.asked_when.fact if spec.asked_when else ""
    return name == passed[0]
