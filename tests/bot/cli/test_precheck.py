"""``shenbao precheck --jsonl``: facts in, verdict out; what cannot be taken is named, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.bot.cli.conftest import Run

Shenbao = Callable[..., Run]
TOMORROW = "2023-08-21"
GOOD_TECH = {
    "applicant_type": "enterprise",
    "registered_in_beijing": True,
    "project_role": "user",
    "last_env_penalty": "none",
    "last_env_incident": "none",
    "last_safety_accident": "none",
    "project_location": "beijing",
    "commissioned_on": "2023-03-15",
    "applied_in_2022": "no",
}


def precheck(shenbao: Shenbao, *feed: Any) -> list[dict[str, Any]]:
    run = shenbao("precheck", "--jsonl", "--today", "2023-08-20", feed=list(feed))
    assert (run.code, run.err) == (0, "")
    return run.lines


def test_a_verdict_has_the_shape_of_the_design(shenbao: Shenbao) -> None:
    (line,) = precheck(shenbao, {"id": "a", "programme": "tech", "facts": GOOD_TECH})
    assert set(line) == {
        "id", "programme", "result", "window", "as_of", "criteria", "not_judged", "would_change", "checklist",
        "next_fact", "rules",
    }  # fmt: skip
    assert (line["id"], line["result"], line["window"], line["as_of"], line["next_fact"]) == (
        "a", "provisionally_eligible", "open", "2023-08-20", None,
    )  # fmt: skip
    assert [row["id"] for row in line["criteria"]] == ["T1a", "T1b", "T1c", "T1e", "T1f", "T1g", "T2a", "T5", "T6"]
    assert {"id", "kind", "status", "clause", "quote"} <= set(line["criteria"][0])
    assert {"item", "form", "copies", "clause", "quote"} <= set(line["checklist"][0])
    assert line["checklist"][0]["copies"] == 5


def test_a_missing_fact_is_asked_for_and_an_unmet_one_decides(shenbao: Shenbao) -> None:
    some = {name: value for name, value in GOOD_TECH.items() if name != "commissioned_on"}
    lines = precheck(
        shenbao,
        {"id": 1, "programme": "tech", "facts": some},
        {"id": 2, "programme": "tech", "facts": {"registered_in_beijing": False}},
        {"id": 3, "programme": "region", "facts": {}},
    )
    assert [(line["id"], line["result"]) for line in lines] == [(1, "incomplete"), (2, "ineligible"), (3, "incomplete")]
    assert [line["next_fact"] is None for line in lines] == [False, True, False]
    assert lines[0]["next_fact"] == "commissioned_on"


@pytest.mark.parametrize(
    ("asked", "field", "value", "allowed"),
    [
        ({"id": "x", "programme": "finance", "facts": {}}, "programme", "finance", ["tech", "leader", "region"]),
        ({"id": "x", "facts": {}}, "programme", None, ["tech", "leader", "region"]),
        ({"id": "x", "programme": ["tech"], "facts": {}}, "programme", ["tech"], ["tech", "leader", "region"]),
        ({"id": "x", "programme": "tech", "facts": {"colour": "red"}}, "colour", "red", None),
        ({"id": "x", "programme": "tech", "facts": {"applicant_type": None}}, "applicant_type", None, None),
        ({"id": "x", "programme": "tech", "facts": {"registered_in_beijing": 1}}, "registered_in_beijing", 1, None),
        ({"id": "x", "programme": "tech", "facts": {"commissioned_on": "soon"}}, "commissioned_on", "soon", None),
        ({"id": "x", "programme": "tech", "facts": {"last_env_penalty": TOMORROW}}, "last_env_penalty", TOMORROW, None),
        ({"id": "x", "programme": "tech", "facts": [1]}, "facts", [1], None),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_named(
    shenbao: Shenbao, asked: dict[str, Any], field: str, value: object, allowed: list[str] | None
) -> None:
    wrong, right = precheck(shenbao, asked, {"id": "y", "programme": "tech", "facts": GOOD_TECH})
    assert wrong["id"] == "x"
    assert (wrong["error"]["field"], wrong["error"]["value"]) == (field, value)
    assert wrong["error"]["allowed"] if allowed is None else wrong["error"]["allowed"] == allowed
    assert right["result"] == "provisionally_eligible"


def test_a_line_that_is_no_json_is_named_too(shenbao: Shenbao) -> None:
    lines = precheck(shenbao, "{", b"\xff", "[]", {"id": "y", "programme": "tech", "facts": GOOD_TECH})
    assert [line.get("error", {}).get("field") for line in lines] == ["line", "line", "line", None]


def test_without_jsonl_the_way_to_the_guided_one_is_shown(shenbao: Shenbao) -> None:
    run = shenbao("precheck")
    assert run.code == 2
    assert "shenbao chat" in run.err
