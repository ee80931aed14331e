"""What `serve` makes of damaged requests to `/wechat`: over loopback, in safe mode, XML and JSON.

The damage is that of ``tests.bot.wechat.mutations``; half of it is sealed and signed by someone who knows the
account's secrets, so that it reaches the layers behind the signature.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from benchmarks.kept_connection import CutOff, KeptConnection
from benchmarks.serving import Serving, serving
from benchmarks.table import Row, percentile
from tests.bot.wechat.mutations import mutated
from tests.bot.wechat.platform import Form, Platform

REQUESTS = 100_000
LOOKS = (0.01, 0.25, 0.5, 0.75, 1.0)
PEOPLE = 200
AT_ONCE = 8
FORMS: tuple[Form, ...] = ("xml", "json")
SEED = 82


def table(requests: int = REQUESTS) -> tuple[str, Row, list[Row]]:
    """Requests by status and the server's memory, a row a look; the reasons go to standard error."""
    platforms = [Platform(form=form) for form in FORMS]
    one = platforms[0]
    with serving(
        wechat_mode=one.mode,
        wechat_token=one.token,
        wechat_app_id=one.app_id,
        wechat_encoding_aes_key=one.encoding_aes_key,
        wechat_app_secret="0123456789abcdef0123456789abcdef",
    ) as server:
        rows = asyncio.run(_send(server, platforms, requests))
        tracebacks = server.log.read_text(encoding="utf-8", errors="replace").count("Traceback")
    title = f"{requests:,} malformed requests to `serve` over loopback, {AT_ONCE} at once (mark: no 5xx, memory flat)"
    head = ["requests", "resident MB", "p50 ms", "p99 ms", "200", "4xx", "5xx", "cut off"]
    return title, head, [*rows, ["tracebacks in the log", str(tracebacks), *[""] * (len(head) - 2)]]


async def _send(server: Serving, platforms: list[Platform], requests: int) -> list[Row]:
    chance = random.Random(SEED)
    answers = _Answers()
    rows: list[Row] = [["0", f"{server.resident:.1f}", *[""] * 6]]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("malformed", total=requests)

        async def one_after_another(turns: Iterator[int]) -> None:
            async with KeptConnection(server.port) as connection:
                for _ in turns:
                    await answers.take(connection, chance, chance.choice(platforms))
                    progress.advance(bar)

        done = 0
        for look in LOOKS:
            turns = iter(range(done, round(look * requests)))  # shared: whoever is free takes the next
            await asyncio.gather(*(one_after_another(turns) for _ in range(AT_ONCE)))
            done = round(look * requests)
            rows.append([f"{done:,}", f"{server.resident:.1f}", *answers.row()])
    told = ", ".join(f"{reason} {count:,}" for reason, count in answers.reasons.most_common())
    print(f"4xx by reason: {told}", file=sys.stderr)
    return rows


class _Answers:
    """Counts what came back."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.times: list[float] = []

    async def take(self, connection: KeptConnection, chance: random.Random, platform: Platform) -> None:
        """One request, one answer."""
        request = mutated(chance, platform, f"oBenchmark{chance.randrange(PEOPLE):018}")
        began = time.perf_counter()
        try:
            status, answer = await connection.post("/wechat", request.query, request.body, request.content_type)
        except CutOff:  # the server has refused a body too large and will not hear the rest of it
            self.counts["cut off"] += 1
            return
        self.times.append((time.perf_counter() - began) * 1000)
        kind = "200" if status == 200 else f"{status // 100}xx"
        self.counts[kind] += 1
        if kind == "4xx":
            self.reasons[json.loads(answer)["error"]["code"]] += 1

    def row(self) -> list[str]:
        """Times since the last row, and all counts so far."""
        times, self.times = self.times, []
        counts = [f"{self.counts[kind]:,}" for kind in ("200", "4xx", "5xx", "cut off")]
        return [f"{percentile(times, 0.5):.1f}", f"{percentile(times, 0.99):.1f}", *counts]
