"""Safe-mode text messages a second through `serve`, everything committed, beside the smallest possible echo.

One client, on the same machine, in the same run: what it takes of the cores is taken from all alike.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.postgres import postgres
from benchmarks.questions import questions
from benchmarks.serving import echoing, serving
from benchmarks.table import Row, percentile
from benchmarks.wire import Ran, at_full_rate, at_rate, sealed
from bot.notices import load_notices
from tests.bot.wechat.platform import Platform

MESSAGES = 4_000
SLICE = 400  # a machine is not always as fast: server and echo take turns, so that both have the same of it
WARM = 300
PEOPLE = 500
AT_ONCE = 64
HALF_RATE_SECONDS = 15.0
SECRET = "0123456789abcdef0123456789abcdef"
KEY = "one secret key for all the processes"


def table() -> tuple[str, Row, list[Row]]:
    """A row a server: top rate, its share of the echo's, and how long an answer takes at half of it."""
    platform = Platform()
    asked = questions(next(iter(load_notices().values())))
    rows: list[Row] = []
    with postgres() as database_of, tempfile.TemporaryDirectory() as folder, ExitStack() as whole:
        echo = [whole.enter_context(echoing(platform)).address]
        sqlite = partial(_serve, platform, f"sqlite:///{Path(folder)}")
        servers: dict[str, Callable[[ExitStack], list[str]]] = {
            "echo, one worker": lambda _: echo,
            "SQLite, one worker": lambda stack: sqlite("/one.db", 1, stack),
            "SQLite, two workers": lambda stack: sqlite("/two.db", 2, stack),
            "PostgreSQL, one worker": lambda stack: _serve(platform, database_of("one"), "", 1, stack),
            "PostgreSQL, two workers": lambda stack: _serve(platform, database_of("two"), "", 2, stack),
        }
        for name, start in servers.items():
            with ExitStack() as stack:
                addresses = start(stack)
                top, share = asyncio.run(_beside(platform, asked, addresses, echo))
                half = asyncio.run(_half(platform, asked, addresses, top.rate / 2))
            rows.append([name, f"{top.rate:.0f}", f"{share:.2f}", *_times(top), *_times(half)])
    title = f"Safe-mode messages a second, {os.cpu_count()} cores shared with the client (mark: 0.25 of the echo)"
    head = ["server", "a second", "of the echo", "p50 ms", "p99 ms", "failed"]
    return title, [*head, "half rate p50 ms", "p99 ms", "failed"], rows


def account(platform: Platform) -> dict[str, str]:
    """The settings of `serve` for this account, with limits out of the way."""
    return {
        "wechat_token": platform.token,
        "wechat_app_id": platform.app_id,
        "wechat_encoding_aes_key": platform.encoding_aes_key,
        "wechat_app_secret": SECRET,
        "secret_key": KEY,
        "turns_per_minute": "10000",
    }


def messages(platform: Platform, asked: list[str], first: int = 0) -> Iterator[bytes]:
    """Requests without end, each a question of one of many people, sealed only when asked for."""
    for number in itertools.count(first):
        user = f"o-benchmark-person-{number % PEOPLE:08d}"
        yield sealed(platform, platform.text(user, asked[number % len(asked)]), number)


def _serve(platform: Platform, url: str, name: str, workers: int, stack: ExitStack) -> list[str]:
    settings = account(platform) | {"database_url": url + name}
    return [stack.enter_context(serving(**settings)).address for _ in range(workers)]


async def _beside(platform: Platform, asked: list[str], addresses: list[str], echo: list[str]) -> tuple[Ran, float]:
    """The top rate, and its share of the echo's, both asked the same in turns."""
    requests = list(itertools.islice(messages(platform, asked), WARM + MESSAGES))
    top, beside = Ran(), Ran()
    for server in (addresses, echo):
        await at_full_rate(server, requests[:WARM], AT_ONCE)
    for start in range(WARM, WARM + MESSAGES, SLICE):
        top.add(await at_full_rate(addresses, requests[start : start + SLICE], AT_ONCE))
        beside.add(await at_full_rate(echo, requests[start : start + SLICE], AT_ONCE))
    return top, top.rate / beside.rate


async def _half(platform: Platform, asked: list[str], addresses: list[str], rate: float) -> Ran:
    count = round(rate * HALF_RATE_SECONDS)
    requests = list(itertools.islice(messages(platform, asked, first=WARM + MESSAGES), count))
    return await at_rate(addresses, iter(requests), rate, HALF_RATE_SECONDS)


def _times(ran: Ran) -> list[str]:
    return [*(f"{percentile(ran.times, share) * 1000:.1f}" for share in (0.5, 0.99)), str(ran.failed)]
