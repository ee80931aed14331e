"""A notice's text becomes clauses: this notice exactly, and any outline of the same make."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.citation import squeeze
from knowledge.clauses import Clauses
from knowledge.outline import DocumentTitle, OutlineError, parse_notice

CLAUSES = {
    "notice": "0 1 1.1 1.2 1.3 1.4 2 3 4 sign contact",
    "tech": "0 1 1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 2 2.1 2.2 2.3 2.4 2.5 2.6 3 3.1 3.2 3.3 3.4 3.5",
    "leader": "0 1 2 3 3.1 3.2 3.3 3.4 4 4.1 4.1.1 4.1.2 4.1.3 4.2 4.3 4.4",
    "region": "0 1 1.1 1.2 2 2.1 2.2 2.3 2.4 2.5 2.6 3 3.1 3.2 3.3",
}
ONE = [DocumentTitle("a", "某市试点工作方案")]


def one(body: str) -> Clauses:
    return parse_notice(f"某市试点工作方案\n{body}", ONE)


class TestThisNotice:
    def test_it_has_exactly_these_clauses_in_order(self, clauses: Clauses) -> None:
        wanted = {key: [key, *(f"{key}.{part}" for part in parts.split())] for key, parts in CLAUSES.items()}
        assert list(clauses) == [clause_id for ids in wanted.values() for clause_id in ids]

    def test_every_character_is_in_exactly_one_clause(self, clauses: Clauses, notice_text: str) -> None:
        assert "".join(squeeze(clause.text) for clause in clauses.values()) == squeeze(notice_text)

    @pytest.mark.parametrize(
        ("clause_id", "label"),
        [
            ("notice", "标题"),
            ("tech.0", "前言"),
            ("notice.sign", "落款"),
            ("notice.contact", "联系方式"),
            ("notice.1.1", "一、试点类型 · 1.先进低碳技术试点"),
            ("tech.1.4", "一、征集范围 · 4"),
            ("tech.2.5", "二、申报条件 · 5"),
            ("tech.3.1", "三、工作流程 · 1.项目申报"),
            ("leader.4.1", "四、工作流程 · （一）试点申报"),
            ("leader.4.1.2", "四、工作流程 · （一）试点申报 · 2"),
            ("region.1.2", "一、试点类型 · 2.基本条件"),
        ],
    )
    def test_a_clause_is_called_by_its_headings(self, clauses: Clauses, clause_id: str, label: str) -> None:
        assert clauses[clause_id].label == label

    def test_the_head_of_the_letter_holds_title_number_and_addressee(self, clauses: Clauses) -> None:
        assert clauses["notice"].text.split("\n")[1:] == ["京环函〔2023〕82号", "各有关单位："]

    def test_wrapped_lines_are_joined_and_paragraphs_kept(self, clauses: Clauses) -> None:
        assert clauses["notice.sign"].text == "特此通知。\n北京市生态环境局\n2023年7月10日"
        assert clauses["region.1"].text == "一、试点类型\n气候友好型社区/乡村试点"
        assert "\n" not in clauses["notice.contact"].text
        assert len(clauses["notice.2"].text.split("\n")) == 6

    def test_an_item_may_begin_with_a_year(self, clauses: Clauses) -> None:
        assert clauses["leader.4.1.1"].text == "1.2023年北京市低碳领跑者试点申报表（附表）；"


class TestTitles:
    def test_a_missing_title_is_named(self, notice_text: str, titles: Sequence[DocumentTitle]) -> None:
        with pytest.raises(OutlineError, match=r"document leader is nowhere.*低碳领跑者试点工作方案"):
            parse_notice(notice_text.replace("市低碳领跑者试点工作方案", "市领跑者方案"), titles)

    def test_a_title_in_the_middle_of_a_sentence_is_no_title(self) -> None:
        with pytest.raises(OutlineError, match="nowhere"):
            parse_notice("根据《某市试点工作方案》\n某市试点工作方案如下", ONE)

    def test_a_title_that_stands_twice_is_refused(self) -> None:
        with pytest.raises(OutlineError, match="lines 1, 3"):
            parse_notice("某市试点工作方案\n正文。\n某市试点\n工作方案\n", ONE)

    def test_text_before_the_first_title_is_refused(self) -> None:
        with pytest.raises(OutlineError, match="line 2: text before") as caught:
            parse_notice("\n附件\n某市试点工作方案", ONE)
        assert caught.value.line == 2

    @pytest.mark.parametrize(
        ("titles", "problem"),
        [
            ([], "no document titles"),
            ([DocumentTitle("a.b", "某")], "lower-case"),
            ([DocumentTitle("a", " ")], "no title"),
            ([DocumentTitle("a", "某"), DocumentTitle("a", "某某")], "twice"),
        ],
    )
    def test_bad_titles_are_refused(self, titles: list[DocumentTitle], problem: str) -> None:
        with pytest.raises(OutlineError, match=problem):
            parse_notice("某", titles)


class TestOutline:
    def test_a_wrapped_line_that_looks_like_a_marker_is_text(self) -> None:
        wrapped = "本项工作由市有关部门按照职责分工共同组织开展，具体时间安排在每年的第\n二、三季度。"
        clauses = one(f"一、范围\n{wrapped}\n二、条件\n略。")
        assert list(clauses) == ["a", "a.1", "a.2"]
        assert clauses["a.1"].text.endswith("每年的第二、三季度。")

    def test_a_number_with_a_decimal_point_is_text(self) -> None:
        assert list(one("一、标准\n分为两档。\n1.5万元以上为一档。")) == ["a", "a.1"]

    def test_numbers_never_go_back(self) -> None:
        assert list(one("一、范围\n1.甲。\n2.乙。\n1.又一。\n3.丙。")) == ["a", "a.1", "a.1.1", "a.1.2", "a.1.3"]

    def test_items_before_the_first_heading_belong_to_the_preamble(self) -> None:
        assert list(one("根据以下文件：\n1.甲。\n2.乙。\n一、范围\n略。")) == ["a", "a.0", "a.0.1", "a.0.2", "a.1"]

    def test_a_document_without_headings_numbers_its_items(self) -> None:
        assert list(one("请提交：\n1.甲；\n2.乙。")) == ["a", "a.0", "a.1", "a.2"]

    def test_a_list_of_attachments_after_the_signature_is_no_outline(self) -> None:
        clauses = one("一、范围\n略。\n特此通知。\n附件：\n1.甲方案\n2.乙方案\n某市局\n联系人：张三；电话：12345")
        assert list(clauses) == ["a", "a.1", "a.sign", "a.contact"]

    def test_other_brackets_and_digits_are_read(self) -> None:
        clauses = one("一、范围\n(一)甲。\n１．乙。\n（1）丙。\n(2)丁。\n（二）戊。\n十、末尾\n略。")
        assert list(clauses) == ["a", "a.1", "a.1.1", "a.1.1.1", "a.1.1.1.1", "a.1.1.1.2", "a.1.2", "a.10"]

    def test_english_words_keep_their_space(self) -> None:
        assert one("请 用 Open Document 格式 。")["a.0"].text == "请用Open Document格式。"


NUMERALS = "一二三四五六七八九"
words = st.text("低碳试点项目申报单位材料条件建设管理水平示范推广", min_size=2, max_size=10)
sentences = st.lists(words, min_size=1, max_size=9).map(lambda parts: "，".join(parts) + "。")
items = st.lists(st.tuples(words, sentences), max_size=4)
sections = st.lists(st.tuples(words, sentences, items, st.lists(st.tuples(words, items), max_size=3)), max_size=9)


@st.composite
def outlines(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A document of headings, items and sub-items, hard-wrapped, with the clauses it must give."""
    expected = {"a": "某市试点工作方案"}
    paragraphs = ["某市试点工作方案"]

    def add(clause_id: str, *texts: str) -> None:
        expected[clause_id] = "".join(texts)
        paragraphs.extend(texts)

    if preamble := draw(st.none() | sentences):
        add("a.0", preamble)
    for i, (heading, intro, plain, nested) in enumerate(draw(sections), start=1):
        add(f"a.{i}", f"{NUMERALS[i - 1]}、{heading}", intro)
        if nested:
            for j, (title, below) in enumerate(nested, start=1):
                add(f"a.{i}.{j}", f"（{NUMERALS[j - 1]}）{title}。")
                for k, (name, text) in enumerate(below, start=1):
                    add(f"a.{i}.{j}.{k}", f"{k}.{name}。{text}")
        else:
            for j, (name, text) in enumerate(plain, start=1):
                add(f"a.{i}.{j}", f"{j}.{name}：{text}")
    width = draw(st.integers(20, 45))
    gap = draw(st.sampled_from(["\n", "\n\n", " \r\n\u3000"]))
    wrapped = [p[at : at + width] for p in paragraphs for at in range(0, len(p), width)]
    return gap.join(wrapped), expected


@given(outlines())
def test_any_wrapped_outline_is_read_back(case: tuple[str, dict[str, str]]) -> None:
    text, expected = case
    clauses = parse_notice(text, ONE)
    assert {clause.id: squeeze(clause.text) for clause in clauses.values()} == expected
    assert list(clauses) == list(expected)
    for clause in clauses.values():
        for line in (clause.first_line, clause.last_line):
            assert clauses.at_line(line) == clause


@given(st.text("一二、（）()1234.．。：；\n 特此通知联系人甲乙 年\u3000"))
def test_no_text_loses_or_doubles_a_character(body: str) -> None:
    clauses = one(body)
    assert "".join(squeeze(clause.text) for clause in clauses.values()) == squeeze("某市试点工作方案" + body)
