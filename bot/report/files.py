"""The report's files in a folder: each appears under its name only once it is whole."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.figures.days import Days


def name_of(days: Days, kind: str) -> str:
    """``report-2023-W34.docx``, or with the two days where it is not one week."""
    return f"report-{days.week or f'{days.first}-{days.last}'}.{kind}"


def put(file: Path, content: bytes) -> None:
    """Write ``file``, or put it in place of the one there. Raises OSError; then what was there is still there."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
