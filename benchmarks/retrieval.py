"""How well and how fast questions find their text, beside rank_bm25 over jieba's words in the same run.

    python -m benchmarks.retrieval DATA

DATA holds a folder for each question set: ``corpus.jsonl`` with {"id", "text"}, ``queries.jsonl`` with
{"text", "rel": [ids]}. Each set is asked as it is, and again with a tenth of each question's characters replaced
by other common characters of the same toneless syllable. Figures only: nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path
from typing import Any

from rank_bm25 import BM25Okapi

from benchmarks.table import percentile, show
from knowledge.normalise import normalise
from knowledge.retriever import Retriever
from knowledge.sounds import syllable
from knowledge.tokens import Tokenizer

SEED = 20230710
TYPO_SHARE = 0.1
DEPTH = 10

Search = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    relevant: frozenset[int]


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
    show("Finding the text of a question", ["set", "texts", "method", "MRR@10", "typos", "p50", "p99", "build"], rows)


def compare(folder: Path, rng: random.Random) -> list[list[str]]:
    """A row of figures for each method on one question set."""
    texts = [row["text"] for row in _rows(folder / "corpus.jsonl")]
    questions = [Question(row["text"], frozenset(row["rel"])) for row in _rows(folder / "queries.jsonl")]
    mistyped = mistype(questions, rng)
    rows = []
    for name, build in (("Retriever", _ours), ("rank_bm25 + jieba", _plain)):
        began = time.perf_counter()
        search = build(texts)
        built = time.perf_counter() - began
        clean, times = measure(search, questions)
        typos, _ = measure(search, mistyped)
        p50, p99 = (f"{percentile(times, share) * 1000:.2f} ms" for share in (0.5, 0.99))
        rows.append([folder.name, str(len(texts)), name, f"{clean:.4f}", f"{typos:.4f}", p50, p99, f"{built:.1f} s"])
    return rows


def measure(search: Search, questions: Iterable[Question]) -> tuple[float, list[float]]:
    """The mean reciprocal rank of the first right text among ten, and each question's time in seconds."""
    ranks, times = [], []
    for question in questions:
        began = time.perf_counter()
        found = search(question.text)
        times.append(time.perf_counter() - began)
        ranks.append(next((1 / rank for rank, text in enumerate(found, 1) if text in question.relevant), 0.0))
    return sum(ranks) / len(ranks), times


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


def _ours(texts: Sequence[str]) -> Search:
    retriever = Retriever(texts)
    return lambda question: [position for position, _ in retriever.search(question, DEPTH)]


def _plain(texts: Sequence[str]) -> Search:
    """rank_bm25 as its README shows it; normalising is thrown in, or Traditional questions would find nothing."""
    tokenizer = Tokenizer()
    index = BM25Okapi([tokenizer.words(normalise(text)) for text in texts])

    def search(question: str) -> list[int]:
        scores = index.get_scores(tokenizer.words(normalise(question)))
        return nlargest(DEPTH, range(len(texts)), key=scores.__getitem__)

    return search


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main()
