"""The curated answers: no wording in two of them, nothing unfinished in their texts, none too long for a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from bot.checks.draft import Draft, Placed
from bot.content import Problem
from knowledge.faq import FaqEntry, FaqKind
from knowledge.filling import placeholders
from knowledge.reading import Reader
from knowledge.words import Words

LONGEST_ANSWER = 600
# What is filled in besides the curated answers: how a programme's papers are sent.
FILLED = ("sending",)

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_BRACE = re.compile(r"[{}｛｝]")


def entry_problems(draft: Draft) -> Iterator[Problem]:
    yield from _shared_wordings(draft)
    allowed = placeholders(draft.particulars.value) if draft.particulars else None
    pilots = _pilots(draft)
    for entry in draft.entries:
        for place, text, cited in _texts(entry.value):
            if allowed is not None:
                yield from _brace_problems(entry, text, allowed, *place, "text")
            if len(text) > LONGEST_ANSWER:
                message = f"回答有 {len(text)} 个字，最多 {LONGEST_ANSWER} 个"
                yield entry.problem(message, *place, "text")
            if entry.value.kind is FaqKind.answer and not cited:
                yield entry.problem("回答没有引用条款：kind 为 answer 的都要有 cites", *place)
        for pilot in entry.value.answers:
            if pilots and pilot not in pilots:
                message = f"本通知没有试点「{pilot}」，可用：{'、'.join(pilots)}"
                yield entry.problem(message, "answers", pilot)


def stray_placeholders(draft: Draft) -> Iterator[Problem]:
    """In every file but the curated answers': elsewhere most placeholders would be shown as they stand."""
    allowed = placeholders(draft.particulars.value) if draft.particulars else None
    for file in draft.files:
        if "/faq/" not in file.shown:
            yield from _braces_in(Placed(file, (), file.data), allowed)


def _pilots(draft: Draft) -> tuple[str, ...]:
    """All a question may be about: the programmes, and what the vocabulary names besides. Empty if not known."""
    if draft.words is None:
        return ()
    listed = [document.value.programme for document in draft.documents if document.value.programme]
    return tuple(dict.fromkeys((*listed, *draft.words.value.pilots)))


def _texts(entry: FaqEntry) -> Iterator[tuple[tuple[str, ...], str, bool]]:
    if entry.answer:
        yield ("answer",), entry.answer.text, bool(entry.answer.cites)
    for pilot, answer in entry.answers.items():
        yield ("answers", pilot), answer.text, bool(answer.cites)


def _brace_problems(part: Placed[object], text: str, allowed: tuple[str, ...], *within: str) -> Iterator[Problem]:
    for found in _PLACEHOLDER.findall(text):
        if found not in allowed:
            yield part.problem(f"没有占位「{found}」，可用：{'、'.join(allowed)}", *within)
    if _BRACE.search(_PLACEHOLDER.sub("", text)):
        yield part.problem(f"花括号没有配对（要用半角的），可用的占位：{'、'.join(allowed)}", *within)


def _braces_in(part: Placed[object], allowed: tuple[str, ...] | None) -> Iterator[Problem]:
    data = part.value
    if isinstance(data, str) and _BRACE.search(data):
        if part.place[-1] not in FILLED:
            yield part.problem("这里不填占位，文字里不能有花括号")
        elif allowed is not None:
            yield from _brace_problems(part, data, allowed)
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        yield from _braces_in(Placed(part.file, (*part.place, key), value), allowed)


def _shared_wordings(draft: Draft) -> Iterator[Problem]:
    """A text that leads to two entries, read as a question is read: pilots' names and courtesies taken out."""
    if draft.words is None:
        return
    key_of = _keys(draft.words.value.model_dump_json())
    owners: dict[str, tuple[Placed[FaqEntry], tuple[str | int, ...]]] = {}
    for entry in draft.entries:
        for place, text in _leads(entry.value):
            owner, there = owners.setdefault(key_of(text), (entry, place))
            if owner is not entry:
                other = f"{owner.where(*there)}「{owner.value.id}」的 {there[0]}"
                message = f"{place[0]} 里的「{text}」与 {other} 重复（去掉试点名称和客套话后相同），分不清问的是哪一件"
                yield entry.problem(message, *place)


@lru_cache(maxsize=2)
def _keys(words: str) -> Callable[[str], str]:
    """What is left of a text once it is read. Remembered: the desk has the same texts checked at each save."""
    reader = Reader(Words.model_validate_json(words))

    def key_of(text: str) -> str:
        read = reader.read(text)
        return "".join(character for character in read.matter or read.text if character.isalnum())

    return cache(key_of)


def _leads(entry: FaqEntry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("matter",), entry.matter
    for position, wording in enumerate(entry.wordings):
        yield ("wordings", position), wording
