"""``shenbao db``: the database's tables, and a copy of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import settings_from, stop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.memory.schema import Schema

db = typer.Typer(help="数据库：升级、检查与备份。", no_args_is_help=True)


@db.command()
def upgrade() -> None:
    """把数据库升级到本程序需要的版本；已是最新则什么也不做。"""
    from bot.memory import schema

    before = _run(schema.upgrade)
    if before.current:
        typer.echo(f"数据库已是最新（{before.wanted}）。")
    else:
        typer.echo(f"数据库已从{before.found or '空库'}升级到 {before.wanted}。")


@db.command()
def check() -> None:
    """看数据库能不能连、版本对不对；不对则退出码为 1。"""
    from bot.database_url import sqlite_file
    from bot.memory import schema

    file = sqlite_file(settings_from().database_url)
    if file is not None and not file.exists():  # only connecting would make an empty one
        stop(f"还没有数据库文件 {file}，请运行 shenbao db upgrade。")
    found = _run(schema.schema_of)
    if not found.known:
        stop(f"数据库的版本 {found.found} 比本程序新（{found.wanted}），请升级程序。")
    if not found.current:
        stop(f"数据库还没有升级（现为{found.found or '空库'}，需要 {found.wanted}），请运行 shenbao db upgrade。")
    typer.echo(f"数据库正常，版本 {found.found}。")


@db.command()
def backup(file: Annotated[Path, typer.Argument(help="备份写到哪个文件；已经存在的不覆盖。", metavar="FILE")]) -> None:
    """把数据库备份成一个文件，服务不必停；备份经过检查才算数。"""
    settings = settings_from()

    from bot.memory.backup import BackupError
    from bot.memory.backup import backup as copy

    try:
        size = copy(settings.database_url, file)
    except BackupError as fault:
        stop(str(fault))
    typer.echo(f"已备份到 {file}（{size:,} 字节），检查无误。")
    if settings.secret_key is None:
        typer.echo("密钥文件（.key）不在备份里，请另行保管：没有它，恢复之后认不出从前的用户。", err=True)


def _run(step: Callable[[AsyncEngine], Awaitable[Schema]]) -> Schema:
    settings = settings_from()

    import asyncio

    from sqlalchemy.exc import SQLAlchemyError

    from bot.database_url import without_password
    from bot.memory.engine import open_engine
    from bot.memory.schema import SchemaError

    async def run() -> Schema:
        engine = open_engine(settings.database_url)
        try:
            return await step(engine)
        finally:
            await engine.dispose()

    try:
        return asyncio.run(run())
    except SchemaError as fault:
        stop(str(fault))
    except (SQLAlchemyError, OSError) as fault:
        reason = getattr(fault, "orig", None) or fault
        stop(f"打不开数据库 {without_password(settings.database_url)}：{reason}")
