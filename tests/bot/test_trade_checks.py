"""Faults an officer can make in ``trades.yaml``, each found with its line and a clear word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.checks.citations import citation_problems
from bot.checks.opening import read_draft
from bot.checks.trades import trade_problems
from bot.content import Problem
from bot.notices import DEFAULT_FOLDER, NoticeFolder, load_notice
from tests.bot.planted_faults import Fault

FILE = "trades.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that may be spoilt."""
    copy = tmp_path / "planted"
    shutil.copytree(DEFAULT_FOLDER, copy, ignore=shutil.ignore_patterns("faq"))
    (copy / "faq").mkdir()
    shutil.copy(DEFAULT_FOLDER / "faq" / "calendar.yaml", copy / "faq")
    return copy


def problems(folder: Path) -> list[Problem]:
    draft, found = read_draft(NoticeFolder(folder))
    return [*found, *trade_problems(draft), *citation_problems(draft)]


def test_the_notice_in_use_is_clean(folder: Path) -> None:
    assert problems(folder) == []


FAULTS = (
    Fault("a code the standard lacks", FILE, 'codes: ["3922", "3921"]', 'codes: ["3999"]', "路由器",
          ("「3999」", "没有代码")),
    Fault("a code that is no code", FILE, 'making: ["13"', 'making: ["制造"', "making", ("「制造」", "没有代码")),
    Fault("a word in two trades", FILE, "[水泥厂, ", "[钢厂, 水泥厂, ", "[钢厂, 水泥厂", ("「钢厂」", "分不清")),
    Fault("a choice nobody has a word for", FILE, "which: [光伏电站, 风电场", "which: [光热电站, 风电场", "光热电站",
          ("「光热电站」", "答不出来")),
    Fault("a choice that is itself a question", FILE, "which: [光伏电站, 风电场", "which: [光伏公司, 风电场",
          "[光伏公司, 风电场", ("「光伏公司」", "答不出来")),
    Fault("an unknown sector", FILE, "sector: heat_supply", "sector: heating", "sector: heating",
          ("「heating」", "heat_supply")),
    Fault("an unknown standing", FILE, 'codes: ["442"], standing: outside', 'codes: ["442"], standing: out',
          "standing: out,", ("「out」不可用", "outside")),
    Fault("an unknown field", FILE, "field: 3,", "field: 9,", "field: 9", ("「9」", "technology_field")),
    Fault("an unknown kind of applicant", FILE, "kind: university", "kind: college", "kind: college",
          ("「college」", "university")),
    Fault("an unknown key of an applicant", FILE, "applicant: owners", "applicant: landlord", "applicant: landlord",
          ("「landlord」", "owners")),
    Fault("an unknown clause", FILE, "clause: tech.1.5", "clause: tech.1.9", "tech.1.9", ("没有条款「tech.1.9」",)),
    Fault("words the clause has not", FILE, "quote: 能源及碳排放智慧化管理", "quote: 能源智慧化管理",
          "quote: 能源智慧化管理", ("不在条款",)),
    Fault("classes that differ without a why", FILE,
          ", why: 技工教育一般归中等职业学校教育；是否算高等学校以受理意见为准", "", "[技师学院]",
          ("「技师学院」", "why")),
    Fault("neither codes nor which", FILE, ', codes: ["3011"]}', "}", "[水泥厂, ", ("至少要有一项",)),
    Fault("a default that is gone", FILE, '- {codes: [""], standing: outside', '- {codes: ["A"], standing: outside',
          "sectors:", ("sectors", "缺少")),
    Fault("an applicant without an answer", FILE,
          "      region:\n        text: 不可以，申报主体是社区居委会、村委会，校园不是\n"
          "        cites: [{clause: region.1.1, quote: 北京行政区域内社区居委会、村委会}]\n",
          "", "key: university", ("「university」", "region")),
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_where_it_stands(fault: Fault, folder: Path) -> None:
    file = folder / fault.file
    text = file.read_text(encoding="utf-8")
    assert fault.old in text
    spoilt = text.replace(fault.old, fault.new, 1)
    file.write_text(spoilt, encoding="utf-8")
    found = [problem for problem in problems(folder) if all(words in problem.message for words in fault.says)]
    assert len(found) == 1, problems(folder)
    assert found[0].file == f"planted/{FILE}"
    assert fault.at in "".join(spoilt.splitlines()[found[0].line - 4 : found[0].line])


def test_a_notice_may_do_without_trades(folder: Path) -> None:
    (folder / FILE).unlink()
    assert problems(folder) == []
    assert load_notice(folder).trades is None
