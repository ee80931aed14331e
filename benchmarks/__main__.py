"""``python -m benchmarks [answers|latency|start|memory …]``: one table each; without a name, all of them."""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import answers, latency, memory, start
from benchmarks.table import show

TABLES = {"answers": answers.table, "latency": latency.table, "start": start.table, "memory": memory.table}


def main(names: list[str]) -> int:
    """Print the named tables; 2 for a name that is none."""
    unknown = [name for name in names if name not in TABLES]
    if unknown:
        print(f"no such table: {', '.join(unknown)}; there are {', '.join(TABLES)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    for name in names or list(TABLES):
        show(*TABLES[name]())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
