"""Citations as one short line, and a verdict's text shortened to what a message must carry."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from bot.channels.wechat.wording import wording
from bot.replies import Reply
from knowledge.clauses import HEADING_JOIN

MOST = 3
"""Clauses named in the line; more would be longer than many an answer."""

_ISSUED = re.compile(r"^\d{4}年(?:\w{2,8}?[省市区县])?|工作方案$|实施方案$")
_NOTICE = re.compile(r"^.*关于.*(?=通知$)")
# Good to read, but not of what every verdict must say; the verdict's page has both.
_ADVICE = re.compile(r"\n   [^\n]*")
_CHANGES = re.compile(r"\n若情况改变：[^\n]*")
_DISCLAIMER = re.compile(r"\n依据[^\n]*答复为准。(?:\n[^\n]*)?\Z")


def sources(reply: Reply) -> str:
    """「依据：先进低碳技术项目试点 · 二、申报条件 · 5、6」; empty where the text names its clauses itself."""
    unnamed = [cited for cited in reply.citations if cited.clause not in reply.text]
    clauses = _without_parts(list(dict.fromkeys((_short(cited.document), cited.clause) for cited in unnamed)))
    if not clauses:
        return ""
    named = groupby(clauses[:MOST], key=lambda clause: clause[0])
    line = "；".join(f"{document}{HEADING_JOIN}{_listed([label for _, label in labels])}" for document, labels in named)
    return wording().sources.format(clauses=line + (wording().and_others if len(clauses) > MOST else ""))


def shortened(told: str) -> tuple[str, ...]:
    """A verdict's text whole, then without what would change it, then without advice too.

    What must always stand in it stays: result, window, reasons with clauses, what only the review judges, the
    answers, the notice's number, day and rules, and the disclaimer.
    """
    fewer = _CHANGES.sub("", told)
    return tuple(dict.fromkeys((told, fewer, _ADVICE.sub("", fewer))))


def disclaimer_apart(told: str) -> tuple[str, str]:
    """A verdict's text up to its last paragraph, and that: number, day, rules, disclaimer, and what is asked after it.

    It goes with the result on the same page, however many pages the reasons fill. Empty where there is none.
    """
    found = _DISCLAIMER.search(told)
    return (told[: found.start()], told[found.start() :].strip()) if found else (told, "")


def _without_parts(clauses: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without those that are part of another one named anyway."""
    heads = {(document, label + HEADING_JOIN) for document, label in clauses}
    return [
        (document, label)
        for document, label in clauses
        if not any(document == other and label.startswith(head) for other, head in heads)
    ]


def _listed(labels: list[str]) -> str:
    """Labels of one document; of neighbours under the same heading the heading once."""
    said, above = [], ""
    for label in labels:
        heading, _, own = label.rpartition(HEADING_JOIN)
        said.append(own if heading and heading == above else label)
        above = heading
    return "、".join(said)


@lru_cache(64)  # a notice has a handful of documents, and every answer names some
def _short(document: str) -> str:
    title = _NOTICE.sub("", document)
    return _ISSUED.sub("", _ISSUED.sub("", title)) or document
