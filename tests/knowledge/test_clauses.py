"""Finding one's way among the clauses of a notice."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from knowledge.clauses import Clause, Clauses


def ids(clauses: tuple[Clause, ...]) -> list[str]:
    return [clause.id for clause in clauses]


def test_children_and_descendants_follow_the_outline(clauses: Clauses) -> None:
    assert ids(clauses.children("leader.4")) == ["leader.4.1", "leader.4.2", "leader.4.3", "leader.4.4"]
    assert ids(clauses.descendants("leader.4"))[:3] == ["leader.4.1", "leader.4.1.1", "leader.4.1.2"]
    assert ids(clauses.children("notice"))[-2:] == ["notice.sign", "notice.contact"]
    assert clauses.children("notice.3") == ()


def test_a_document_is_its_title_and_all_below(clauses: Clauses) -> None:
    region = clauses.document("region")
    assert region[0].id == "region"
    assert {clause.document for clause in region} == {"region"}
    assert sum(len(clauses.document(key)) for key in ("notice", "tech", "leader", "region")) == len(clauses)


def test_parents_lead_to_the_title(clauses: Clauses) -> None:
    assert clauses["leader.4.1.2"].parent == "leader.4.1"
    assert clauses["leader.4.1.2"].depth == 3
    assert clauses["notice"].parent is None
    assert all(clause.parent in clauses for clause in clauses.values() if clause.parent)


@pytest.mark.parametrize("wrong", ["tech.9", "", "Tech"])
def test_an_unknown_id_is_an_error(clauses: Clauses, wrong: str) -> None:
    for ask in (clauses.__getitem__, clauses.children, clauses.descendants, clauses.document):
        with pytest.raises(KeyError):
            ask(wrong)


@pytest.mark.parametrize(
    ("line", "clause_id"),
    [(2, "notice"), (4, "notice"), (16, "notice.0"), (137, "tech.2.1"), (141, "tech.2.1"), (354, "region.3.3")],
)
def test_a_line_of_the_file_leads_to_its_clause(clauses: Clauses, line: int, clause_id: str) -> None:
    found = clauses.at_line(line)
    assert found is not None
    assert found.id == clause_id


def test_before_the_first_clause_there_is_none(clauses: Clauses) -> None:
    assert clauses.at_line(1) is None


def test_the_path_says_the_document_shortly(clauses: Clauses) -> None:
    assert clauses["tech.2.5"].path == "先进低碳技术项目试点工作方案 · 二、申报条件 · 5"
    assert clauses["notice.3"].path.startswith("北京市生态环境局关于开展2023年北京市低碳试点工作的通知 · ")
    assert Clause("a.1", "a", "某方案", ("一、范围",), "一、范围", 1, 1, short="方案").path == "方案 · 一、范围"


def test_an_id_given_twice_is_refused(clauses: Clauses) -> None:
    with pytest.raises(ValueError, match=r"tech\.1 is given twice"):
        Clauses([clauses["tech.1"], clauses["tech.1"]])


def test_a_clause_never_changes(clauses: Clauses) -> None:
    with pytest.raises(FrozenInstanceError):
        clauses["tech.1"].text = "别的"  # type: ignore[misc]
