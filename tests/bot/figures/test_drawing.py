"""Charts as drawn: for a page their words are words, in the reader's colours; for a document they are legible."""

from __future__ import annotations

import re
import struct
from xml.etree import ElementTree

import pytest

from bot.figures.chart import Chart, Series

drawing = pytest.importorskip("bot.figures.drawing")

STACKED = Chart(
    kind="stacked",
    title="每天<问答>条数",
    told="共 6 条 & 一天最多 4 条。",
    labels=("8/19", "8/20"),
    series=(
        Series(name="答复", tone="good", values=(1, 3)),
        Series(name="不作答", tone="warn", values=(1, 1)),
    ),
    unit="条",
)
LINES = STACKED.model_copy(
    update={"kind": "lines", "series": (Series(name="答复", tone="good", values=(None, 60.0)),), "unit": "%"}
)
BARS = STACKED.model_copy(update={"kind": "bars", "labels": ("先进低碳技术项目试点工作方案 · 二、申报条件 · 5", "二")})


@pytest.mark.parametrize("chart", [STACKED, LINES, BARS], ids=lambda chart: chart.kind)
def test_on_a_page_the_words_are_words(chart: Chart) -> None:
    """Fails when glyphs are drawn instead, or a server's font is named alone."""
    drawn = drawing.svg(chart)
    root = ElementTree.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    words = {text.text for text in root.iter(f"{space}text")}
    assert chart.unit in words
    assert root.get("role") == "img"
    assert [next(root.iter(f"{space}{name}")).text for name in ("title", "desc")] == [chart.title, chart.told]
    assert drawing.FONT not in drawn.replace(drawing.READERS_FONTS, "")
    assert "sans-serif" in drawn


def test_it_runs_and_loads_nothing() -> None:
    drawn = drawing.svg(STACKED)
    assert not re.search(r"<script|\son\w+=|<foreignObject|<image|@import|<!DOCTYPE", drawn)
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', drawn))
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", drawn)


def test_it_follows_light_and_dark() -> None:
    """Fails when a colour is written out where the page's own should stand."""
    drawn = drawing.svg(STACKED)
    assert "prefers-color-scheme:dark" in drawn
    body = drawn.partition("</style>")[2]
    assert set(re.findall(r"#[0-9a-f]{6}", body)) == set()
    assert "var(--c" in body


def test_each_tone_differs_in_more_than_its_colour() -> None:
    looks = list(drawing.LOOKS.values())
    for part in ("light", "dark", "hatch", "marker"):
        assert len({getattr(look, part) for look in looks}) == len(looks), part


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert drawing.svg(BARS) == drawing.svg(BARS)


def test_for_a_document_it_is_a_picture_wide_enough_to_print() -> None:
    picture = drawing.png(STACKED)
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == round(drawing.WIDTH * drawing.DPI)
    assert height > 400


def test_chinese_is_drawn_where_the_server_has_no_font_for_it() -> None:
    """Fails when a character has no glyph, which Matplotlib warns of, and warnings are errors."""
    told = "预检没有办完停在哪一问〔2023〕号「有用」、—"
    drawing.png(STACKED.model_copy(update={"labels": (told, "一")}))
