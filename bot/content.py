"""Content files into checked values, every error with its file and line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a content file, ready to be shown to the officer who edits it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ContentError(ValueError):
    """A content file that cannot be loaded; ``problems`` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML with one difference: days stay text, so that each model checks them as it wants."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}

_MESSAGES = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识的项，请检查拼写",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
}


class ContentFile:
    """One YAML file: its plain data, and the line each part of it stands on."""

    def __init__(self, path: Path, shown: str) -> None:
        self.path = path
        self.shown = shown
        try:
            self._text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as reason:
            raise ContentError([Problem(shown, 1, f"读不了这个文件：{reason}")]) from reason
        try:
            self.data: Any = yaml.load(self._text, Loader=_Loader)  # noqa: S506 - _Loader is a safe loader
        except yaml.MarkedYAMLError as reason:
            mark = reason.problem_mark
            raise ContentError(
                [Problem(shown, mark.line + 1 if mark else 1, f"不是合法的 YAML：{reason.problem}")]
            ) from reason

    def line(self, *place: str | int) -> int:
        """The line (from 1) of the part reached by these keys and positions, or of the last one that exists.

        The tree with its marks is made only here: it is needed only when something is wrong.
        """
        node = yaml.compose(self._text, Loader=_Loader)
        line = 1
        for step in place:
            if isinstance(node, yaml.MappingNode):
                entry = next(((k, v) for k, v in node.value if k.value == str(step)), None)
                if entry is None:
                    return line
                line, node = entry[0].start_mark.line + 1, entry[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
        return line

    def problem(self, message: str, *place: str | int) -> Problem:
        return Problem(self.shown, self.line(*place), message)

    def parse(self, kind: type[T]) -> T:
        """The data as ``kind`` (a model or a tuple of models); raises ``ContentError`` with all that is wrong."""
        try:
            return TypeAdapter(kind).validate_python(self.data)
        except ValidationError as reason:
            raise ContentError([self._problem_of(dict(error)) for error in reason.errors()]) from reason

    def _problem_of(self, error: dict[str, Any]) -> Problem:
        where = ".".join(map(str, error["loc"])) or "（整个文件）"
        said = _MESSAGES.get(error["type"], str(error["msg"]).removeprefix("Value error, "))
        return self.problem(f"{where}：{said}", *error["loc"])


def load(path: Path, kind: type[T], shown: str | None = None) -> T:
    """One file as one model; ``shown`` is the name used in errors."""
    return ContentFile(path, shown or str(path)).parse(kind)
