"""``shenbao wechat``: setting up the official account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import FAILED, settings_from, stop

if TYPE_CHECKING:
    from bot.settings import Settings

wechat = typer.Typer(help="公众号：检查配置、推送菜单。", no_args_is_help=True)


@wechat.command()
def doctor() -> None:
    """逐项检查公众号：✓ 正确，✗ 要改，– 未查或请自行确认；有 ✗ 时退出码为 1。"""
    import asyncio

    from bot.channels.wechat.doctor.examination import examine
    from bot.channels.wechat.doctor.finding import Mark, unsure, wrong
    from bot.settings import SettingsError, load_settings, unknown_settings

    misspelt = [wrong("设置", warning) for warning in unknown_settings()]
    for finding in misspelt:
        typer.echo(finding)
    try:
        settings = load_settings()
    except SettingsError as fault:
        for line in str(fault).splitlines():
            typer.echo(wrong("设置", line))
        typer.echo(unsure("其余各项", "等设置改好再查"))
        raise typer.Exit(FAILED) from None

    async def run() -> bool:
        well = not misspelt
        async for finding in examine(settings):
            typer.echo(finding)
            well = well and finding.mark is not Mark.wrong
        return well

    if not asyncio.run(run()):
        raise typer.Exit(FAILED)


@wechat.command()
def menu(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示要推送的内容，不推送。")] = False,
) -> None:
    """把自定义菜单推送到公众号；内容在 bot/channels/wechat/menu.yaml。"""
    import json

    from bot.channels.wechat.menu import menu_payload
    from bot.content import ContentError

    settings = settings_from()
    try:
        payload = menu_payload(settings.public_url)
    except (ContentError, ValueError) as fault:
        stop(str(fault))
    if dry_run:
        typer.echo(json.dumps(payload, ensure_ascii=False, indent=2))
        return
    if not settings.wechat:
        stop("没有设公众号，请先设 SHENBAO_WECHAT_APP_ID 等，并用 shenbao wechat doctor 检查。")
    _push(settings, payload)
    typer.echo("菜单已推送。已关注的用户要等几分钟，或重新关注后才看到。")


def _push(settings: Settings, payload: dict[str, Any]) -> None:
    import asyncio

    from sqlalchemy.exc import SQLAlchemyError

    from bot.channels.wechat.api.client import open_api
    from bot.channels.wechat.api.errors import WechatError
    from bot.database_url import without_password
    from bot.opening import OpeningError, open_memory
    from bot.secret_key import secret_key

    async def run() -> None:
        async with open_memory(settings) as memory, open_api(settings, memory.engine, secret_key(settings)) as api:
            await api.push_menu(payload)

    try:
        asyncio.run(run())
    except (OpeningError, WechatError) as fault:
        stop(str(fault))
    except (SQLAlchemyError, OSError) as fault:
        reason = getattr(fault, "orig", None) or fault
        stop(f"数据库 {without_password(settings.database_url)} 出错：{reason}")
