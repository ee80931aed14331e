"""Pages that are owed, for the scenes of the courier."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import insert, select

from bot.channels.wechat.api.courier import Courier
from bot.clock import now
from bot.memory.owed import FOLLOWS, owe
from bot.memory.store import Memory
from bot.memory.tables import conversations, owed_replies
from bot.sealing import Seal
from tests.bot.conftest import KEY
from tests.bot.wechat.api.hands import Hands

RECIPIENTS = Seal(KEY, "recipient")


class Debtor:
    """Owes pages to people, each in a talk of their own."""

    def __init__(self, memory: Memory, clock: Hands) -> None:
        self.memory = memory
        self.clock = clock
        self._talks: dict[str, str] = {}

    async def owe(self, openid: str, *pages: str) -> None:
        async with self.memory.engine.begin() as connection:
            if openid not in self._talks:
                talk = self._talks[openid] = str(uuid.uuid4())
                values = {"id": talk, "channel": "wechat", "user_hash": talk, "turns": 0}
                await connection.execute(insert(conversations).values(**values, created=now(), updated=now()))
            await connection.run_sync(owe, self._talks[openid], RECIPIENTS.close(openid), pages, self.clock())
        self.clock.move(seconds=FOLLOWS.total_seconds())

    async def left(self) -> Sequence[str]:
        """The pages still owed."""
        query = select(owed_replies.c.text).order_by(owed_replies.c.created, owed_replies.c.position)
        async with self.memory.engine.connect() as connection:
            return (await connection.execute(query)).scalars().all()


async def all_rounds(*couriers: Courier) -> None:
    """Rounds until nobody finds anything."""
    while any([await courier.round() for courier in couriers]):
        pass
