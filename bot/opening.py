"""Opening the house: settings in; notices, memory, door or the web's site out, closed again at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.content import ContentError, load
from bot.notices import Notices, load_notices
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.channels.web.site import Site
    from bot.codes import Codes
    from bot.door import Door
    from bot.limits import Limits
    from bot.memory.store import Memory
    from bot.publishing import Publishing
    from bot.switchboard import Switchboard
    from bot.tally import Tally


DRIVER_FAREWELL = 0.2  # seconds
REHEARSED = ("哪类试点适合我", "预检先进低碳技术", "预检低碳领跑者", "预检气候友好型区域", "做路由器的", "how to apply")


class OpeningError(RuntimeError):
    """The program cannot start; the message (Chinese) names the file or the database, and what to do."""


def open_notices(settings: Settings) -> Notices:
    """The notices of the settings' folders. Raises OpeningError naming file and line of what is wrong."""
    if not settings.notices:
        raise OpeningError("没有可用的通知：请在 SHENBAO_NOTICES 里写上通知文件夹")
    try:
        notices = load_notices(settings.notices)
    except ContentError as fault:
        raise OpeningError(f"通知内容有误，请用 shenbao notice check 查看：\n{fault}") from None
    if len(notices) < len(settings.notices):
        raise OpeningError("有两个通知文件夹的 notice.yaml 写着同一个 key，请改成不同的")
    return notices


@asynccontextmanager
async def open_memory(settings: Settings) -> AsyncIterator[Memory]:
    """The database of talks. SQLite is upgraded on the way; PostgreSQL must be upgraded by its operator.

    Raises OpeningError when the database cannot be reached, or is not of this program's version.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from bot.database_url import without_password
    from bot.memory.engine import open_engine
    from bot.memory.schema import SchemaError, require_current, upgrade
    from bot.memory.store import Memory
    from bot.secret_key import secret_key

    engine = open_engine(settings.database_url)
    try:
        try:
            if engine.dialect.name == "sqlite":
                await upgrade(engine)
            else:
                await require_current(engine)
            memory = Memory(engine, secret_key(settings), settings.queue_limit)
        except SchemaError as fault:
            raise OpeningError(str(fault)) from None
        except (SQLAlchemyError, OSError) as fault:
            # The driver's thread still has a word to say to this loop, and would complain aloud to a closed one.
            await asyncio.sleep(DRIVER_FAREWELL)
            reason = getattr(fault, "orig", None) or fault
            raise OpeningError(f"打不开数据库 {without_password(settings.database_url)}：{reason}") from None
        yield memory
    finally:
        await engine.dispose()


@asynccontextmanager
async def open_door(settings: Settings) -> AsyncIterator[Door]:
    """The door on the settings' notices and database."""
    from bot.publishing import kept_up
    from bot.switchboard import Switchboard

    notices = open_notices(settings)
    async with open_memory(settings) as memory:
        door = _door(settings, notices, memory, Switchboard(memory.engine))
        async with kept_up(_publishing(settings, memory, door)):
            yield door


@asynccontextmanager
async def open_site(settings: Settings) -> AsyncIterator[Site]:
    """What the channels over HTTP need, for as long as the server runs. The pages show the first notice."""
    from bot.channels.web.menu import Menu
    from bot.channels.web.site import ShownNotice, Site
    from bot.channels.wechat.menu import menu as custom_menu
    from bot.channels.wechat.wording import wording
    from bot.clock import clock_for
    from bot.codes import Codes
    from bot.daily_purge import purging_daily
    from bot.desk.surroundings import Desk
    from bot.figures.workshop import Workshop
    from bot.health import DatabaseHealth
    from bot.limits import Limits
    from bot.metrics import Metrics
    from bot.publishing import kept_up
    from bot.questions.background import grouping_questions
    from bot.secret_key import secret_key
    from bot.switchboard import Switchboard

    notices = open_notices(settings)
    try:
        menu = load(settings.notices[0] / "menu.yaml", Menu)
        if settings.wechat:  # what is wrong in these files stops the start, too, and not somebody's turn
            wording()
            custom_menu()
    except ContentError as fault:
        raise OpeningError(str(fault)) from None

    for notice in notices.values():
        notice.warm()
    _rehearse(notices, clock_for(settings.today)())
    async with (
        open_memory(settings) as memory,
        purging_daily(memory.engine, settings.retention_days),
        Workshop() as workshop,
        AsyncExitStack() as house,
    ):
        metrics = Metrics()
        metrics.watch_queue(lambda: memory.waiting)
        switches = Switchboard(memory.engine)
        limits = Limits(settings.turns_per_minute)
        key = secret_key(settings)
        codes = Codes(key, timedelta(hours=settings.talk_code_hours), timedelta(hours=settings.desk_code_hours))
        door = _door(settings, notices, memory, switches, limits=limits, tally=metrics, codes=codes)
        publishing = await house.enter_async_context(kept_up(_publishing(settings, memory, door)))

        def shown() -> ShownNotice:
            notice = next(iter(door.notices.values()))
            return ShownNotice(notice.particulars, notice.clauses, notice.rulebook, menu)

        health = DatabaseHealth(memory.engine)
        today = clock_for(settings.today)
        await house.enter_async_context(grouping_questions(memory.engine, lambda: door.notices))
        desk = Desk(memory.engine, lambda: door.notices, today, key, switches, codes, publishing, workshop=workshop)
        site = Site(
            door,
            memory,
            shown,
            today,
            settings.text_limit,
            health,
            metrics,
            switches=switches,
            desk=desk,
            codes=codes,
            retention_days=settings.retention_days,
        )
        if settings.wechat:
            from bot.channels.wechat.opening import open_account

            opening = open_account(settings, door, memory, key, metrics.delivery)
            site = replace(site, account=await house.enter_async_context(opening))
        yield site


def _rehearse(notices: Notices, today: date) -> None:
    """Say what most people say first, to nobody: what a talk makes at its first use is made before anybody waits."""
    from bot.conversation import ConversationState, converse

    for text in REHEARSED:
        converse(text, ConversationState(), notices, today)


def _door(
    settings: Settings,
    notices: Notices,
    memory: Memory,
    switches: Switchboard,
    *,
    limits: Limits | None = None,
    tally: Tally | None = None,
    codes: Codes | None = None,
) -> Door:
    from bot.clock import clock_for
    from bot.door import Door

    clock = clock_for(settings.today)
    text_limit = settings.text_limit
    return Door(memory, notices, clock, text_limit, limits=limits, tally=tally, switches=switches, codes=codes)


def _publishing(settings: Settings, memory: Memory, door: Door) -> Publishing:
    from bot.publishing import Publishing

    folders = dict(zip(door.notices, settings.notices, strict=True))

    def swap(notices: Notices) -> None:
        door.notices = notices

    return Publishing(memory.engine, door.notices, swap, folders)
