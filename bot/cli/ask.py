"""``shenbao ask``: one question, one answer, nothing remembered."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.options import Today, settings_from, stop


def ask(
    question: Annotated[str, typer.Argument(help="要问的话，如：截止时间是哪天")],
    as_json: Annotated[bool, typer.Option("--json", help="输出一行 JSON。")] = False,
    today: Today = None,
) -> None:
    """问一句，答一句，附条款出处；不记录。"""
    settings = settings_from(today=today)

    import asyncio
    import gc

    gc.disable()  # one answer and out: looking for garbage among the content costs a tenth of the start

    from bot.clock import clock_for
    from bot.door import Door
    from bot.memory.forgetful import Forgetful
    from bot.opening import OpeningError, open_notices

    try:
        notices = open_notices(settings)
    except OpeningError as fault:
        stop(str(fault))
    door = Door(Forgetful(), notices, clock_for(settings.today), settings.text_limit)
    taken = asyncio.run(door.take("ask", "ask", question))
    if as_json:
        from bot.cli.lines import out_line

        typer.echo(out_line("ask", taken))
        return
    from bot.cli.plain import as_text

    typer.echo("\n\n".join(as_text(reply) for reply in taken.replies))
