"""All checks, one after the other, each told as soon as it is done."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.channels.wechat.doctor.callback import callback_findings
from bot.channels.wechat.doctor.database import database_finding
from bot.channels.wechat.doctor.finding import Finding, unsure
from bot.channels.wechat.doctor.platform import platform_findings
from bot.channels.wechat.doctor.settings import settings_findings
from bot.settings import Settings


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Every check that can be made with the settings there are."""
    for finding in settings_findings(settings):
        yield finding
    yield await database_finding(settings)
    if not settings.wechat:
        yield unsure("其余各项", "等公众号的设置齐了再查")
        return
    if settings.public_url:
        async for finding in callback_findings(settings):
            yield finding
    else:
        yield unsure("回调", "等设好对外网址再查")
    async for finding in platform_findings(settings):
        yield finding
