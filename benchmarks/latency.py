"""How long an answer takes in the process, beside plain jieba and BM25 over the same clauses in the same run."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import jieba
from rank_bm25 import BM25Okapi

from benchmarks.questions import questions
from benchmarks.table import Row, percentile
from bot.conversation import ConversationState, converse
from bot.notices import Notice, load_notices
from bot.opening import open_door
from bot.settings import load_settings

DAY = date(2023, 8, 20)


def table() -> tuple[str, Row, list[Row]]:
    """Three ways to spend the time, milliseconds each."""
    notices = load_notices()
    notice = next(iter(notices.values()))
    notice.warm()  # as `serve` does before it takes the first message
    asked = questions(notice)
    plain = _plain_bm25(notice)
    ways = {
        "jieba + BM25 alone (rank_bm25 over the clauses, best clause)": plain,
        "the answer (`converse`, a fresh talk each)": lambda said: converse(said, ConversationState(), notices, DAY),
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for said in asked[:50]:  # indexes and dictionaries are built at first use
        for way in ways.values():
            way(said)
    for said in asked:  # in turns, so that a busy machine slows both alike
        for name, way in ways.items():
            times[name].append(_timed(partial(way, said)))
    with _door() as take:
        times["the same through the door (one talk, committed to SQLite)"] = [take(said) for said in asked]
    rows: list[Row] = [[name, str(len(each)), *_figures(each)] for name, each in times.items()]
    title = f"Answer latency, {len(notice.clauses)} clauses, {len(notice.faq)} FAQ entries (mark: p99 under 5 ms)"
    return title, ["way", "questions", "p50 ms", "p99 ms", "p50 CPU ms", "p99 CPU ms"], rows


def _timed(what: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock on the wall, and of this thread's own work: the same on a machine nobody else uses."""
    wall, work = time.perf_counter(), time.thread_time()
    what()
    return (time.perf_counter() - wall) * 1000, (time.thread_time() - work) * 1000


def _figures(times: list[tuple[float, float]]) -> list[str]:
    return [f"{percentile([each[kind] for each in times], share):.2f}" for kind in (0, 1) for share in (0.5, 0.99)]


def _plain_bm25(notice: Notice) -> Callable[[str], object]:
    index = BM25Okapi([jieba.lcut(clause.text) for clause in notice.clauses.values()])
    return lambda said: index.get_scores(jieba.lcut(said)).argmax()


@contextmanager
def _door() -> Iterator[Callable[[str], tuple[float, float]]]:
    """Takes a question through the door; gives the milliseconds it took."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        settings = load_settings(database_url=f"sqlite:///{Path(folder) / 'talks.db'}", today=DAY)
        opening = open_door(settings)
        door = runner.run(opening.__aenter__())

        yield lambda said: _timed(lambda: runner.run(door.take("benchmark", "u1", said)))
        runner.run(opening.__aexit__(None, None, None))
