"""Putting questions into groups: time and memory for 100,000, and how pure and whole the groups of the sample are."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import psutil
import yaml
from rich.console import Console
from rich.progress import track

from benchmarks.table import Row
from bot.notices import Notice, load_notice
from bot.questions.asking import sure_matter
from knowledge.answerer import Answer, WhichPilot
from knowledge.grouping import Wording, grouped
from knowledge.normalise import normalise

SAMPLE = Path(__file__).parents[1] / "tests" / "questions" / "groups.yaml"
QUESTIONS = 100_000
BEFORE = ("", "", "", "请问", "你好，", "想问下", "我们单位", "老师")
AFTER = ("", "", "", "？", "呢", "啊", "谢谢", "急")

Groups = Mapping[int, tuple[int, object]]
T = TypeVar("T")


def table(questions: int = QUESTIONS) -> tuple[str, Row, list[Row]]:
    """The sample alone, as the bot answers it and as if it answered nothing; then among so many questions."""
    notice = load_notice()
    labels, sample = _sample(notice)
    unanswered = [Wording(one.key, one.text, one.traits) for one in sample]
    rows: list[Row] = [
        ["the sample, as answered", str(len(sample)), *_quality(labels, grouped(sample)), "", ""],
        ["the sample, unanswered", str(len(sample)), *_quality(labels, grouped(unanswered)), "", ""],
    ]
    others = _asked(notice, questions - len(sample))
    process = psutil.Process()
    before = process.memory_info().rss
    began = time.perf_counter()
    crowd = [
        Wording(key, text, notice.answerer.traits(text), matter, number)
        for key, ((text, matter), number) in enumerate(_bar(others.items(), "reading"), len(sample) + 1)
    ]
    read = time.perf_counter() - began
    found = grouped(_bar([*sample, *crowd], "ordering"))
    took = time.perf_counter() - began - read
    memory = f"{(process.memory_info().rss - before) / 1e6:.0f} MB"
    speed = f"{read:.0f} s reading, {took:.0f} s grouping"
    name = f"among {questions:,} questions in {len(sample) + len(crowd):,} wordings"
    rows.append([name, str(len({group for group, _ in found.values()})), *_quality(labels, found), speed, memory])
    head = ["questions", "wordings or groups", "purity", "inverse purity", "ARI", "time", "memory"]
    return "Grouping questions (tests/questions/groups.yaml, labelled by hand)", head, rows


def _sample(notice: Notice) -> tuple[dict[int, str], list[Wording]]:
    labels: dict[int, str] = {}
    wordings: list[Wording] = []
    for name, texts in yaml.safe_load(SAMPLE.read_text(encoding="utf-8")).items():
        for text in texts:
            response = notice.answerer.curated(text)
            first = response.parts[0] if response.parts else None
            matter = first.entry.id if isinstance(first, Answer | WhichPilot) else None
            key = len(wordings) + 1
            labels[key] = name
            sure = sure_matter(matter, response.confidence, notice)
            wordings.append(Wording(key, normalise(text), notice.answerer.traits(text), sure))
    return labels, wordings


def _asked(notice: Notice, number: int, seed: int = 82) -> Counter[tuple[str, str | None]]:
    """So many questions with the entry that surely answers each, none for a fifth; a few are asked by many."""
    chance = random.Random(seed)
    stock = [(wording, entry.id) for entry in notice.faq for wording in entry.wordings if len(wording) > 3]
    chance.shuffle(stock)
    asked: Counter[tuple[str, str | None]] = Counter()
    for _ in range(number):
        drawn = min(int(chance.paretovariate(0.3)) - 1, chance.randrange(len(stock)))
        text, entry = stock[drawn]
        place = chance.randrange(len(text))
        slip = chance.random() < 0.2
        said = text[:place] + text[place + 1 :] if slip else text
        matter = sure_matter(entry, 1.0, notice) if drawn % 5 else None
        asked[normalise(chance.choice(BEFORE) + said + chance.choice(AFTER)), matter] += 1
    return asked


def _quality(labels: Mapping[int, str], found: Groups) -> list[str]:
    """Purity, inverse purity and the adjusted Rand index over the labelled ones."""
    pairs = [(found[key][0], label) for key, label in labels.items()]
    both, groups, names = Counter(pairs), Counter(group for group, _ in pairs), Counter(label for _, label in pairs)
    together, by_group, by_label = (sum(n * (n - 1) / 2 for n in each.values()) for each in (both, groups, names))
    expected = by_group * by_label / (len(pairs) * (len(pairs) - 1) / 2)
    rand = (together - expected) / ((by_group + by_label) / 2 - expected)
    purity, inverse = _main(pairs), _main([(label, group) for group, label in pairs])
    return [f"{value:.3f}" for value in (purity, inverse, rand)]


def _main(pairs: Sequence[tuple[object, object]]) -> float:
    """The share of those that belong to the commonest second of their first."""
    counted: dict[object, Counter[object]] = defaultdict(Counter)
    for one, other in pairs:
        counted[one][other] += 1
    return sum(max(counter.values()) for counter in counted.values()) / len(pairs)


def _bar(things: Iterable[T], what: str) -> Iterable[T]:
    listed = list(things)
    return track(listed, what, console=Console(stderr=True), transient=True)
