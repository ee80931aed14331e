"""The office, open, on each database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.memory.store import Memory
from tests.bot.desk.office import Office


@pytest.fixture
async def office(memory: Memory) -> AsyncIterator[Office]:
    it = Office(memory)
    async with it.app.router.lifespan_context(it.app):
        yield it
    await it.desk.workshop.close()
