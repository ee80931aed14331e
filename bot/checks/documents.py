"""The notice's documents: each listed title stands in the text, once, on lines of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.checks.draft import Draft, Placed
from bot.checks.repeats import repeats
from bot.content import Problem
from knowledge.citation import squeeze
from knowledge.outline import DocumentTitle, OutlineError, parse_notice
from knowledge.particulars import DocumentName

_KEY = re.compile(r"[a-z][a-z0-9_]*")


def document_problems(draft: Draft) -> Iterator[Problem]:
    yield from repeats(draft.documents, lambda document: document.key, "文件代号", "key")
    found = True
    for document in draft.documents:
        if not _KEY.fullmatch(document.value.key):
            yield document.problem(f"文件代号「{document.value.key}」只能用小写字母、数字和 _，以字母开头", "key")
        if draft.text and (wrong := _title_fault(document, draft.text)):
            found = False
            yield document.problem(wrong, "title")
    if found and draft.text and (line := _line_before(draft)):
        yield draft.text_problem("第一个标题之前不能有文字，每个文件都要列在 notice.yaml 的 documents 里", line)


def _title_fault(document: Placed[DocumentName], text: str) -> str:
    """What is wrong with where the title stands; empty if nothing is."""
    title = document.value.title
    if not squeeze(title):
        return "标题是空的"
    if squeeze(title) not in squeeze(text):
        return f"标题「{title}」在 notice.txt 里找不到"
    try:
        parse_notice(text, [DocumentTitle("document", title)])
    except OutlineError as reason:
        # With a line, it is about the text before this title, where the others stand.
        return "" if reason.line else f"标题「{title}」在 notice.txt 里要独占整行，并且只出现一次"
    return ""


def _line_before(draft: Draft) -> int | None:
    """The first line of text above all titles, if there is any."""
    try:
        parse_notice(draft.text, [DocumentTitle(d.value.key, d.value.title) for d in draft.documents])
    except OutlineError as reason:
        return reason.line
    return None
