"""JSON lines: bytes in, one JSON object a line out. A bad line is named and never stops the rest."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

from bot.door import Taken


class BadLine(ValueError):
    """A line that cannot be taken; the message (Chinese) says why."""


def read_object(raw: bytes) -> dict[str, Any]:
    """The JSON object on a line of UTF-8. Raises BadLine for anything else."""
    try:
        value = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair passes JSON, and no database or terminal
    except UnicodeEncodeError:
        raise BadLine("含有不成对的代理字符（\\ud800 之类），不是合法的文字") from None
    except UnicodeDecodeError:
        raise BadLine("这一行不是 UTF-8 编码") from None
    except json.JSONDecodeError as fault:
        raise BadLine(f"不是合法的 JSON：第 {fault.pos + 1} 个字符处有误") from None
    except RecursionError:
        raise BadLine("JSON 嵌套过深") from None
    if not isinstance(value, dict):
        raise BadLine('每行应是一个 JSON 对象，如 {"user": "u1", "text": "截止时间"}')
    return value


def out_line(user: str | None, taken: Taken) -> str:
    """A turn in the public JSON form of ``chat --jsonl``."""
    replies = [reply.model_dump(mode="json") for reply in taken.replies]
    return to_json({"user": user, "outcome": taken.outcome.value, "replies": replies})


def to_json(value: object) -> str:
    """One line of JSON, Chinese readable."""
    return json.dumps(value, ensure_ascii=False)


def answer_lines(answer: Callable[[bytes], str]) -> None:
    """Answer each line of standard input on standard output, at once and in order, until the end of the input."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # whatever the machine's locale says
    try:
        for raw in _lines():
            print(answer(raw), flush=True)
    except BrokenPipeError:  # whoever read our lines has gone; there is nobody left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the interpreter's last flush complains


def _lines() -> Iterator[bytes]:
    for raw in sys.stdin.buffer:
        if raw.strip():
            yield raw


def _no_constant(name: str) -> None:
    raise BadLine(f"JSON 里没有 {name}")
