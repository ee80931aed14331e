"""The report as written: the same words and numbers in Word and on the page, printable, running nothing."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from bot.figures.chart import Panel, Table
from bot.figures.days import Days, parse_week
from bot.report.content import Head, Listing, Report
from bot.report.files import name_of, put
from bot.report.page import page
from bot.report.policy import POLICY
from bot.report.word import word
from tests.bot.figures.test_drawing import STACKED

REPORT = Report(
    title="申报问答周报",
    notice="关于征集<试点>的通知",
    number="京环函〔2023〕82号",
    period="2023年8月14日至2023年8月20日（2023-W33）",
    before="2023年8月7日至2023年8月13日",
    made="2023年8月21日 09:00",
    heads=(Head(name="问答（条）", now="6", before="2", change="+200.0%"),),
    listings=(
        Listing(
            title="问得最多的问题",
            table=Table(head=("问题", "次数"), rows=(("=什么时候<截止>", "12"),)),
            note="另有 1 个问题不列。",
        ),
        Listing(title="评为「没用」的问题", table=Table(head=("问题", "次数"), rows=()), note="这一期没有。"),
    ),
    suggestions=("请核对「什么时候截止」。",),
    panels=(
        Panel(
            key="trend", title="每天问答条数", chart=STACKED, table=Table(head=("时间", "合计"), rows=(("8/19", "2"),))
        ),
        Panel(key="left", title="停在哪一问", chart=None, table=Table(head=("停在", "次数"), rows=()), note="没有。"),
    ),
    notes=("时间都是北京时间。",),
)


def told(value: object) -> Iterator[str]:
    """Every text of a report but its charts' own."""
    match value:
        case str():
            yield value
        case dict():
            for name, part in value.items():
                if name not in ("chart", "key"):
                    yield from told(part)
        case list() | tuple():
            for part in value:
                yield from told(part)


def words_of_word() -> str:
    document = Document(io.BytesIO(word(REPORT)))
    return "\n".join(text.text or "" for text in document.element.body.iter(qn("w:t")))


def words_of_page() -> str:
    return unescape(re.sub(r"<[^>]*>", "\n", page(REPORT)))


@pytest.mark.parametrize("words", [words_of_word, words_of_page], ids=["word", "page"])
def test_all_of_the_report_is_written(words: object) -> None:
    """Fails when one of the two leaves something out. An empty table's head needs not stand."""
    written = words()  # type: ignore[operator]
    expected = [text for text in told(REPORT.model_dump(mode="json")) if text and text not in ("停在",)]
    assert [text for text in expected if text not in written] == []


def test_word_can_be_printed_and_found_ones_way_in() -> None:
    document = Document(io.BytesIO(word(REPORT)))
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)  # type: ignore[union-attr]
    headings = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert headings == ["一、总的情况", "二、问题", "三、建议", "四、图表", "五、没有算进去的"]
    assert "PAGE" in section.footer._element.xml
    heads = [table.rows[0]._tr.trPr for table in document.tables]
    assert all(head is not None and head.find(qn("w:tblHeader")) is not None for head in heads)
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == STACKED.told


def test_word_names_a_chinese_font_for_every_style() -> None:
    document = Document(io.BytesIO(word(REPORT)))
    for name in ("Normal", "Heading 1", "Title", "List Number"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in ("宋体", "黑体")
        assert fonts.get(qn("w:asciiTheme")) is None


def test_the_page_runs_and_loads_nothing_and_keeps_to_its_policy() -> None:
    """Fails when something is added that the desk's policy would refuse, or its one style sheet is another."""
    written = page(REPORT)
    (style,) = re.findall(r"<style>(.*?)</style>", written, re.DOTALL)
    assert f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" in POLICY
    assert "unsafe" not in POLICY
    assert not re.search(r"<script|\sstyle=|\son\w+=|https?:", written)
    assert re.findall(r'src="(data:image/svg\+xml;base64,)', written) == ["data:image/svg+xml;base64,"]
    assert "&lt;截止&gt;" in written
    assert "@page" in style


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / name_of(parse_week("2023-W33"), "docx")
    assert file.name == "report-2023-W33.docx"
    put(file, b"first")

    def no_room(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", no_room)
        with pytest.raises(OSError, match="No space left"):
            put(file, b"second")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("report-2023-W33.docx", b"first")]
    put(file, b"second")
    assert file.read_bytes() == b"second"


def test_days_that_are_no_week_stand_in_the_name() -> None:
    week = parse_week("2023-W33")
    assert name_of(Days(week.first, week.first), "html") == "report-2023-08-14-2023-08-14.html"
