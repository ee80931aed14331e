"""A table leaves as CSV or XLSX, whole, and nothing in it runs when it is opened."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import export
from bot.desk.export import BOM, Row, csv_file, csv_text, starts_a_formula, xlsx_file

HEADING = ("时间", "问题", "把握")
NOON = datetime(2023, 8, 20, 12, 30, 5)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DANGEROUS = (
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+8613",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "﹦1",
    "−1",
    " =1",
    "\u3000=1",
    "\u200b=1",
    "\ufeff=1",
    "\0=1",
    "|calc",
    "%0A",
)
HARMLESS = ("什么时候截止", "1=1吗", "a@b", "", "“=”是什么", "（-）", "10-31")


async def batches(*given: Sequence[Row]) -> AsyncIterator[Sequence[Row]]:
    for batch in given:
        yield batch


async def as_csv(*given: Sequence[Row]) -> list[list[str]]:
    text = b"".join([chunk async for chunk in csv_file(HEADING, batches(*given))]).decode()
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


async def as_sheets(*given: Sequence[Row]) -> list[list[dict[str, ElementTree.Element]]]:
    """The sheets' rows, each a mapping from the column's letter to its cell."""
    book = b"".join([chunk async for chunk in xlsx_file("问题", HEADING, (20, 40, 8), batches(*given))])
    with zipfile.ZipFile(io.BytesIO(book)) as files:
        names = sorted(name for name in files.namelist() if name.startswith("xl/worksheets/"))
        roots = [ElementTree.fromstring(files.read(name)) for name in names]
    return [
        [{cell.attrib["r"].rstrip("0123456789"): cell for cell in row} for row in root.iter(f"{MAIN}row")]
        for root in roots
    ]


def words(cell: ElementTree.Element) -> str:
    return "".join(cell.itertext())


@pytest.mark.parametrize("text", DANGEROUS)
async def test_what_looks_like_a_formula_stays_a_text_in_both(text: str) -> None:
    assert starts_a_formula(text)
    _, (_, cell, _) = await as_csv([(None, text, None)])
    assert cell == "'" + text.replace("\0", "")
    ((_, row),) = await as_sheets([(None, text, None)])
    assert row["B"].attrib["t"] == "inlineStr"
    assert row["B"].find(f"{MAIN}f") is None
    assert row["B"].attrib["s"] != "0", "Excel's own mark for a text that only looks like a formula"


@pytest.mark.parametrize("text", HARMLESS)
async def test_what_people_ask_is_left_as_it_is(text: str) -> None:
    assert not starts_a_formula(text)
    assert (await as_csv([(None, text, None)]))[1][1] == text


@given(st.text())
def test_no_cell_of_csv_begins_like_a_formula(text: str) -> None:
    (cell,) = next(csv.reader(io.StringIO(csv_text([(text,)]), newline="")), [""])
    assert not starts_a_formula(cell) or cell.startswith("'")
    assert cell.removeprefix("'") == text.replace("\0", "").removeprefix("'")


async def test_numbers_and_moments_stay_numbers_and_moments() -> None:
    assert (await as_csv([(NOON, "问", -0.5)]))[1] == ["2023-08-20 12:30:05", "问", "-0.5"]
    ((heading, row),) = await as_sheets([(NOON, "问", -0.5)])
    assert [words(heading[letter]) for letter in "ABC"] == list(HEADING)
    assert words(row["C"]) == "-0.5"
    assert row["C"].attrib.get("t", "n") == "n"
    assert float(words(row["A"])) == pytest.approx(45158.521, abs=0.001), "days since 1900, as Excel counts"


async def test_quotes_and_line_ends_do_not_break_out_of_their_cell() -> None:
    text = '他说"截止",\n=1+1'
    assert (await as_csv([(None, text, 1)]))[1] == ["", text, "1"]
    ((_, row),) = await as_sheets([(None, text, 1)])
    assert words(row["B"]) == text


async def test_control_characters_and_very_long_texts_do_not_spoil_the_workbook() -> None:
    ((_, row),) = await as_sheets([(None, "\x01" + "长" * 40_000, None)])
    assert len(words(row["B"])) >= 32_000


async def test_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_ROWS", 2)
    first, second = await as_sheets([(None, "一", 1), (None, "二", 2)], [(None, "三", 3)])
    assert [words(row["B"]) for row in first] == ["问题", "一", "二"]
    assert [words(row["B"]) for row in second] == ["问题", "三"]


async def test_the_first_lines_leave_before_the_last_are_read() -> None:
    read = []

    async def slowly() -> AsyncIterator[Sequence[Row]]:
        for number in range(3):
            read.append(number)
            yield [(None, f"第{number}问", None)]

    chunks = csv_file(HEADING, slowly())
    await anext(chunks)
    await anext(chunks)
    assert read == [0]
    await chunks.aclose()  # type: ignore[attr-defined]
