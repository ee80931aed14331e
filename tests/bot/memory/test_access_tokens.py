"""The row that several processes share: one fetches, the late ones write nothing, nobody reads it without the key."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.memory.access_tokens import AccessToken, AccessTokens, Shelf
from bot.memory.engine import open_engine
from bot.memory.store import Memory
from bot.memory.tables import access_tokens
from bot.sealing import Seal
from tests.bot.conftest import KEY

NOON = datetime(2023, 8, 20, 4, tzinfo=UTC)
LEASE = timedelta(seconds=25)
TOKEN = AccessToken("t" * 600, NOON + timedelta(hours=2))


def shelf_of(memory: Memory, key: bytes = KEY, app_id: str = "wx1") -> AccessTokens:
    return AccessTokens(memory.engine, Seal(key, "access token"), app_id)


async def fetch(tokens: AccessTokens, token: AccessToken) -> None:
    """As a process does it."""
    lease = await tokens.claim(await tokens.look(), NOON, LEASE)
    assert lease is not None
    await tokens.keep(token, lease)


async def test_a_long_token_comes_out_as_it_went_in(memory: Memory) -> None:
    tokens = shelf_of(memory)
    assert await tokens.look() == Shelf()
    await fetch(tokens, TOKEN)
    assert (await tokens.look()).token == TOKEN
    assert (await shelf_of(memory, app_id="wx2").look()).token is None, "each account has its own"


async def test_one_of_many_gets_the_lease(memory: Memory) -> None:
    engines = [open_engine(memory.engine.url.render_as_string(hide_password=False)) for _ in range(4)]
    seal = Seal(KEY, "access token")
    claims = (AccessTokens(engine, seal, "wx1").claim(Shelf(), NOON, LEASE) for engine in engines)
    leases = await asyncio.gather(*claims)
    for engine in engines:
        await engine.dispose()
    assert sorted(lease is not None for lease in leases) == [False, False, False, True]
    assert (await shelf_of(memory).look()).fetching_until == NOON + LEASE


async def test_who_saw_an_older_token_need_not_fetch(memory: Memory) -> None:
    tokens = shelf_of(memory)
    seen = await tokens.look()
    await fetch(tokens, TOKEN)
    assert await tokens.claim(seen, NOON, LEASE) is None


async def test_who_comes_back_after_the_lease_writes_nothing(memory: Memory) -> None:
    tokens = shelf_of(memory)
    slow = await tokens.claim(Shelf(), NOON, LEASE)
    quick = await tokens.claim(Shelf(), NOON + LEASE, LEASE)
    assert slow is not None
    assert quick is not None
    await tokens.keep(TOKEN, quick)
    await tokens.keep(AccessToken("old", TOKEN.expires), slow)
    await tokens.give_back(slow)
    assert (await tokens.look()).token == TOKEN


async def test_without_the_key_there_is_no_token(memory: Memory) -> None:
    await fetch(shelf_of(memory), TOKEN)
    async with memory.engine.connect() as connection:
        row = (await connection.execute(select(access_tokens))).one()
    assert TOKEN.value not in str(row)
    stranger = shelf_of(memory, key=b"another key")
    assert (await stranger.look()).token is None
    await fetch(stranger, TOKEN)
    assert (await stranger.look()).token == TOKEN, "a changed key costs one fetch"


async def test_it_does_not_show_itself(memory: Memory) -> None:
    await fetch(shelf_of(memory), TOKEN)
    assert "ttt" not in repr(await shelf_of(memory).look())
