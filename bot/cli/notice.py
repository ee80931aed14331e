"""``shenbao notice``: the folders with the notices' content."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import FAILED, settings_from

notice = typer.Typer(help="通知内容：检查。", no_args_is_help=True)


@notice.callback()
def _group() -> None:
    """Keeps ``check`` a command of the group, though it is the only one so far."""


@notice.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="通知文件夹；不写则检查所有在用的通知。", exists=True, file_okay=False),
    ] = None,
) -> None:
    """找出通知文件夹里的所有问题，逐条写明文件与行号；有问题则退出码为 1。"""
    folders = (folder,) if folder else settings_from().notices

    from bot.notice_check import check as check_folder

    problems = [problem for each in folders for problem in check_folder(each)]
    for problem in problems:
        typer.echo(f"{problem.file}:{problem.line}: {problem.message}")
    if problems:
        typer.echo(f"共 {len(problems)} 个问题。", err=True)
        raise typer.Exit(FAILED)
    typer.echo(f"通知内容没有问题：{'、'.join(each.name for each in folders)}。")
