"""Opening a notice's folder: each file on its own, and each item of a list on its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.channels.web.menu import Menu
from bot.checks.draft import TEXT, Draft, Placed, ProgrammeDraft
from bot.content import ContentError, ContentFile, Problem
from bot.content_wording import explain_unreadable
from bot.notices import NoticeFolder
from eligibility.criterion import Criterion
from eligibility.facts import FactSpec
from eligibility.programme import ChecklistItem, Evaluative, Programme
from knowledge.clauses import Clauses
from knowledge.faq import FaqEntry
from knowledge.outline import DocumentTitle, OutlineError, parse_notice
from knowledge.particulars import DocumentName, Particulars
from knowledge.trades.table import TradeTable
from knowledge.words import Words

T = TypeVar("T")
MENU = "menu.yaml"
TRADES = "trades.yaml"
ROOT_FILES = ("notice.yaml", "facts.yaml", "words.yaml", TRADES, MENU)


def read_draft(folder: NoticeFolder) -> tuple[Draft, list[Problem]]:
    """The folder, and what is wrong with its files taken one by one."""
    return _Reading(folder).draft()


class _Reading:
    """Gathers the problems met on the way."""

    def __init__(self, folder: NoticeFolder) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.files: list[ContentFile] = []
        self.broken: list[str] = []

    def draft(self) -> tuple[Draft, list[Problem]]:
        notice = self.file("notice.yaml")
        documents = self.items(notice, DocumentName, "documents")
        text = self.text()
        facts = self.file("facts.yaml")
        self.whole(facts, tuple[FactSpec, ...])
        if (self.folder.path / MENU).exists():
            self.whole(self.file(MENU), Menu)
        for path in self.folder.path.glob("*.y*ml"):
            if path.name not in ROOT_FILES:
                self.unread(path.name, f"文件名只能是 {'、'.join(ROOT_FILES)}")
        draft = Draft(
            folder=self.folder.path,
            particulars=self.whole(notice, Particulars),
            documents=documents,
            text=text,
            clauses=_clauses(documents, text),
            words=self.whole(self.file("words.yaml"), Words),
            trades=self.whole(self.file(TRADES), TradeTable) if (self.folder.path / TRADES).exists() else None,
            facts=self.items(facts, FactSpec),
            fact_names=_names(facts),
            entries=tuple(self.entries()),
            programmes=tuple(self.programmes()),
            files=tuple(self.files),
            broken=tuple(self.broken),
        )
        return draft, self.problems

    def file(self, *names: str) -> ContentFile | None:
        try:
            file = self.folder.file(*names)
        except ContentError as reason:
            self.problems += reason.problems
            self.broken.append("/".join(names))
            return None
        self.files.append(file)
        return file

    def whole(self, file: ContentFile | None, kind: type[T]) -> Placed[T] | None:
        if file is None:
            return None
        try:
            return Placed(file, (), file.parse(kind))
        except ContentError as reason:
            self.problems += reason.problems
            return None

    def items(self, file: ContentFile | None, kind: type[T], *place: str) -> tuple[Placed[T], ...]:
        """Those items of the list at ``place`` that can be taken; why the others cannot is said for the whole file."""
        data = file.data if file else None
        for step in place:
            data = data.get(step) if isinstance(data, dict) else None
        if file is None or not isinstance(data, list):
            return ()
        taken = TypeAdapter(kind)
        found = []
        for position, item in enumerate(data):
            try:
                found.append(Placed(file, (*place, position), taken.validate_python(item)))
            except ValidationError:
                continue
        return tuple(found)

    def unread(self, name: str, allowed: str) -> None:
        self.problem(name, f"这个文件不会被读取：{allowed}")

    def problem(self, name: str, message: str) -> None:
        self.problems.append(Problem(f"{self.folder.path.name}/{name}", 1, message))

    def text(self) -> str:
        path = self.folder.path / TEXT
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as reason:
            self.problem(TEXT, explain_unreadable(reason))
            return ""

    def names(self, below: str) -> list[str]:
        """The content files of a sub-folder; others would never be read, so they are a problem."""
        paths = sorted(path for path in (self.folder.path / below).glob("*") if not path.name.startswith("."))
        for path in paths:
            if path.suffix != ".yaml":
                self.unread(f"{below}/{path.name}", "文件名要以 .yaml 结尾")
        return [path.name for path in paths if path.suffix == ".yaml"]

    def entries(self) -> Iterator[Placed[FaqEntry]]:
        names = self.names("faq")
        if not names:
            self.problem("faq", "没有问答：faq 文件夹里要有 .yaml 文件")
        for name in names:
            file = self.file("faq", name)
            self.whole(file, tuple[FaqEntry, ...])
            yield from self.items(file, FaqEntry)

    def programmes(self) -> Iterator[ProgrammeDraft]:
        for name in self.names("programmes"):
            file = self.file("programmes", name)
            self.whole(file, Programme)
            if file:
                key = file.data.get("key") if isinstance(file.data, dict) else None
                yield ProgrammeDraft(
                    file=file,
                    key=key if isinstance(key, str) else "",
                    criteria=self.items(file, Criterion, "criteria"),
                    evaluative=self.items(file, Evaluative, "evaluative"),
                    checklist=self.items(file, ChecklistItem, "checklist"),
                )


def _names(facts: ContentFile | None) -> tuple[str, ...]:
    data = facts.data if facts and isinstance(facts.data, list) else []
    return tuple(str(item["name"]) for item in data if isinstance(item, dict) and "name" in item)


def _clauses(documents: tuple[Placed[DocumentName], ...], text: str) -> Clauses | None:
    """None where the text cannot be cut; ``bot.checks.documents`` says why."""
    try:
        return parse_notice(text, [DocumentTitle(d.value.key, d.value.title, d.value.short) for d in documents])
    except OutlineError:
        return None
