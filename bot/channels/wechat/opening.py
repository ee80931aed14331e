"""Opening the official account of the settings; closed again when the server stops."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from bot.channels.wechat.account import OfficialAccount
from bot.channels.wechat.api.courier import Delivery, courier_at_work
from bot.channels.wechat.envelope import Envelope
from bot.channels.wechat.freshness import Freshness
from bot.channels.wechat.manner import WechatManner
from bot.door import Door
from bot.memory.store import Memory
from bot.sealing import Seal
from bot.settings import Settings
from bot.speaking.wording import say

RECIPIENT = "recipient"
"""The purpose under which users' ids are sealed."""


@asynccontextmanager
async def open_account(
    settings: Settings, door: Door, memory: Memory, key: bytes, count: Callable[[Delivery, int], None]
) -> AsyncIterator[OfficialAccount]:
    """The account, and where it may send on its own, its courier; ``count`` is told of each page's end.

    ``key`` is the secret key. Answers that come late are settled before it closes.
    """
    assert settings.wechat_token is not None
    assert settings.wechat_app_id is not None
    recipients = Seal(key, RECIPIENT) if settings.wechat_customer_service else None
    aes_key = settings.wechat_encoding_aes_key
    account = OfficialAccount(
        door,
        memory,
        Envelope(
            settings.wechat_mode,
            settings.wechat_token.get_secret_value(),
            settings.wechat_app_id,
            aes_key.get_secret_value() if aes_key is not None else None,
        ),
        Freshness(),
        WechatManner(settings.public_url, customer_service=settings.wechat_customer_service),
        settings.wechat_deadline,
        recipients.close if recipients is not None else None,
        _privacy(settings),
    )
    async with AsyncExitStack() as at_work:
        if recipients is not None:
            await at_work.enter_async_context(courier_at_work(settings, memory.engine, key, recipients, count))
        yield account
        await account.settled()


def _privacy(settings: Settings) -> str:
    told = say("privacy", days=settings.retention_days)
    return f"{told}隐私说明：{settings.public_url.rstrip('/')}/privacy" if settings.public_url else told
