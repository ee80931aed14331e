"""``shenbao report``: the report for the office that issued the notice, as Word and as a page to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.memory import with_memory
from bot.cli.options import USAGE, settings_from, stop

if TYPE_CHECKING:
    from bot.figures.days import Days
    from bot.memory.store import Memory
    from bot.report.compose import Step
    from bot.report.content import Report
    from bot.settings import Settings


def report(
    week: Annotated[
        str | None, typer.Option("--week", metavar="YYYY-Www", help="哪一周，如 2023-W34；什么都不写则是上一周。")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="从哪一天起，与 --to 一起写。")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="到哪一天为止，当天也算。")] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="写到哪个文件夹；同名的旧报告会被换掉。")
    ] = Path(),
) -> None:
    """给印发单位的报告：一周或一段时间的统计、问题、建议和图表，Word 和网页各一份，都可以打印。"""
    settings = settings_from()
    days = _days(week, first, last, settings)
    if not out.is_dir():
        stop(f"没有文件夹 {out}，请先建好。", USAGE)

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from bot.report.compose import STEPS
    from bot.report.files import name_of, put

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        shown = bar.add_task("打开数据库", total=STEPS + 3)

        def step(what: str) -> None:
            bar.update(shown, description=what, advance=1)

        made = _composed(settings, days, step)
        files: list[Path] = []
        for kind, name in (("docx", "写成 Word"), ("html", "写成网页")):
            step(name)
            file = out / name_of(days, kind)
            try:
                put(file, _written(made, kind))
            except OSError as fault:
                stop(f"写不了 {file}：{fault.strerror}")
            files.append(file)
        bar.update(shown, description="完成", completed=STEPS + 3)
    typer.echo("已写好：")
    for file in files:
        typer.echo(f"  {file}")


def _days(week: str | None, first: str | None, last: str | None, settings: Settings) -> Days:
    from bot.clock import clock_for
    from bot.figures.days import last_week, parse_days, parse_week

    if week is not None and (first is not None or last is not None):
        stop("--week 和 --from、--to 只能写一种。", USAGE)
    if (first is None) != (last is None):
        stop("--from 和 --to 要一起写。", USAGE)
    try:
        if week is not None:
            return parse_week(week)
        if first is not None and last is not None:
            return parse_days(first, last)
    except ValueError as why:
        stop(f"{why}。", USAGE)
    return last_week(clock_for(settings.today)())


def _written(made: Report, kind: str) -> bytes:
    if kind == "docx":
        from bot.report.word import word

        return word(made)
    from bot.report.page import page

    return page(made).encode()


def _composed(settings: Settings, days: Days, step: Step) -> Report:
    from bot.clock import now
    from bot.opening import open_notices
    from bot.report.compose import compose

    async def composed(memory: Memory) -> Report:
        notice = next(iter(open_notices(settings).values()))
        return await compose(memory.engine, notice, days, now(), step)

    return with_memory(settings, composed)
