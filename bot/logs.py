"""The program's own log: lines on standard error, as text for people or as JSON for machines.

A line holds no personal data, whoever writes it: a fault is told by its kind and place and never in its own words,
which may quote what a person said; whatever still looks like a person's number, mail or openid is masked.
"""

from __future__ import annotations

import errno
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Literal, TextIO

from bot.clock import SHANGHAI
from bot.masking import mask

FIELDS = ("channel", "outcome", "step", "milliseconds", "code", "attempt")  # what ``extra`` may add to a line
SECRET = "[…]"

_turn: ContextVar[str | None] = ContextVar("turn", default=None)

# Openids, access tokens, links' tokens, keys: long and without meaning. A turn's id, a UUID, is to be found again.
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_OPAQUE = re.compile(
    r"(?<![A-Za-z0-9_-])"
    r"(?:o[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])"
    r"|(?=[A-Za-z_-]*[0-9])(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{24,})"
)
_ID = re.compile(f"({_UUID})")


@contextmanager
def about_turn(turn_id: str) -> Iterator[None]:
    """Every line written inside the block, by whichever part of the program, names the turn."""
    token = _turn.set(turn_id)
    try:
        yield
    finally:
        _turn.reset(token)


def set_up(form: Literal["text", "json"], stream: TextIO | None = None) -> None:
    """Send every logger's lines to ``stream`` (standard error): the program's own from INFO, others' from WARNING."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("shenbao").setLevel(logging.INFO)


class JsonLines(logging.Formatter):
    """One object a line: time (ISO, Beijing), level, logger, message; turn, fault and ``FIELDS`` where known."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return json.dumps(_entry(record), ensure_ascii=False)


class TextLines(logging.Formatter):
    """The same for a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        entry = _entry(record)
        head = [str(entry.pop(key)) for key in ("time", "level", "logger", "message")]
        return " ".join((*head, *(f"{key}={value}" for key, value in entry.items()))).replace("\n", "\\n")


def without_words(fault: BaseException) -> str:
    """The fault's kind, its code where it has one, where it happened, and the same of what caused it."""
    told = []
    seen: set[int] = set()
    cause: BaseException | None = fault
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = traceback.extract_tb(cause.__traceback__)
        places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
        told.append(_kind(cause) + (f" at {places}" if places else ""))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "; from ".join(told)


def clean(text: str) -> str:
    """The text without what a person could be known by, and without keys."""
    parts = _ID.split(text)
    parts[::2] = [mask(_OPAQUE.sub(SECRET, part)) for part in parts[::2]]
    return "".join(parts)


def _entry(record: logging.LogRecord) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, SHANGHAI).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": clean(record.getMessage()),
    }
    if (turn := _turn.get()) is not None:
        entry["turn"] = turn
    for name in FIELDS:
        if (value := getattr(record, name, None)) is not None:
            entry[name] = value if isinstance(value, int | float) else clean(str(value))
    fault = record.exc_info[1] if record.exc_info else None
    if fault is not None:
        entry["fault"] = without_words(fault)
    return entry


def _kind(fault: BaseException) -> str:
    """``OperationalError SQLITE_BUSY``: codes are what the words would have said, and say nothing of a person."""
    name = type(fault).__name__
    if isinstance(fault, OSError) and fault.errno is not None:
        return f"{name} {errno.errorcode.get(fault.errno, fault.errno)}"
    code = getattr(fault, "sqlite_errorname", None) or getattr(fault, "sqlstate", None)
    return f"{name} {code}" if code else name
