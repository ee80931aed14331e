"""A notice's plain text becomes clauses.

The text may be hard-wrapped and full of stray spaces, as copied out of a PDF. Its documents are found by their
titles; inside each, 一、 （一） 1. （1） make the outline. Every non-blank character ends up in exactly one clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.citation import squeeze
from knowledge.clauses import Clause, Clauses
from knowledge.reflow import Line, ends_paragraph, join_lines, read_lines

TITLE_LABEL, PREAMBLE_LABEL, SIGNATURE_LABEL, CONTACT_LABEL = "标题", "前言", "落款", "联系方式"
LONGEST_RUN_IN_TITLE = 12
LONGEST_HEADING = 40

_DIGITS = "〇一二三四五六七八九"
_MARKERS = (
    re.compile(r"([一二三四五六七八九十]{1,3})、"),
    re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]、?"),
    re.compile(r"([0-9０-９]{1,2})[.．、](?=\D|\d{4}年|$)"),
    re.compile(r"[（(]([0-9０-９]{1,2})[）)]、?"),
)
_HEADING_RANK = 1
_LOWEST_RANK = len(_MARKERS) + 1
_CLOSING = re.compile(r"特此(?:通知|通告|公告|公示|函告|函复|批复|说明)")
_CONTACT = re.compile(r"[（(]?联系(?:人|方式|电话)[:：]")
_NUMBER = re.compile(r"\S{1,20}[〔\[［(（【]\d{4}[〕\]］)）】]第?\d+号")
_ADDRESSEE = re.compile(r"(?!.*如下)[^。；！？]+[:：]")


@dataclass(frozen=True, slots=True)
class DocumentTitle:
    """A document of the notice: its key (the first part of clause ids), its title, and a short name if it has one."""

    key: str
    title: str
    short: str = ""


class OutlineError(ValueError):
    """The text cannot be cut into the documents asked for; ``line`` counts from 1, None for the whole text."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem if line is None else f"line {line}: {problem}")
        self.line = line


def parse_notice(text: str, documents: Sequence[DocumentTitle]) -> Clauses:
    """Cut a notice's text into clauses, in the order of the text.

    Raises OutlineError when a title is missing, stands twice, or when text stands before the first title.
    """
    lines = read_lines(text)
    spans = sorted((*_find_title(lines, document), document) for document in _checked(documents))
    if lines and lines[0].number < lines[spans[0][0]].number:
        raise OutlineError(f"text before the first title 「{spans[0][2].title}」", lines[0].number)
    ends = [start for start, _, _ in spans[1:]] + [len(lines)]
    clauses: list[Clause] = []
    for (start, body, document), end in zip(spans, ends, strict=True):
        clauses += _Outline(document, lines[start:body]).read(lines[body:end])
    return Clauses(clauses)


def _checked(documents: Sequence[DocumentTitle]) -> Sequence[DocumentTitle]:
    if not documents:
        raise OutlineError("no document titles given")
    for document in documents:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", document.key):
            raise OutlineError(f"document key {document.key!r} must be lower-case letters, digits and _")
        if not squeeze(document.title):
            raise OutlineError(f"document {document.key} has no title")
        if sum(other.key == document.key for other in documents) > 1:
            raise OutlineError(f"document key {document.key} is given twice")
    return documents


def _find_title(lines: Sequence[Line], document: DocumentTitle) -> tuple[int, int]:
    """The title's lines as a half-open range: it fills whole lines, however it is wrapped over them."""
    wanted = squeeze(document.title)
    found = []
    for start in range(len(lines)):
        rest, end = wanted, start
        while rest and end < len(lines) and rest.startswith(squeeze(lines[end].text)):
            rest = rest[len(squeeze(lines[end].text)) :]
            end += 1
        if not rest:
            found.append((start, end))
    if not found:
        raise OutlineError(f"the title of document {document.key} is nowhere on lines of its own: 「{wanted}」")
    if len(found) > 1:
        places = ", ".join(str(lines[start].number) for start, _ in found)
        raise OutlineError(f"the title of document {document.key} stands more than once, on lines {places}")
    return found[0]


@dataclass(slots=True)
class _Open:
    """A clause being read: its rank in the outline, its paragraphs, and the number of its last child."""

    id: str
    rank: int
    headings: tuple[str, ...] = ()
    paragraphs: list[list[Line]] = field(default_factory=list)
    last_child: int = 0


class _Outline:
    """Reads one document's lines, keeping the clauses that are still open on a stack."""

    def __init__(self, document: DocumentTitle, title: Sequence[Line]) -> None:
        self.document = document
        root = _Open(document.key, 0, (TITLE_LABEL,), [list(title)])
        self.stack = [root]
        self.all = [root]

    def read(self, body: Sequence[Line]) -> list[Clause]:
        # Items before the first 一、 are part of the preamble, unless the document has no 一、 at all.
        has_headings = any(_MARKERS[0].match(line.text) for line in body)
        preamble_rank = _HEADING_RANK if has_headings else _LOWEST_RANK
        new_paragraph = True
        for place, line in enumerate(body):
            opened = new_paragraph and self._open_clause(line)
            if not opened and len(self.stack) == 1:
                self._push(_Open(f"{self.document.key}.0", preamble_rank, (PREAMBLE_LABEL,)))
            paragraphs = self.stack[-1].paragraphs
            if new_paragraph or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(line)
            new_paragraph = ends_paragraph(line, body[place + 1] if place + 1 < len(body) else None)
        self._move_address()
        self._name()
        return [self._clause(entry) for entry in self.all]

    def _push(self, entry: _Open) -> None:
        self.stack.append(entry)
        self.all.append(entry)

    def _open_clause(self, line: Line) -> bool:
        """Open the clause this line begins, if it begins one."""
        key = self.document.key
        signed = self.stack[-1].id in (f"{key}.sign", f"{key}.contact")
        for pattern, name, label in ((_CLOSING, "sign", SIGNATURE_LABEL), (_CONTACT, "contact", CONTACT_LABEL)):
            entry = _Open(f"{key}.{name}", _LOWEST_RANK, (label,))
            if pattern.match(squeeze(line.text)) and all(other.id != entry.id for other in self.all):
                del self.stack[1:]
                self._push(entry)
                return True
        # After the signature, numbers belong to a list of attachments and make no outline.
        return not signed and self._open_numbered(line)

    def _open_numbered(self, line: Line) -> bool:
        for rank, pattern in enumerate(_MARKERS, start=1):
            if not (match := pattern.match(line.text)):
                continue
            number = _number(match[1])
            above = [entry for entry in self.stack if entry.rank < rank]
            parent = above[-1]
            # A wrapped line may begin with 二、 by chance: an outline starts at one and only ever counts up.
            if number is None or number <= parent.last_child or (parent.last_child == 0 and number != 1):
                return False
            parent.last_child = number
            self.stack = above
            self._push(_Open(f"{parent.id}.{number}", rank))
            return True
        return False

    def _move_address(self) -> None:
        """The notice's number and its addressee stand under the title and belong to it.

        An addressee is followed by the letter: 请提交： before a list is none.
        """
        root, *rest = self.all
        if not rest or rest[0].id != f"{root.id}.0":
            return
        preamble = rest[0]
        while len(preamble.paragraphs) > 1 and _is_address(preamble.paragraphs[0]):
            root.paragraphs.append(preamble.paragraphs.pop(0))

    def _name(self) -> None:
        headings = {self.document.key: ()} | {entry.id: entry.headings for entry in self.all[1:]}
        for entry in self.all:
            if not entry.headings:
                above = headings[entry.id.rpartition(".")[0]]
                entry.headings = headings[entry.id] = (*above, _heading(entry))

    def _clause(self, entry: _Open) -> Clause:
        lines = [line.number for paragraph in entry.paragraphs for line in paragraph]
        return Clause(
            id=entry.id,
            document=self.document.key,
            title=squeeze(self.document.title),
            headings=entry.headings,
            text="\n".join(join_lines(paragraph) for paragraph in entry.paragraphs),
            first_line=lines[0],
            last_line=lines[-1],
            short=self.document.short,
        )


def _is_address(paragraph: Sequence[Line]) -> bool:
    text = squeeze(join_lines(paragraph))
    return bool(_NUMBER.fullmatch(text) or _ADDRESSEE.fullmatch(text))


def _heading(entry: _Open) -> str:
    """The clause's marker with its title; the bare number where the sentence begins at once."""
    paragraph = join_lines(entry.paragraphs[0])
    marker = _MARKERS[entry.rank - 1].match(paragraph)
    assert marker is not None, "a numbered clause begins with its marker"
    rest = paragraph[marker.end() :].strip()
    title = re.split("[。：:]", rest, maxsplit=1)[0]
    stands_alone = title == rest and not rest.endswith((";", "；", "，", ","))
    if title and (
        (title != rest and len(title) <= LONGEST_RUN_IN_TITLE)
        or (stands_alone and len(title) <= (LONGEST_HEADING if entry.rank == _HEADING_RANK else LONGEST_RUN_IN_TITLE))
    ):
        return marker[0] + title
    return marker[0].rstrip(".．、")


def _number(numeral: str) -> int | None:
    """一 to 九十九, or decimal digits of either width; None for characters that make no number, such as 十十."""
    if numeral.isdecimal():
        return int(numeral)
    match = re.fullmatch(r"(?:([二三四五六七八九])?(十))?([一二三四五六七八九])?", numeral)
    if not match:
        return None
    tens = (_DIGITS.index(match[1]) if match[1] else 1) if match[2] else 0
    return tens * 10 + (_DIGITS.index(match[3]) if match[3] else 0)
