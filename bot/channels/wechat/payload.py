"""The two ways a payload may be written, XML and JSON: bytes in, flat fields out, and back in kind.

Text of unknown origin is read here, so little is allowed: UTF-8, no document type (hence no entities to expand), few
levels, few elements, no field twice. Of what is nested only the outside is looked at; no field we read lies deeper.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from typing import Any, Literal, NoReturn
from xml.parsers import expat

from bot.channels.web.refusal import Refusal

Form = Literal["xml", "json"]
Fields = Mapping[str, str]

MOST_LEVELS = 8  # the platform's deepest event has 5
MOST_ELEMENTS = 500

# What XML 1.0 cannot carry at all, not even escaped; halves of surrogate pairs have no UTF-8 either.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read(body: bytes) -> tuple[Form, Fields]:
    """The form of a payload and its fields, every value as text. Refusal 400 says what is wrong with it."""
    try:
        text = body.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise Refusal(400, "bad_charset", "消息不是 UTF-8 编码。") from None
    match text[:1]:
        case "<":
            return "xml", _read_xml(text)
        case "{":
            return "json", _read_json(text)
        case "":
            raise Refusal(400, "empty_body", "消息是空的。")
    raise Refusal(400, "unknown_form", "消息既不是 XML 也不是 JSON。")


def write(form: Form, fields: Mapping[str, str | int]) -> bytes:
    """The fields in that form, UTF-8; any text comes out again as it went in, but for what XML cannot carry."""
    cleaned = {name: _writable(value) if isinstance(value, str) else value for name, value in fields.items()}
    if form == "json":
        return json.dumps(cleaned, ensure_ascii=False, separators=(",", ":")).encode()
    return f"<xml>{''.join(f'<{name}>{_xml(value)}</{name}>' for name, value in cleaned.items())}</xml>".encode()


def _writable(text: str) -> str:
    return text if text.isprintable() else _UNWRITABLE.sub("", text)


def _xml(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    # The end mark of a section cannot stand in it: it is divided among two.
    return f"<![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _read_xml(text: str) -> Fields:
    reader = _XmlReader()
    try:
        reader.read(text)
    except expat.ExpatError as fault:
        raise Refusal(400, "bad_xml", "消息不是完好的 XML。", line=fault.lineno) from None
    return reader.fields


class _XmlReader:
    """Collects the elements right below the root that hold nothing but text."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._open: list[str] = []
        self._text: list[str] = []
        self._elements = 0
        self._nested = False

    def read(self, text: str) -> None:
        # Whatever encoding the text declares of itself, it has been decoded already.
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.Parse(text.encode(), True)

    def _doctype(self, *_: object) -> NoReturn:
        raise Refusal(400, "doctype", "消息里不许有文档类型声明（DTD）和实体。")

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._open.append(name)
        self._elements += 1
        if len(self._open) > MOST_LEVELS:
            raise _too_deep()
        if self._elements > MOST_ELEMENTS:
            raise _too_many()
        if len(self._open) == 1 and name != "xml":
            raise Refusal(400, "bad_root", "消息的根元素应为 xml。")
        self._nested = len(self._open) > 2
        self._text.clear()

    def _end(self, name: str) -> None:
        if len(self._open) == 2 and not self._nested:
            if name in self.fields:
                raise _repeated()
            self.fields[name] = "".join(self._text)
        self._open.pop()
        self._text.clear()


def _read_json(text: str) -> Fields:
    objects = itertools.count(1)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        held = dict(pairs)
        if max(len(pairs), next(objects)) > MOST_ELEMENTS:
            raise _too_many()
        if len(held) < len(pairs):
            raise _repeated()
        return held

    try:
        value = json.loads(text, object_pairs_hook=once, parse_constant=_no_constant)
        deep = _deeper(value, MOST_LEVELS)
    except ValueError:
        raise Refusal(400, "bad_json", "消息不是完好的 JSON。") from None
    except RecursionError:
        deep = True
    if deep:
        raise _too_deep()
    return {name: _plain(held) for name, held in value.items() if _is_plain(held)}


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _deeper(value: dict[str, Any] | list[Any], levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper(each, levels - 1) for each in inner if isinstance(each, dict | list))


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _plain(value: str | float) -> str:
    # JSON can spell half a surrogate pair, which nothing further on could write down.
    return str(value).encode("utf-8", "replace").decode()


def _too_deep() -> Refusal:
    return Refusal(400, "too_deep", f"消息嵌套超过 {MOST_LEVELS} 层。", limit=MOST_LEVELS)


def _too_many() -> Refusal:
    return Refusal(400, "too_many_elements", f"消息的元素超过 {MOST_ELEMENTS} 个。", limit=MOST_ELEMENTS)


def _repeated() -> Refusal:
    return Refusal(400, "repeated_field", "消息里有字段出现了两次。")
