"""``shenbao privacy``: what is kept of people, removed in time, handed out and removed when they ask."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.memory import with_memory
from bot.cli.options import USAGE, settings_from, stop

if TYPE_CHECKING:

    from bot.memory.store import Memory

privacy = typer.Typer(help="个人信息：到期清除、导出和删除一个人的记录。", no_args_is_help=True)

CHANNELS = ("web", "wechat", "terminal", "jsonl")

User = Annotated[
    str,
    typer.Argument(
        metavar="USER",
        help="谁：公众号是 openid，网页是 cookie「shenbao」的值；写 - 则从标准输入读一行，不留在命令历史里。",
    ),
]
Channel = Annotated[str, typer.Option("--channel", help=f"哪个渠道：{'、'.join(CHANNELS)}。")]


@privacy.command()
def purge(
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=3650, help="保存多少天；不写则按 SHENBAO_RETENTION_DAYS。")
    ] = None,
) -> None:
    """清除到期的问答、预检结果和坐席查询，只留每天的计数；服务不必停，可随时中断再来。"""
    settings = settings_from(retention_days=days)

    import asyncio
    from datetime import timedelta

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from bot.clock import now
    from bot.daily_purge import TASK, Interrupted, Purging
    from bot.memory.daily_tasks import DailyTask
    from bot.memory.privacy import turns_before

    async def run(memory: Memory) -> None:
        moment, task = now(), DailyTask(memory.engine, TASK)
        if not await task.claim(moment):
            stop("另一个进程正在清除，请等它做完（它中断的话，最多等 10 分钟）。")
        total = await turns_before(memory.engine, moment - timedelta(days=settings.retention_days))
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        try:
            with Progress(*columns, console=Console(stderr=True)) as bar:
                shown = bar.add_task("清除", total=total)

                async def tell(so_far: int) -> None:
                    bar.update(shown, completed=so_far)

                removed = await Purging(memory.engine, settings.retention_days, task).run(moment, breath=tell)
        except Interrupted:
            stop("另一个进程接着清除了，这里已停下。")
        except asyncio.CancelledError:
            await task.finish()  # Ctrl+C: the next need not wait for the lease to end
            raise
        typer.echo(
            f"已清除 {settings.retention_days} 天以前的 {removed.turns} 轮问答、{removed.verdicts} 份预检结果、"
            f"{removed.conversations} 个久未联系的会话、{removed.lookups} 条坐席查询。"
        )

    with_memory(settings, run)


@privacy.command()
def export(
    user: User,
    channel: Channel,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="写到这个文件；不写则输出到屏幕。")
    ] = None,
) -> None:
    """把一个人的全部记录导出成 JSON（问话是脱敏后的）。"""
    settings, who = settings_from(), _user(user, channel)
    if output is not None and output.exists():
        stop(f"{output} 已经存在，不覆盖；请换一个文件名。")

    from bot.memory.export import records_of
    from bot.memory.privacy import note_run

    async def run(memory: Memory) -> dict[str, Any]:
        records = await records_of(memory.engine, channel, memory.hashed(channel, who))
        if records is None:
            stop(_unknown(channel))
        await note_run(memory.engine, "export", {"turns": len(records["turns"])})
        return records

    text = json.dumps(with_memory(settings, run), ensure_ascii=False, indent=2)
    if output is None:
        typer.echo(text)
        return
    try:
        _write(output, f"{text}\n")
    except OSError as fault:
        stop(f"写不了 {output}：{fault.strerror}")
    typer.echo(f"已导出到 {output}。")


@privacy.command()
def forget(
    user: User,
    channel: Channel,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接删除。")] = False,
) -> None:
    """删除一个人的全部记录，只留每天的计数；删除后找不回来。"""
    settings, who = settings_from(), _user(user, channel)
    if not yes:
        typer.confirm("要删除这个人的全部问答、进度和预检结果吗？找不回来", abort=True, err=True)

    from dataclasses import asdict

    from bot.memory import privacy as records

    async def run(memory: Memory) -> records.Removed:
        removed = await records.forget(memory.engine, channel, memory.hashed(channel, who))
        if removed is None:
            stop(_unknown(channel))
        await records.note_run(memory.engine, "forget", asdict(removed))
        return removed

    removed = with_memory(settings, run)
    typer.echo(f"已删除 {removed.turns} 轮问答、{removed.verdicts} 份预检结果，结果链接不再能打开。")


def _user(user: str, channel: str) -> str:
    """Whom the command is about. Neither here nor in an error is the user's name repeated."""
    if channel not in CHANNELS:
        stop(f"没有渠道 {channel}，可用：{'、'.join(CHANNELS)}。", USAGE)
    who = sys.stdin.readline().strip() if user == "-" else user
    if not who:
        stop("没有写是谁的记录。", USAGE)
    return who


def _unknown(channel: str) -> str:
    return f"渠道 {channel} 里没有这个人的记录（换过密钥的话，从前的记录已认不出是谁的）。"


def _write(file: Path, text: str) -> None:
    """Readable by its owner only; never over something else."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
