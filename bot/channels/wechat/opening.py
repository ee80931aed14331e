"""Opening the official account of the settings; closed again when the server stops."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.wechat.account import OfficialAccount
from bot.channels.wechat.envelope import Envelope
from bot.channels.wechat.freshness import Freshness
from bot.channels.wechat.manner import WechatManner
from bot.door import Door
from bot.memory.store import Memory
from bot.sealing import Seal
from bot.settings import Settings

RECIPIENT = "recipient"
"""The purpose under which users' ids are sealed."""


@asynccontextmanager
async def open_account(settings: Settings, door: Door, memory: Memory, key: bytes) -> AsyncIterator[OfficialAccount]:
    """The account; ``key`` is the secret key. Answers that come late are settled before it closes."""
    assert settings.wechat_token is not None
    assert settings.wechat_app_id is not None
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
        Seal(key, RECIPIENT).close if settings.wechat_customer_service else None,
    )
    yield account
    await account.settled()
