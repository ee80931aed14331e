"""Content files into checked values, every error with its file and line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from yaml.reader import Reader

from bot.content_wording import explain, explain_unreadable, explain_yaml

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


class Kept(Protocol):
    """Texts seen before with what they hold; see ``content_cache.KeptContent``."""

    def data_of(self, text: str) -> Any: ...
    def keep(self, text: str, data: Any) -> None: ...


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML with one difference: days stay text, so that each model checks them as it wants."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def loaded(text: str) -> Any:
    """What a text holds, read as content files are. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_Loader)


class ContentFile:
    """One YAML file: its plain data, and the line each part of it stands on."""

    def __init__(self, path: Path, shown: str, kept: Kept | None = None, text: str | None = None) -> None:
        """``kept`` may know what this very text holds, from having seen it before. Raises ContentError.

        ``text``: what the file would hold, for one that is not written yet.
        """
        self.path = path
        self.shown = shown
        try:
            self._text = path.read_text(encoding="utf-8") if text is None else text
        except (OSError, UnicodeDecodeError) as reason:
            raise ContentError([Problem(shown, 1, explain_unreadable(reason))]) from reason
        self.data: Any = kept.data_of(self._text) if kept is not None else None
        if self.data is not None:
            return
        try:
            self.data = loaded(self._text)
        except yaml.MarkedYAMLError as reason:
            # A quotation that never ends is noticed at the file's end; what helps is where it began.
            unended = "end of stream" in str(reason.problem)
            mark = (reason.context_mark if unended else None) or reason.problem_mark
            message = f"不是合法的 YAML：{explain_yaml(str(reason.problem))}"
            raise ContentError([Problem(shown, mark.line + 1 if mark else 1, message)]) from reason
        except yaml.YAMLError as reason:
            # The only one without a mark: characters YAML does not take.
            strange = Reader.NON_PRINTABLE.search(self._text)
            line = self._text.count("\n", 0, strange.start() if strange else 0) + 1
            raise ContentError([Problem(shown, line, "有不可见的控制字符，请删去")]) from reason
        if kept is not None:
            kept.keep(self._text, self.data)

    @cached_property
    def tree(self) -> yaml.Node | None:
        """The file's parts with their marks; made at first use, as it is needed only when something is wrong."""
        node: yaml.Node | None = yaml.compose(self._text, Loader=_Loader)
        return node

    def line(self, *place: str | int) -> int:
        """The line (from 1) of the part reached by these keys and positions, or of the last one that exists."""
        node = self.tree
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
            checked: T = _adapter(kind).validate_python(self.data)  # type: ignore[arg-type]
        except ValidationError as reason:
            raise ContentError([self._problem_of(dict(error)) for error in reason.errors()]) from reason
        return checked

    def _problem_of(self, error: dict[str, Any]) -> Problem:
        place = [step for step in error["loc"] if step != "[key]"]
        where = ".".join(map(str, place)) or "（整个文件）"
        return self.problem(f"{where}：{explain(error)}", *place)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """A validator takes milliseconds to make, and a notice has some two hundred files of one kind."""
    return TypeAdapter(kind)


def load(path: Path, kind: type[T], shown: str | None = None) -> T:
    """One file as one model; ``shown`` is the name used in errors."""
    return ContentFile(path, shown or str(path)).parse(kind)
