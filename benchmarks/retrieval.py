"""How well and how fast questions find their text, beside other BM25s over jieba's words in the same run.

    python -m benchmarks.retrieval DATA

DATA holds a folder for each question set: ``corpus.jsonl`` with {"id", "text"}, ``queries.jsonl`` with
{"text", "rel": [ids]}. Each set is asked three times: as it is, with a tenth of each question's characters replaced
by other common characters of the same toneless syllable, and in Traditional characters. Figures only: nothing here
passes or fails.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from opencc import OpenCC

from benchmarks.rankers import RANKERS, Search
from benchmarks.table import percentile, show
from knowledge.normalise import normalise
from knowledge.sounds import syllable

SEED = 20230710
TYPO_SHARE = 0.1
HEAD = ["set", "texts", "method", "MRR@10", "recall@10", "typos", "recall", "Traditional", "recall"]
HEAD += ["p50", "p99", "build"]


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    relevant: frozenset[int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean reciprocal rank of the first right text among ten, share of questions that have one, seconds a question."""

    reciprocal_rank: float
    recall: float
    times: tuple[float, ...]

    @property
    def quality(self) -> tuple[str, str]:
        return f"{self.reciprocal_rank:.4f}", f"{self.recall:.4f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--seed", type=int, default=SEED, help="of the typing errors")
    arguments = parser.parse_args()
    rows = [
        row
        for folder in sorted(path.parent for path in arguments.data.glob("*/corpus.jsonl"))
        for row in compare(folder, random.Random(arguments.seed))
    ]
    show("Finding the text of a question", HEAD, rows)


def compare(folder: Path, rng: random.Random) -> list[list[str]]:
    """A row of figures for each method on one question set."""
    texts = [row["text"] for row in _rows(folder / "corpus.jsonl")]
    questions = [Question(row["text"], frozenset(row["rel"])) for row in _rows(folder / "queries.jsonl")]
    mistyped = mistype(questions, rng)
    traditional = in_traditional(questions)
    rows = []
    for name, build in RANKERS.items():
        began = time.perf_counter()
        search = build(texts)
        built = time.perf_counter() - began
        clean = measure(search, questions)
        times = [f"{percentile(clean.times, share) * 1000:.2f} ms" for share in (0.5, 0.99)]
        others = [figure for asked in (mistyped, traditional) for figure in measure(search, asked).quality]
        rows.append([folder.name, str(len(texts)), name, *clean.quality, *others, *times, f"{built:.1f} s"])
    return rows


def measure(search: Search, questions: Iterable[Question]) -> Figures:
    """Ask them one by one."""
    ranks, times = [], []
    for question in questions:
        began = time.perf_counter()
        found = search(question.text)
        times.append(time.perf_counter() - began)
        ranks.append(next((1 / rank for rank, text in enumerate(found, 1) if text in question.relevant), 0.0))
    return Figures(sum(ranks) / len(ranks), sum(map(bool, ranks)) / len(ranks), tuple(times))


def in_traditional(questions: Iterable[Question]) -> list[Question]:
    """The same in Traditional characters; what is Traditional already stays as it is."""
    converter = OpenCC("s2t")
    return [replace(question, text=converter.convert(question.text)) for question in questions]


def mistype(questions: Iterable[Question], rng: random.Random) -> list[Question]:
    """The questions, normalised, with every tenth character (at least one) replaced by one that sounds the same."""
    # The 3,755 everyday characters of GB 2312's first level.
    everyday = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]
    everyday += [bytes((0xD7, cell)).decode("gb2312") for cell in range(0xA1, 0xFA)]
    alike: dict[str, list[str]] = {}
    for character in everyday:
        alike.setdefault(syllable(character), []).append(character)
    mistyped = []
    for question in questions:
        characters = list(normalise(question.text))
        others = {
            place: [other for other in alike.get(syllable(character), ()) if other != character]
            for place, character in enumerate(characters)
            if syllable(character)
        }
        replaceable = [place for place, choice in others.items() if choice]
        wrong = max(1, round(TYPO_SHARE * len(characters)))
        for place in rng.sample(replaceable, min(wrong, len(replaceable))):
            characters[place] = rng.choice(others[place])
        mistyped.append(Question("".join(characters), question.relevant))
    return mistyped


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main()
