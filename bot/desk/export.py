"""Tables for a spreadsheet: CSV and XLSX, written row by row, with nothing in them that a spreadsheet would run.

Whoever writes to the bot chooses what stands in a cell, and a cell that begins with ``=`` is a formula to whoever
opens the file. CSV: such a cell gets an apostrophe before it, as OWASP advises ("CSV Injection"). XLSX: every text is
written as a text, and such a cell also carries Excel's own mark for a text that only looks like a formula.
"""

from __future__ import annotations

import csv
import io
import tempfile
import unicodedata
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | datetime | None
Row = Sequence[Cell]

BOM = "\ufeff"  # without it Excel takes the file for the country's old encoding
_STARTERS = frozenset("=+-@|%−")  # of NFKC, so full-width ones too; | and % start a command in some old programs
_UNSEEN = frozenset(("Cf", "Zs", "Cc"))  # categories a spreadsheet may drop from the start of a cell
_LONGEST = 32_767  # characters in a cell of XLSX
_ROWS = 1_048_575  # of a sheet of XLSX, without its heading
_CHUNK = 256 * 1024  # bytes


def starts_a_formula(text: str) -> bool:
    """True where a spreadsheet might run the text: by its first character, or the first that can be seen."""
    first = text[:1]
    if first.isalnum():  # almost every cell
        return False
    if first in ("\t", "\r", "\n"):
        return True
    seen = text.lstrip("".join({char for char in text if unicodedata.category(char) in _UNSEEN}))
    return unicodedata.normalize("NFKC", seen[:1]) in _STARTERS if seen else False


async def csv_file(heading: Sequence[str], batches: AsyncIterable[Sequence[Row]]) -> AsyncIterator[bytes]:
    """The table as CSV (RFC 4180, UTF-8 with BOM), a chunk for each batch; every text is quoted."""
    yield (BOM + csv_text([heading])).encode()
    async for batch in batches:
        yield (await run_in_threadpool(csv_text, batch)).encode()


def csv_text(rows: Sequence[Row]) -> str:
    """Rows as CSV, ended by CR LF."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_NONNUMERIC).writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue()


def _plain(cell: Cell) -> str | int | float | None:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, str):
        cell = cell.replace("\0", "")
        return f"'{cell}" if starts_a_formula(cell) else cell
    return cell


async def xlsx_file(
    title: str, heading: Sequence[str], widths: Sequence[int], batches: AsyncIterable[Sequence[Row]]
) -> AsyncIterator[bytes]:
    """The same as a workbook; ``widths`` in characters. It is built on disk, since its index stands at its end."""
    with tempfile.TemporaryDirectory(prefix="shenbao-") as folder:
        file = Path(folder) / "table.xlsx"
        book = _Book(file, title, heading, widths)
        try:
            async for batch in batches:
                await run_in_threadpool(book.add, batch)
        finally:
            await run_in_threadpool(book.close)
        with file.open("rb") as written:
            while chunk := await run_in_threadpool(written.read, _CHUNK):
                yield chunk


class _Book:
    """A workbook that keeps one row in memory; a full sheet is followed by another."""

    def __init__(self, file: Path, title: str, heading: Sequence[str], widths: Sequence[int]) -> None:
        # The other options would make links and formulas of texts that look like them.
        options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
        from xlsxwriter import Workbook  # noqa: PLC0415 - five megabytes, for the day somebody wants a workbook

        self._book = Workbook(str(file), options | {"tmpdir": str(file.parent)})
        self._title, self._heading, self._widths = title, heading, widths
        self._bold = self._book.add_format({"bold": True, "bottom": 1})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._sheet = self._new_sheet()

    def add(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if self._next > _ROWS:
                self._sheet = self._new_sheet()
            for column, cell in enumerate(row):
                self._write(self._next, column, cell)
            self._next += 1

    def close(self) -> None:
        self._book.close()

    def _new_sheet(self) -> Worksheet:
        number = len(self._book.worksheets()) + 1
        sheet = self._book.add_worksheet(self._title if number == 1 else f"{self._title} {number}")
        for column, (name, width) in enumerate(zip(self._heading, self._widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, self._bold)
        sheet.freeze_panes(1, 0)
        self._next = 1
        return sheet

    def _write(self, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, datetime):
            self._sheet.write_datetime(row, column, cell.replace(tzinfo=None), self._moment)
        elif isinstance(cell, str):
            form: Format | None = self._quoted if starts_a_formula(cell) else None
            self._sheet.write_string(row, column, cell[:_LONGEST], form)
        elif cell is not None:
            self._sheet.write_number(row, column, cell)
