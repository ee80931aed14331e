"""The pilots: what is listed has its files and names, and no name means two."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from bot.checks.draft import Draft
from bot.checks.repeats import repeats
from bot.content import Problem
from bot.content_wording import explain_unreadable
from knowledge.normalise import normalise

DISTRICTS = "districts.csv"
DISTRICT_FACT = "district"


def programme_problems(draft: Draft) -> Iterator[Problem]:
    """Listed in notice.yaml and nowhere else, or the other way round."""
    listed = [document for document in draft.documents if document.value.programme]
    yield from repeats(listed, lambda document: document.programme, "试点", "programme")
    keys = {programme.key: programme for programme in reversed(draft.programmes)}
    for document in listed:
        key = document.value.programme or ""
        if key not in keys and f"programmes/{key}.yaml" not in draft.broken:
            yield document.problem(f"试点 {key} 没有文件：programmes 文件夹里没有 key 为 {key} 的", "programme")
    names = [document.value.programme or "" for document in listed]
    for programme in draft.programmes:
        if programme.key and programme.key not in names and "notice.yaml" not in draft.broken:
            message = f"试点 {programme.key} 没有列在 notice.yaml 的 documents 里，列出的有：{'、'.join(names)}"
            yield programme.file.problem(message, "key")
        if programme.key and keys[programme.key] is not programme:
            message = f"试点的 key「{programme.key}」重复，已用在 {keys[programme.key].file.shown}"
            yield programme.file.problem(message, "key")


def word_problems(draft: Draft) -> Iterator[Problem]:
    """Names of the pilots that mean two of them, words that stand for two others, slips that are nothing."""
    if draft.words is None:
        return
    words, file = draft.words.value, draft.words
    for document in draft.documents:
        key = document.value.programme
        if key and key not in words.pilots:
            yield file.problem(f"试点 {key} 没有叫法：pilots 里缺少 {key}", "pilots")
    owners: dict[str, str] = {}
    for pilot, group in words.pilots.items():
        for position, name in enumerate(group.names):
            place = ("pilots", pilot, "names", position)
            owner = owners.setdefault(normalise(name), pilot)
            if owner != pilot:
                yield file.problem(f"叫法「{name}」同属试点 {owner} 和 {pilot}，分不清说的是哪个", *place)
            if not normalise(name):
                yield file.problem("叫法是空的", *place)
    for position, rewrite in enumerate(words.rewrites):
        if not normalise(rewrite.slip):
            yield file.problem("slip 是空的，会改动每一个字", "rewrites", position)
    groups: dict[str, str] = {}
    for position, group_of in enumerate(words.synonyms):
        for word in group_of:
            first = groups.setdefault(word, group_of[0])
            if first != group_of[0]:
                message = f"「{word}」同在「{first}」和「{group_of[0]}」两组同义词里"
                yield file.problem(message, "synonyms", position)


def district_problems(draft: Draft) -> Iterator[Problem]:
    """Every row of the table of districts is a choice of the fact that asks for one. The table may be missing."""
    path = draft.folder / DISTRICTS
    if not path.exists():
        return
    fact = draft.specs.get(DISTRICT_FACT)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as reason:
        yield draft.problem(explain_unreadable(reason), DISTRICTS)
        return
    rows = csv.DictReader(lines)
    if "district" not in (rows.fieldnames or ()):
        yield draft.problem("第一行要有 district 这一列", DISTRICTS)
        return
    seen: dict[str, int] = {}
    for row in rows:
        name = row["district"] or ""
        if fact and name not in [choice.value for choice in fact.choices]:
            allowed = "、".join(str(choice.value) for choice in fact.choices)
            message = f"「{name}」不是情况 {DISTRICT_FACT} 的选项，可用：{allowed}"
            yield draft.problem(message, DISTRICTS, rows.line_num)
        if name in seen:
            yield draft.problem(f"「{name}」重复，第 {seen[name]} 行已有", DISTRICTS, rows.line_num)
        seen.setdefault(name, rows.line_num)
