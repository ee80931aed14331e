"""Whether the database can be reached, is of this program's version, and takes what is written to it."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.wechat.doctor.finding import Finding, right, wrong
from bot.database_url import sqlite_file, without_password
from bot.memory.engine import open_engine
from bot.memory.schema import schema_of
from bot.memory.tables import access_tokens
from bot.settings import Settings

_SUBJECT = "数据库"


async def database_finding(settings: Settings) -> Finding:
    """One line. Nothing stays written, and a missing SQLite file is not made."""
    file = sqlite_file(settings.database_url)
    if file is not None and not file.exists():
        return wrong(_SUBJECT, f"还没有数据库文件 {file}，请运行 shenbao db upgrade，或先启动一次服务")
    engine = open_engine(settings.database_url)
    try:
        return await _examined(engine)
    except (SQLAlchemyError, OSError) as fault:
        reason = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
        return wrong(_SUBJECT, f"用不了 {without_password(settings.database_url)}（{reason}），请检查地址、权限和磁盘")
    finally:
        await engine.dispose()


async def _examined(engine: AsyncEngine) -> Finding:
    schema = await schema_of(engine)
    if not schema.known:
        return wrong(_SUBJECT, f"版本 {schema.found} 比本程序（{schema.wanted}）新，请升级程序")
    if not schema.current:
        return wrong(_SUBJECT, f"版本是{schema.found or '空库'}，需要 {schema.wanted}，请运行 shenbao db upgrade")
    async with engine.connect() as connection:
        await connection.execute(insert(access_tokens).values(app_id="doctor"))
        await connection.rollback()
    return right(_SUBJECT, f"可读可写，版本 {schema.found}")
