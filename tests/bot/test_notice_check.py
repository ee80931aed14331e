"""Every fault an officer can make in a notice's folder is planted once, and found with its file, line and a clear word.

The faults stand in a copy of the first notice's folder with a small FAQ of its own, as the real one grows every day.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.notice import notice
from bot.content import Problem
from bot.notice_check import check
from bot.notices import DEFAULT_FOLDER
from tests.bot.planted_faults import FAULTS, LEADER, PAPERS, REGION, TECH, Fault

FAQ = """\
- id: deadline
  matter: 截止时间
  wordings:
    - 什么时候截止
    - 最后一天是几号
  answer:
    text: |
      征集到2023年8月31日截止。{时间提示}
    cites:
      - {clause: notice.3, quote: 即日起至2023年8月31日截止}
- id: papers
  matter: 申报材料
  wordings: [要交什么材料]
  answer:
    text: 各试点的材料不同，请说明是哪一类。
    cites:
      - {clause: notice.2, quote: 不同类型试点具体申报安排详见附件}
  answers:
    tech:
      text: 要交营业执照复印件等。
      cites:
        - {clause: tech.3.1, quote: 营业执照复印件}
"""
MORE_FAQ = """\
- id: amount
  matter: 资金数额
  kind: silent
  wordings: [给多少钱]
  answer:
    text: 通知没有写明数额，请致电{热线}。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clean folder that may be spoilt."""
    copy = tmp_path / "planted"
    shutil.copytree(DEFAULT_FOLDER, copy, ignore=shutil.ignore_patterns("faq"))
    (copy / "faq").mkdir()
    write(copy / PAPERS, FAQ)
    write(copy / "faq/b.yaml", MORE_FAQ)
    facts = re.sub(r"^  band_answers(?:_for)?:.*\n", "", read(copy / "facts.yaml"), flags=re.MULTILINE)
    write(copy / "facts.yaml", facts)  # answers that these few files do not have
    return copy


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def plant(folder: Path, file: str, old: str, new: str) -> None:
    text = read(folder / file)
    assert old in text, f"the scene is out of date: {file} does not hold {old!r}"
    write(folder / file, text.replace(old, new, 1))


def drop_row(folder: Path, file: str, name: str) -> None:
    """Take out one criterion, up to the next."""
    row = re.compile(rf"^  - id: {name}\n.*?(?=^  - id: |^evaluative:)", re.DOTALL | re.MULTILINE)
    text, dropped = row.subn("", read(folder / file))
    assert dropped == 1
    write(folder / file, text)


def line_of(path: Path, part: str) -> int:
    """The line that holds ``part``; where it stands on several, the first."""
    text = read(path)
    return text.count("\n", 0, text.index(part)) + 1


def told(problems: list[Problem]) -> str:
    return "\n".join(map(str, problems))


def test_the_notice_in_use_is_clean() -> None:
    assert told(check(DEFAULT_FOLDER)) == ""


def test_a_clean_copy_is_clean_under_any_name(folder: Path) -> None:
    assert told(check(folder)) == ""


def test_no_two_scenes_are_the_same() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_with_file_line_and_reason(fault: Fault, folder: Path) -> None:
    plant(folder, fault.file, fault.old, fault.new)
    file = fault.told_in or fault.file
    line = line_of(folder / file, fault.at)

    problems = check(folder)

    there = [problem for problem in problems if (problem.file, problem.line) == (f"planted/{file}", line)]
    assert any(all(said in problem.message for said in fault.says) for problem in there), told(problems)
    assert len(problems) == fault.problems, told(problems)


@pytest.mark.parametrize(
    ("file", "criterion", "part"),
    [
        (TECH, "T1c", "具有独立法人资格"),
        (TECH, "T1e", "未因生态环境问题受到行政处罚"),
        (TECH, "T2a", "申报项目在本市"),
        (LEADER, "L5a", "历年均按时"),
        (LEADER, "L6c", "未发生重大"),
        (REGION, "R2", "试点主体应有"),
        (REGION, "R4", "近三年内辖区"),
    ],
)
def test_a_condition_without_its_criterion_is_found_inside_its_sentence(
    file: str, criterion: str, part: str, folder: Path
) -> None:
    drop_row(folder, file, criterion)

    problems = check(folder)

    first = problems[0]
    text = read(folder / "notice.txt").split("\n")
    assert {problem.file for problem in problems} == {"planted/notice.txt"}
    assert part in first.message
    assert part[:2] in text[first.line - 1]
    assert f"请写进 {file}" in first.message


@pytest.mark.parametrize(
    ("criterion", "clause", "begins"), [("T5", "tech.2.5", "5.原则上"), ("T6", "tech.2.6", "6.申报过")]
)
def test_a_clause_that_nobody_claims_is_found_where_it_begins(
    criterion: str, clause: str, begins: str, folder: Path
) -> None:
    drop_row(folder, TECH, criterion)

    unclaimed = [problem for problem in check(folder) if problem.file == "planted/notice.txt"]

    assert [problem.line for problem in unclaimed] == [line_of(folder / "notice.txt", begins)]
    assert f"条件条款 {clause}（" in unclaimed[0].message


def test_a_clause_of_the_scope_must_be_claimed_too(folder: Path) -> None:
    plant(folder, TECH, "  - {clause: tech.1.5, why: 技术领域，不影响结论}\n", "")
    (problem,) = check(folder)
    assert problem.line == line_of(folder / "notice.txt", "5.能源及碳排放智慧化管理")
    assert "tech.1.5" in problem.message


def test_a_scheme_without_any_section_of_conditions_is_told(folder: Path) -> None:
    plant(folder, "notice.txt", "一、试点范围\n", "一、总则\n")
    plant(folder, "notice.txt", "二、申报主体\n\n原则上面向", "二、对象\n\n原则上面向")
    plant(folder, "notice.txt", "三、申报条件\n\n1.积极履行", "三、要求\n\n1.积极履行")
    (problem,) = check(folder)
    assert problem.line == line_of(folder / "notice.txt", "2023 年北京市低碳领跑者试点工作方案")
    assert "没有条件部分" in problem.message


@pytest.mark.parametrize("name", ["notice.yaml", "facts.yaml", "words.yaml", "notice.txt"])
def test_a_missing_file_is_named_and_nothing_else_is_blamed(name: str, folder: Path) -> None:
    (folder / name).unlink()
    assert told(check(folder)) == f"planted/{name}:1: 没有这个文件"


def test_a_programme_without_its_file_is_told_where_it_is_listed(folder: Path) -> None:
    (folder / REGION).unlink()
    (problem,) = check(folder)
    assert (problem.file, problem.line) == ("planted/notice.yaml", line_of(folder / "notice.yaml", "programme: region"))


@pytest.mark.parametrize("name", ["words.yaml", PAPERS, "notice.txt", "districts.csv"])
def test_a_file_in_another_encoding_is_named(name: str, folder: Path) -> None:
    (folder / name).write_bytes(read(folder / name).encode("gb18030"))
    (problem,) = check(folder)
    assert (problem.file, problem.line) == (f"planted/{name}", 1)
    assert "UTF-8" in problem.message


@pytest.mark.parametrize("name", ["faq/new.yml", "programmes/city.yaml.bak", "notice.yml"])
def test_a_file_that_would_never_be_read_is_named(name: str, folder: Path) -> None:
    write(folder / name, "- id: lost\n")
    (problem,) = check(folder)
    assert (problem.file, problem.line) == (f"planted/{name}", 1)
    assert "不会被读取" in problem.message


def test_a_notice_without_questions_is_told(folder: Path) -> None:
    shutil.rmtree(folder / "faq")
    assert told(check(folder)) == "planted/faq:1: 没有问答：faq 文件夹里要有 .yaml 文件"


def test_a_kept_question_stands_once_and_names_nobody(folder: Path) -> None:
    (folder / "questions.txt").write_text("# 问题\n几份\n\n几份\n我叫王小明，怎么报\n", encoding="utf-8")
    told = [(problem.line, problem.message) for problem in check(folder)]
    assert told == [(4, "「几份」重复，第 2 行已有"), (5, "像是有个人信息，请改写")]
    (folder / "questions.txt").write_bytes("几份".encode("gb18030"))
    assert [problem.line for problem in check(folder)] == [1]


def test_many_faults_are_all_told_at_once_in_the_order_of_the_files(folder: Path) -> None:
    """A fault in a part keeps nothing of the rest from being checked: not even in the same list."""
    plant(folder, PAPERS, "matter: 截止时间", "mater: 截止时间")
    plant(folder, PAPERS, "clause: tech.3.1", "clause: tech.3.2")
    plant(folder, "faq/b.yaml", "{热线}", "{电话}")
    plant(folder, TECH, "kind: hard", "kind: firm")
    plant(folder, TECH, "quote: 申报技术应具有", "quote: 申报技术须具有")
    plant(folder, LEADER, "quote: 在对应的碳市场按时履约", "quote: 在碳市场按时履约")
    plant(folder, "facts.yaml", "question: 申报单位是哪一类", "questoin: 申报单位是哪一类")
    plant(folder, "facts.yaml", "{fact: last_safety_accident", "{fact: accident")
    plant(folder, "districts.csv", ",海淀区,", ",海定区,")

    problems = check(folder)

    assert problems == sorted(problems)
    assert [problem.file.partition("/")[2] for problem in problems] == [
        "districts.csv",
        "facts.yaml",  # an unknown item,
        "facts.yaml",  # instead of the missing question
        "facts.yaml",
        PAPERS,
        PAPERS,
        PAPERS,
        "faq/b.yaml",
        LEADER,
        TECH,
        TECH,
    ]


def test_the_command_tells_each_problem_and_fails(folder: Path) -> None:
    plant(folder, PAPERS, "clause: notice.3", "clause: notice.4")
    run = CliRunner().invoke(notice, ["check", str(folder)])
    assert run.exit_code == 1
    assert f"planted/faq/a.yaml:{line_of(folder / PAPERS, 'clause: notice.4')}: " in run.output


def test_the_command_is_content_with_a_clean_folder(folder: Path) -> None:
    run = CliRunner().invoke(notice, ["check", str(folder)])
    assert (run.exit_code, "没有问题" in run.output) == (0, True)
