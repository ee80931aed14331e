"""The checklist of each programme, case by case."""

from __future__ import annotations

from datetime import date

import pytest

from eligibility.precheck import precheck
from eligibility.programme import ChecklistItem
from eligibility.rulebook import Rulebook
from tests.eligibility.law import Value
from tests.eligibility.scenes import FINE

LICENCE, SUBSTITUTE = "营业执照复印件", "没有营业执照的单位请先致电确认"
FULL = ["申报表", LICENCE, "审批、核准或备案", "项目建议书或可行性研究报告"]
LEADER = ["申报表（附表）", "自评材料", LICENCE, "其他支撑证明材料"]
FIRST_THE_DISTRICT = "先联系区生态环境部门"


def rows(book: Rulebook, programme: str, **said: Value) -> tuple[ChecklistItem, ...]:
    return precheck(book, programme, {**FINE[programme], **said}, date(2023, 8, 20)).checklist


def assert_items(found: tuple[ChecklistItem, ...], expected: list[str]) -> None:
    assert len(found) == len(expected), [row.item for row in found]
    assert all(part in row.item for row, part in zip(found, expected, strict=True)), [row.item for row in found]


@pytest.mark.parametrize("applied", ["no", "excellent", "other_project", "unknown"])
def test_tech_brings_the_full_list(rulebook: Rulebook, applied: str) -> None:
    found = rows(rulebook, "tech", applied_in_2022=applied)
    assert_items(found, FULL)
    assert SUBSTITUTE not in "".join(row.item for row in found)
    assert {row.copies for row in found} == {5}
    assert all("纸质正式盖章件" in row.form for row in found)
    assert "word" in found[0].form


@pytest.mark.parametrize("kind", ["enterprise", "university", "subdistrict_or_park"])
def test_who_applied_in_2022_without_distinction_may_bring_two_papers_only(rulebook: Rulebook, kind: str) -> None:
    found = rows(rulebook, "tech", applicant_type=kind, applied_in_2022="not_excellent")
    assert_items(found, ["申报表", "项目实施进展和成效报告"])
    assert "全套也可以" in found[1].note


@pytest.mark.parametrize("programme", ["tech", "leader"])
@pytest.mark.parametrize("kind", ["university", "institution", "subdistrict_or_park"])
def test_who_may_have_no_business_licence_is_told_to_ask(rulebook: Rulebook, programme: str, kind: str) -> None:
    licences = [row for row in rows(rulebook, programme, applicant_type=kind) if LICENCE in row.item]
    assert len(licences) == 1
    assert SUBSTITUTE in licences[0].item
    assert "致电" in licences[0].note


@pytest.mark.parametrize("kind", ["enterprise", "branch"])
def test_leader_brings_its_self_assessment_too(rulebook: Rulebook, kind: str) -> None:
    found = rows(rulebook, "leader", applicant_type=kind)
    assert_items(found, LEADER)
    assert SUBSTITUTE not in "".join(row.item for row in found)
    assert {row.copies for row in found} == {5}


@pytest.mark.parametrize("said", ["contacted", "none", "unknown", None])
def test_a_village_without_the_districts_recommendation_goes_there_first(rulebook: Rulebook, said: str | None) -> None:
    told: dict[str, Value] = {} if said is None else {"district_recommendation": said}
    found = rows(rulebook, "region", applicant_type="village_committee", **told)
    assert_items(found, ["申报表（附表）", "推荐意见", FIRST_THE_DISTRICT])
    assert [row.copies for row in found] == [5, 5, None]


def test_with_the_recommendation_in_hand_two_rows_remain(rulebook: Rulebook) -> None:
    found = rows(rulebook, "region", district_recommendation="obtained")
    assert_items(found, ["申报表（附表）", "推荐意见"])
    assert LICENCE not in "".join(row.item for row in found)


def test_a_row_waits_for_what_it_needs_and_falls_with_what_it_excludes() -> None:
    row = ChecklistItem(
        item="x", form="x", copies=None, clause="x.1", quote="x",
        only_when={"a": ("yes",), "b": (True,)}, unless={"c": ("no",), "d": (1,)},
    )  # fmt: skip
    assert row.stands({"a": "yes", "b": True})
    assert not row.stands({"a": "yes"})
    assert not row.stands({"a": "yes", "b": True, "c": "no"})
    assert not row.stands({"a": "yes", "b": True, "d": 1})
