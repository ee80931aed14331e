"""A verdict in words: what every card carries, and what none may ever say."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.channels.web.card import card
from bot.channels.web.menu import Menu
from bot.channels.web.site import ShownNotice
from bot.content import load
from bot.notices import DEFAULT_FOLDER, load_notice
from bot.verdict_json import verdict_json
from eligibility.precheck import precheck

NOTICE = load_notice()
SHOWN = ShownNotice(NOTICE.particulars, NOTICE.clauses, NOTICE.rulebook, load(DEFAULT_FOLDER / "menu.yaml", Menu))
FULL = {
    "applicant_type": "enterprise",
    "registered_in_beijing": True,
    "project_role": "user",
    "last_env_penalty": "none",
    "last_env_incident": "none",
    "last_safety_accident": "none",
    "project_location": "beijing",
    "commissioned_on": "2023-10-31",
    "applied_in_2022": "no",
}


def told(facts: dict[str, Any], programme: str = "tech", as_of: date = date(2023, 8, 20)) -> dict[str, Any]:
    book = NOTICE.rulebook
    verdict = verdict_json(precheck(book, programme, book.facts.validate(facts, as_of), as_of), NOTICE)
    return card(verdict, SHOWN, facts, "a-token-0001")


@pytest.mark.parametrize(
    ("change", "words", "reasons"),
    [
        ({}, "初步符合", []),
        ({"project_location": "outside"}, "不符合", ["T2a"]),
        ({"commissioned_on": "2024-03-01"}, "原则上不符合，请核实", ["T5"]),
        ({"project_location": "partly"}, "需核实", ["T2a"]),
        ({"project_location": "unknown"}, "需核实", ["T2a"]),
    ],
)
def test_each_result_has_its_words_and_its_reasons(change: dict[str, Any], words: str, reasons: list[str]) -> None:
    it = told(FULL | change)
    assert it["result_text"] == words
    assert [line["id"] for line in it["reasons"]] == reasons
    assert all(line["quote"] and line["anchor"] in NOTICE.clauses for line in it["reasons"])


def test_unanswered_facts_leave_it_open_and_count_for_nothing() -> None:
    it = told({"applicant_type": "enterprise"})
    assert (it["result_text"], it["reasons"]) == ("信息不全", [])
    assert {line["status_text"] for line in it["criteria"] if line["status"] == "unasked"} == {"还没有问到"}


def test_a_soft_no_is_never_called_a_no() -> None:
    (line,) = told(FULL | {"commissioned_on": "2024-03-01"})["reasons"]
    assert line["status_text"] == "原则上不符合"


def test_the_answers_stand_on_it_in_the_words_of_the_screen() -> None:
    answers = {row["fact"]: row["value"] for row in told(FULL)["answers"]}
    assert answers["项目实施地"] == "全部在北京市内"
    assert answers["建成投用并完成试运行的日期"] == "2023年10月31日"


def test_the_window_stands_apart_and_does_not_count_days_that_will_have_passed() -> None:
    for as_of, words in (
        (date(2023, 7, 1), "预检当日征集尚未开始，2023年7月10日起接收申报"),
        (date(2023, 8, 31), "预检当日在征集期内，8月31日截止"),
        (date(2023, 9, 1), "征集期已于2023年8月31日截止，以下仅供对照条文"),
    ):
        it = told(FULL, as_of=as_of)
        assert it["window_text"].startswith(words)
        assert it["result_text"] == "初步符合"


def test_a_change_that_only_opens_the_way_is_not_sold_as_a_result() -> None:
    (change, *_) = told({"applicant_type": "individual"})["would_change"]
    assert "其余条件要接着看" in change["result_text"]


@pytest.mark.parametrize("programme", ["tech", "leader", "region"])
def test_no_card_ever_scores_or_promises(programme: str) -> None:
    texts = [told(facts, programme) for facts in ({}, {"applicant_type": "individual"}, {"applicant_type": "unknown"})]
    said = json.dumps(texts, ensure_ascii=False)
    for never in ("通过率", "%", "％", "概率", "得分", "您可以获得", "无处罚记录", "名额"):
        assert never not in said, never
    assert said.count("不是受理、评审或行政决定") == len(texts)


def test_a_verdict_by_rules_that_are_gone_still_shows() -> None:
    it = card(
        {
            "programme": "bygone",
            "result": "verify",
            "window": "closed",
            "as_of": "2022-08-20",
            "criteria": [
                {"id": "Z9", "kind": "hard", "status": "unknown", "clause": "九", "quote": "旧文", "anchor": "bygone.9"}
            ],
            "not_judged": ["Z1"],
            "would_change": [{"fact": "colour", "to": "green", "result": "verify"}],
            "checklist": [{"item": "表", "form": "", "copies": None, "clause": "九", "quote": "旧文"}],
            "rules": "0123456789abcdef",
        },
        SHOWN,
        {"colour": "red"},
        "",
    )
    (line,) = it["reasons"]
    assert (line["title"], line["path"], line["anchor"]) == ("Z9", "九", "")
    assert it["answers"] == [{"fact": "colour", "value": "red"}]
    assert it["page"] == ""
