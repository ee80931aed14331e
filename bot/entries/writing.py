"""An entry as the files of ``faq/`` have it: one line for each wording and citation, so that a diff is readable."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from bot.content import loaded


def written(data: Mapping[str, Any]) -> str:
    """The item as YAML, with a line break at its end. ``data`` is ``Drafted.data()``."""
    return "".join(f"{line}\n" for line in _item(data))


def _item(data: Mapping[str, Any]) -> Iterator[str]:
    yield f"- id: {_plain(data['id'])}"
    yield f"  matter: {_plain(data['matter'])}"
    if "kind" in data:
        yield f"  kind: {data['kind']}"
    yield "  wordings:" if data["wordings"] else "  wordings: []"
    for wording in data["wordings"]:
        yield f"    - {_plain(wording)}"
    if "answer" in data:
        yield "  answer:"
        yield from _answer(data["answer"], "    ")
    if "answers" in data:
        yield "  answers:"
        for pilot, answer in data["answers"].items():
            yield f"    {pilot}:"
            yield from _answer(answer, "      ")


def _answer(answer: Mapping[str, Any], indent: str) -> Iterator[str]:
    lines = answer["text"].split("\n")
    if len(lines) == 1:
        yield f"{indent}text: {_plain(answer['text'])}"
    else:
        yield f"{indent}text: |"
        for line in lines:
            yield f"{indent}  {line}" if line else ""
    if "cites" in answer:
        yield f"{indent}cites:"
        for cite in answer["cites"]:
            yield f"{indent}  - {{clause: {_plain(cite['clause'], True)}, quote: {_plain(cite['quote'], True)}}}"


def _plain(text: str, inside: bool = False) -> str:
    """The text as it is, where YAML reads it so (``inside`` braces, commas end it); else in double quotes."""
    around = "{{k: {}}}" if inside else "- k: {}"
    try:
        read = loaded(around.format(text))
    except yaml.YAMLError:
        read = None
    meant = {"k": text} if inside else [{"k": text}]
    return text if read == meant else json.dumps(text, ensure_ascii=False)
