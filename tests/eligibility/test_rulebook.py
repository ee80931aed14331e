"""The rules as one value: their hash, tables without holes, and classes that no rule tells apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eligibility.bands import Period
from eligibility.facts import FactSheet, FactSpec
from eligibility.programme import Programme
from eligibility.rulebook import Rulebook
from tests.rules import PROGRAMMES, load_rulebook

Edit = Callable[[dict[str, Any]], None]


def with_fact(book: Rulebook, name: str, edit: Edit) -> Rulebook:
    plain = {key: spec.model_dump(mode="json") for key, spec in book.facts.items()}
    edit(plain[name])
    return replace(book, facts=FactSheet(tuple(map(FactSpec.model_validate, plain.values()))))


def with_programme(book: Rulebook, name: str, edit: Edit) -> Rulebook:
    plain = book.programmes[name].model_dump(mode="json")
    edit(plain)
    return replace(book, programmes={**book.programmes, name: Programme.model_validate(plain)})


def hashes(book: Rulebook) -> dict[str, str]:
    return {programme: book.fingerprint(programme) for programme in PROGRAMMES}


def test_the_same_folder_read_again_has_the_same_hash(rulebook: Rulebook) -> None:
    assert hashes(load_rulebook()) == hashes(rulebook)
    assert len(set(hashes(rulebook).values())) == 3


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: p["criteria"][4].update(quote="未因生态环境问题受到行政处罚"),
        lambda p: p["criteria"][0].update(clause="leader.3.3"),
        lambda p: p["criteria"][1].update(kind="hard"),
        lambda p: p["criteria"][0]["cases"][1].update(then="unmet"),
        lambda p: p["criteria"].pop(),
        lambda p: p["checklist"].pop(),
        lambda p: p["checklist"][0].update(copies=3),
    ],
    ids=["quote", "clause", "kind", "table", "criterion gone", "paper gone", "copies"],
)
def test_a_changed_rule_changes_its_own_programmes_hash(rulebook: Rulebook, edit: Edit) -> None:
    changed = with_programme(rulebook, "leader", edit)
    moved = {programme for programme in PROGRAMMES if hashes(changed)[programme] != hashes(rulebook)[programme]}
    assert moved == {"leader"}


@pytest.mark.parametrize(
    ("fact", "edit", "moved"),
    [
        ("last_env_penalty", lambda f: f["bands"].update(years=5), {"tech", "leader"}),
        ("last_env_penalty", lambda f: f["bands"].update(surely_before=date(2019, 1, 1)), {"tech", "leader"}),
        ("commissioned_on", lambda f: f["bands"].update(last=date(2024, 6, 30)), {"tech"}),
        ("legal_person", lambda f: f["derived"]["values"].update(branch=True), {"tech"}),
        ("leading_body", lambda f: f.update(changeable=False), {"region"}),
        ("applicant_type", lambda f: f["choices"].pop(), set(PROGRAMMES)),
        ("leading_body", lambda f: f.update(question="有没有领导小组？", why="x", example="x", short="x"), set()),
        ("leading_body", lambda f: f["choices"][0].update(label="有的", phrases=("有的",), weight=9.0), set()),
        ("technology_field", lambda f: f.update(question="哪一类技术？"), set()),
    ],
)
def test_bands_and_values_are_rules_and_wordings_are_not(
    rulebook: Rulebook, fact: str, edit: Edit, moved: set[str]
) -> None:
    changed = hashes(with_fact(rulebook, fact, edit))
    assert {programme for programme in PROGRAMMES if changed[programme] != hashes(rulebook)[programme]} == moved


def test_another_window_is_another_rule(rulebook: Rulebook) -> None:
    longer = replace(rulebook, period=Period(opens=rulebook.period.opens, closes=date(2023, 9, 30)))
    assert not set(hashes(longer).values()) & set(hashes(rulebook).values())


def test_the_tables_of_the_notice_have_no_holes(rulebook: Rulebook) -> None:
    assert rulebook.holes() == []


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (lambda cases: cases.pop(), "no row fits"),
        (lambda cases: cases[0]["when"].update(project_role=("nobody",)), "project_role is never nobody"),
        (lambda cases: cases[0].update(when={"salary": ("high",)}), "unknown fact salary"),
        (lambda cases: cases.insert(0, {"when": {}, "then": "met"}), "row 2 can never be reached"),
    ],
)
def test_a_hole_a_strange_name_and_an_idle_row_are_found(rulebook: Rulebook, edit: Any, line: str) -> None:
    def in_first_table(programme: dict[str, Any]) -> None:
        cases = programme["criteria"][0]["cases"]
        edit(cases)

    assert any(line in hole for hole in with_programme(rulebook, "tech", in_first_table).holes())


def test_classes_no_rule_tells_apart_are_one(rulebook: Rulebook) -> None:
    alike = {rulebook.representative("district", name) for name in ("东城区", "延庆区", "北京经济技术开发区")}
    assert len(alike) == 1
    assert rulebook.representative("district", "outside") not in alike
    assert rulebook.distinct("registered_in_beijing", False) == (True, False)
    roles = ("national_key", "beijing_key", "reporting_unit", "none")
    assert len({rulebook.representative("carbon_market_role", role) for role in roles}) == 2
