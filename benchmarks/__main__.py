"""``python -m benchmarks [answers|latency|start|memory …]``: one table each; without a name, all but the long ones.

The long ones: ``calibration``, ``throughput``, ``lookups``, ``question_log``, ``report``,
``grouping [--questions 100000]``, ``soak [--minutes 10]``, ``crash [--kills 100]``,
``malformed [--requests 100000]``.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable

from benchmarks import (
    abstention,
    answers,
    calibration,
    crash,
    grouping,
    latency,
    lookups,
    malformed,
    memory,
    question_log,
    report,
    soak,
    start,
    throughput,
)
from benchmarks.table import Row, show

Table = Callable[[], tuple[str, Row, list[Row]]]


def main(arguments: list[str]) -> int:
    """Print the named tables; 2 for a name that is none."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--requests", type=int, default=malformed.REQUESTS, help="for malformed")
    parser.add_argument("--questions", type=int, default=grouping.QUESTIONS, help="for grouping")
    parser.add_argument("--kills", type=int, default=crash.KILLS, help="for crash, on each database")
    parser.add_argument("--minutes", type=float, default=soak.MINUTES, help="for soak")
    given = parser.parse_args(arguments)
    short: dict[str, Table] = {
        "answers": answers.table,
        "abstention": abstention.table,
        "latency": latency.table,
        "start": start.table,
        "memory": memory.table,
    }
    tables = short | {
        "calibration": calibration.table,
        "throughput": throughput.table,
        "lookups": lookups.table,
        "question_log": question_log.table,
        "grouping": lambda: grouping.table(given.questions),
        "report": report.table,
        "soak": lambda: soak.table(given.minutes),
        "crash": lambda: crash.table(given.kills),
        "malformed": lambda: malformed.table(given.requests),
    }
    unknown = [name for name in given.names if name not in tables]
    if unknown:
        print(f"no such table: {', '.join(unknown)}; there are {', '.join(tables)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    for name in given.names or list(short):
        show(*tables[name]())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
