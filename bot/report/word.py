"""The report as a Word document: A4, with page numbers, headings Word knows, and charts anybody can read."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from bot.figures.chart import Panel, Table
from bot.figures.drawing import png
from bot.report.content import Report

_TEXT_FONT, _HEAD_FONT = "宋体", "黑体"  # every Word in China has them, and LibreOffice something like them
_INK = RGBColor(0x1A, 0x1D, 0x22)
_WIDTH = Cm(17)  # between the margins
_BROADEST = 36  # halves of a Chinese character in a column


def word(report: Report) -> bytes:
    """The file."""
    document = Document()
    _set_up(document, report)
    document.add_heading(report.title, level=0)
    document.add_paragraph(f"{report.number}　{report.notice}")
    document.add_paragraph(f"统计时间：{report.period}。对照：{report.before}。制表：{report.made}。")
    document.add_heading("一、总的情况", level=1)
    heads = tuple((head.name, head.now, head.before, head.change) for head in report.heads)
    _table(document, Table(head=("", "这一期", "前一期", "变化"), rows=heads))
    document.add_heading("二、问题", level=1)
    for listing in report.listings:
        _titled(document, listing.title)
        if listing.table.rows:
            _table(document, listing.table, numbers=False)
        _small(document, listing.note)
    document.add_heading("三、建议", level=1)
    for suggestion in report.suggestions:
        document.add_paragraph(suggestion, style="List Number")
    document.add_heading("四、图表", level=1)
    for panel in report.panels:
        _panel(document, panel)
    document.add_heading("五、没有算进去的", level=1)
    for note in report.notes:
        document.add_paragraph(note, style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: WordDocument, report: Report) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    properties = document.core_properties
    properties.title, properties.subject, properties.language = report.title, report.period, "zh-CN"
    properties.author = ""
    properties.comments = ""
    for style in document.styles:
        if isinstance(style, ParagraphStyle):
            _fonts(style)
    document.styles["Normal"].font.size = Pt(10.5)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{report.title}　{report.period}　第 ")
    _field(footer, "PAGE")
    footer.add_run(" 页")


def _fonts(style: ParagraphStyle) -> None:
    """Its Chinese font beside the other one; the template's headings are blue and in a font nobody here has."""
    heading = style.name is not None and style.name.startswith(("Heading", "Title"))
    font = _HEAD_FONT if heading else _TEXT_FONT
    style.font.name = font
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    fonts.set(qn("w:eastAsia"), font)
    if heading:
        style.font.color.rgb = _INK
        for line in style.element.iter(qn("w:pBdr")):
            line.getparent().remove(line)


def _panel(document: WordDocument, panel: Panel) -> None:
    _titled(document, panel.title)
    if panel.chart is not None:
        place = document.add_paragraph()
        place.paragraph_format.keep_with_next = True
        picture = place.add_run().add_picture(io.BytesIO(png(panel.chart)), width=_WIDTH)
        described = picture._inline.docPr  # python-docx has no other way to say what a picture shows
        described.set("title", panel.chart.title)
        described.set("descr", panel.chart.told)
        _table(document, panel.table)
    _small(document, panel.note)


def _titled(document: WordDocument, title: str) -> None:
    document.add_heading(title, level=2).paragraph_format.keep_with_next = True


def _small(document: WordDocument, text: str) -> None:
    if text:
        run = document.add_paragraph().add_run(text)
        run.font.size = Pt(9)


def _table(document: WordDocument, table: Table, *, numbers: bool = True) -> None:
    """Its head is repeated on each page, and no row is torn; numbers stand at the right."""
    made = document.add_table(rows=0, cols=len(table.head), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _room(made)
    rows: Sequence[Sequence[str]] = (table.head, *table.rows)
    widths = _widths(rows)
    for column, width in zip(made.columns, widths, strict=True):  # LibreOffice reads it here, Word in each cell
        column.width = width
    for number, row in enumerate(rows):
        added = made.add_row()
        marks = added._tr.get_or_add_trPr()
        marks.append(OxmlElement("w:cantSplit"))
        if number == 0:
            marks.append(OxmlElement("w:tblHeader"))
        for place, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            cell.width = widths[place]
            right = place > 0 and (numbers or _is_number(text))
            _fill(cell, text, bold=number == 0, right=right)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _widths(rows: Sequence[Sequence[str]]) -> list[Length]:
    """For each column a share of the page by its longest text; a long one is broken before it starves the others."""
    needed = [min(max(map(_breadth, column)), _BROADEST) + 2 for column in zip(*rows, strict=True)]
    return [Length(round(_WIDTH * each / sum(needed))) for each in needed]


def _breadth(text: str) -> int:
    """In halves of a Chinese character."""
    return sum(1 if char.isascii() else 2 for char in text)


def _room(table: WordTable) -> None:
    """A little air above and below each line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "40")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _is_number(text: str) -> bool:
    return text == "—" or text.replace(",", "").isdecimal()


def _fill(cell: _Cell, text: str, *, bold: bool, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(9)


def _field(paragraph: Paragraph, name: str) -> None:
    """A field Word fills in, such as the page's number."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind is None:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = name
            run._r.append(text)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
