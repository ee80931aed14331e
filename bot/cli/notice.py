"""``shenbao notice``: the folders with the notices' content."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import FAILED, settings_from, stop

notice = typer.Typer(help="通知内容：检查，导出热线台发布的问答。", no_args_is_help=True)


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


@notice.command("export-entries")
def export_entries(
    folder: Annotated[
        Path | None,
        typer.Argument(help="通知文件夹；只有一个通知时可以不写。", exists=True, file_okay=False),
    ] = None,
) -> None:
    """把热线台发布的问答写成补丁，打印出来；用 patch -p1 -d 文件夹 或 git apply --directory=文件夹 并入。"""
    settings = settings_from()
    if folder is None and len(settings.notices) != 1:
        stop(f"有 {len(settings.notices)} 个通知，请写明是哪个文件夹。")
    chosen = (folder or settings.notices[0]).resolve()

    import asyncio

    from bot.content import ContentError
    from bot.entries.patching import patch_for
    from bot.memory.versions import all_versions, publications
    from bot.notices import NoticeFolder
    from bot.opening import OpeningError, open_memory
    from knowledge.particulars import Particulars

    async def patch() -> tuple[str, int]:
        key = NoticeFolder(chosen).file("notice.yaml").parse(Particulars).key
        async with open_memory(settings) as memory:
            known = publications(await all_versions(memory.engine, key))
        found = patch_for(chosen, known.get(key, ()))
        return found.text, len(found.ids)

    try:
        text, number = asyncio.run(patch())
    except (OpeningError, ContentError) as fault:
        stop(str(fault))
    typer.echo(text, nl=False)
    typer.echo(f"共 {number} 条要并入 {chosen.name}。" if number else "文件夹已经是最新的。", err=True)
