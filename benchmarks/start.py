"""The cold start of ``shenbao ask`` to its answer, each time a new process."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from benchmarks.table import Row, percentile

RUNS = 10
# As in a user's own shell: where nobody may keep compiled modules, each start compiles all of ours anew.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def table() -> tuple[str, Row, list[Row]]:
    """Seconds from starting the process to its end."""
    rows = [
        _row("Python itself", "-c", "pass"),
        _row('`shenbao ask "截止时间"`', "-m", "bot.cli", "ask", "截止时间"),
        _row('`shenbao ask --json "社区要交哪些材料"`', "-m", "bot.cli", "ask", "--json", "社区要交哪些材料"),
    ]
    return "Cold start of `ask` to its answer (mark: 1.5 s)", ["command", "runs", "first s", "p50 s", "max s"], rows


def _row(name: str, *words: str) -> Row:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
        times.append(time.perf_counter() - began)
    return [name, str(RUNS), *(f"{value:.2f}" for value in (times[0], percentile(times, 0.5), max(times)))]
