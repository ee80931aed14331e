"""``shenbao serve``: the web page, and every channel that comes over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.options import Today, settings_from, stop


def serve(
    host: Annotated[str | None, typer.Option(help="监听地址，默认 127.0.0.1；对外服务写 0.0.0.0。")] = None,
    port: Annotated[int | None, typer.Option(help="监听端口，默认 8000。")] = None,
    today: Today = None,
) -> None:
    """启动服务：对话网页在 /，通知全文在 /notice。"""
    settings = settings_from(host=host, port=port, today=today)

    import asyncio

    import uvicorn

    from bot.app import create_app
    from bot.opening import OpeningError, open_site

    async def try_opening() -> None:
        async with open_site(settings):
            pass

    try:
        asyncio.run(try_opening())  # a fault in the content or the database is said in a line, not in a traceback
    except OpeningError as fault:
        stop(str(fault))
    typer.echo(f"申报服务：http://{settings.host}:{settings.port}/ （Ctrl+C 停止）", err=True)
    uvicorn.run(
        create_app(settings, open_site),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,  # its lines would hold people's addresses and the tokens of their verdicts
        server_header=False,
        timeout_keep_alive=65,  # longer than a proxy's 60 s: the proxy must be the one that closes an idle connection
        timeout_graceful_shutdown=10,
    )
