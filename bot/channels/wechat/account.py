"""The official account: each message to the door, and its words back within the platform's patience."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.apologies import follows, not_yet
from bot.channels.wechat.envelope import Envelope
from bot.channels.wechat.events import Heard, heard
from bot.channels.wechat.freshness import Freshness
from bot.channels.wechat.incoming import Incoming, ReplayedNonce
from bot.door import Door, Taken
from bot.logs import about_turn, without_words
from bot.manner import Manner

log = logging.getLogger("shenbao.wechat")

CHANNEL = "wechat"


class Leaving(Protocol):
    """Where an answer that comes late is left; see ``memory.store.Memory``."""

    faults: tuple[type[Exception], ...]

    async def leave(self, channel: str, user: str, pages: Sequence[str], owe_to: str | None = None) -> None: ...


@dataclass(frozen=True)
class OfficialAccount:
    """What the callback talks to.

    ``deadline`` in seconds: the platform drops the connection after five. ``seal`` hides a user's id where replies
    follow on their own (the account has the customer-service API); None where the person asks for them. ``privacy``
    is what a new follower is told about what is kept.
    """

    door: Door
    memory: Leaving
    envelope: Envelope
    freshness: Freshness
    manner: Manner
    deadline: float
    seal: Callable[[str], str] | None = None
    privacy: str = ""
    _late: set[asyncio.Task[None]] = field(default_factory=set)

    async def answer(self, incoming: Incoming) -> str | None:
        """The text to reply with; None where there is nothing to say. Raises ReplayedNonce.

        When the deadline passes first, the person is told so, and the answer is left for them: sent on its own, or
        brought by 更多. The turn itself goes on and is kept.
        """
        said = heard(incoming, self.privacy)
        if said is None:
            return None
        owe_to = self.seal(incoming.user) if self.seal is not None else None
        taking = asyncio.create_task(self._take(incoming, said, owe_to))
        await asyncio.wait((taking,), timeout=self.deadline)
        if not taking.done():
            self.door.tally.late()
            self._keep_for_later(taking, incoming.user, owe_to)
            return (not_yet if owe_to is None else follows)(self.door.notices).text
        taken = taking.result()
        if taken.replayed:
            raise ReplayedNonce
        return _words(taken)

    async def settled(self) -> None:
        """Every answer that came late is left where its person finds it."""
        while self._late:
            await asyncio.wait(self._late)

    async def _take(self, incoming: Incoming, said: Heard, owe_to: str | None) -> Taken:
        return await self.door.take(
            CHANNEL,
            incoming.user,
            said.text if said.answer is None else said.log_text,
            incoming.message_id,
            nonce=incoming.nonce,
            answer=said.answer,
            manner=self.manner,
            owe_to=owe_to,
        )

    def _keep_for_later(self, taking: asyncio.Task[Taken], user: str, owe_to: str | None) -> None:
        late = asyncio.create_task(self._leave(taking, user, owe_to))
        self._late.add(late)
        late.add_done_callback(self._late.discard)

    async def _leave(self, taking: asyncio.Task[Taken], user: str, owe_to: str | None) -> None:
        taken = await taking
        if taken.replayed or not (words := _words(taken)):
            return
        with about_turn(taken.turn_id):
            try:
                await self.memory.leave(CHANNEL, user, (words,), owe_to)
            except self.memory.faults as fault:
                self.door.tally.fault(type(fault).__name__)
                log.error("turn %s: late, and not left: %s", taken.turn_id, without_words(fault))


def _words(taken: Taken) -> str | None:
    return taken.spoken.text or None if taken.spoken is not None else None
