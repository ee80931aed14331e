"""A condition is a table: the first row that fits counts."""

from __future__ import annotations

import pytest

from eligibility.criterion import Case, Criterion, Status, combinations


def criterion(*cases: Case) -> Criterion:
    return Criterion(id="X1", title="x", kind="hard", clause="x.1", quote="x", cases=cases)


def test_the_first_row_that_fits_counts() -> None:
    table = criterion(
        Case(when={"where": ("beijing",), "who": ("firm", "school")}, then="met"),
        Case(when={"where": ("beijing",)}, then="ambiguous"),
        Case(then="unmet"),
    )
    assert table.decide({"where": "beijing", "who": "school"}) is Status.met
    assert table.decide({"where": "beijing", "who": "person"}) is Status.ambiguous
    assert table.decide({"where": "outside", "who": "firm"}) is Status.unmet


def test_a_hole_in_the_table_is_an_error_and_not_a_verdict() -> None:
    with pytest.raises(LookupError, match="X1"):
        criterion(Case(when={"where": ("beijing",)}, then="met")).decide({"where": "outside"})


def test_it_reads_what_its_rows_name_in_their_order() -> None:
    table = criterion(Case(when={"b": ("x",), "a": ("x",)}, then="met"), Case(when={"c": ("x",)}, then="met"))
    assert table.reads == ("b", "a", "c")


def test_combinations_give_each_name_each_of_its_values() -> None:
    found = list(combinations(("a", "b"), {"a": (1, 2), "b": ("x", "y", "z")}))
    assert len(found) == len({tuple(sorted(one.items())) for one in found}) == 6
    assert list(combinations((), {})) == [{}]
