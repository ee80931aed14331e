"""``shenbao serve``: the web page, and every channel that comes over HTTP."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Today, settings_from, stop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.channels.web.site import Site
    from bot.settings import Settings

STOP_SECONDS = 10  # for messages taken before the stop; none may take longer than the database's 4 and its sorry's


def serve(
    host: Annotated[str | None, typer.Option(help="监听地址，默认 127.0.0.1；对外服务写 0.0.0.0。")] = None,
    port: Annotated[int | None, typer.Option(help="监听端口，默认 8000。")] = None,
    today: Today = None,
) -> None:
    """启动服务：对话网页在 /，通知全文在 /notice。"""
    settings = settings_from(host=host, port=port, today=today)

    import asyncio

    from bot import logs
    from bot.opening import OpeningError

    logs.set_up(settings.log_format)
    _share_memory_between_threads()
    try:
        asyncio.run(_serve(settings))
    except OpeningError as fault:
        stop(str(fault))
    except KeyboardInterrupt:  # Ctrl+C, handed on by the server once everything is closed
        raise typer.Exit(0) from None


def _share_memory_between_threads() -> None:
    """One pool of glibc's for all threads: of one each, most of every pool would lie idle. Elsewhere there is no such
    choice, and none is needed.
    """
    import ctypes

    arena_max = -8
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(arena_max, 1)


async def _serve(settings: Settings) -> None:
    """Open the house, then the server, so that what is in the way is said in a line and not in a traceback.

    Told to stop (SIGTERM, Ctrl+C) it takes no new message, answers those it took, and only then closes the house.
    """
    import gc
    from contextlib import AsyncExitStack, asynccontextmanager

    import uvicorn

    from bot.app import create_app
    from bot.opening import open_site

    async with AsyncExitStack() as opening:
        site = await opening.enter_async_context(open_site(settings))
        closing = opening.pop_all()

    @asynccontextmanager
    async def opened(_: Settings) -> AsyncIterator[Site]:
        async with closing:
            yield site

    gc.collect()
    gc.set_threshold(2_000)  # looked for at every 700 new objects, what is left of turns costs twice as much time
    gc.freeze()  # the content never becomes garbage; looking through it again and again is what makes a turn slow
    config = uvicorn.Config(
        create_app(settings, opened),
        host=settings.host,
        port=settings.port,
        log_config=None,  # its lines go where all go, see bot/logs.py
        access_log=False,  # its lines would hold people's addresses and the tokens of their verdicts
        server_header=False,
        timeout_keep_alive=65,  # longer than a proxy's 60 s: the proxy must be the one that closes an idle connection
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    if settings.log_format == "json":
        logging.getLogger("shenbao.serve").info("serving on %s port %d", settings.host, settings.port)
    else:
        typer.echo(f"申报服务：http://{settings.host}:{settings.port}/ （Ctrl+C 停止）", err=True)
    await uvicorn.Server(config).serve()
