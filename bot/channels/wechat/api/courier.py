"""Sends what is owed: the pages that follow an answer on their own, by the customer-service API.

Nothing owed is lost by a killed process: a claim only moves a reply on by a lease. A repeat is possible in one case,
which the platform leaves open, for its API knows no key against doubles: between its taking the message and the one
statement that forgets it here, or when its answer never arrives.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.background import in_background, stopped_within
from bot.channels.wechat.api.client import open_api
from bot.channels.wechat.api.errors import (
    CountExhausted,
    NotPermitted,
    RecipientGone,
    Refusal,
    TooLong,
    WechatError,
    WindowClosed,
)
from bot.clock import now
from bot.memory.owed import OwedReply, Owings
from bot.sealing import Seal, SealBroken
from bot.settings import Settings

log = logging.getLogger("shenbao.wechat.courier")

AT_ONCE = 8  # replies under way, each to another person
LOOK = 1.0  # seconds between two looks that find nothing
SENDING = 30.0  # seconds a reply may take, a new access token included
LEASE = timedelta(seconds=60)  # longer than SENDING, so that no reply is under way twice
WINDOW = timedelta(hours=48)  # after which the platform takes nothing any more
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0  # seconds
TRIES = 8  # for a refusal nobody has heard of; a platform out of reach is tried until the window closes

_NEVER = (WindowClosed, CountExhausted, NotPermitted, RecipientGone, TooLong)


class Delivery(StrEnum):
    """How an attempt to send a reply ended."""

    sent = "sent"
    retried = "retried"
    dropped = "dropped"


class Sender(Protocol):
    """What the courier needs of the API; see ``client.WechatApi``."""

    async def send_text(self, openid: str, text: str) -> None: ...


class Courier:
    """One for each process; any number share the work. ``count`` is told how each ended, and of how many pages."""

    def __init__(
        self,
        owings: Owings,
        sender: Sender,
        recipients: Seal,
        *,
        count: Callable[[Delivery, int], None] = lambda _how, _pages: None,
        clock: Callable[[], datetime] = now,
        look: float = LOOK,
    ) -> None:
        self._owings = owings
        self._sender = sender
        self._recipients = recipients
        self._count = count
        self._clock = clock
        self._look = look
        self._unsettled: set[str] = set()  # sent, but the database could not be told yet

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """At work for the length of the block; at its end what is under way is finished, the rest stays owed."""
        async with in_background("the courier", self._work):
            yield

    async def round(self, most: int = AT_ONCE) -> list[Delivery]:
        """Send what is due, one reply a talk. Raises SQLAlchemyError or OSError when the database is at fault."""
        claimed = await self._owings.claim(self._clock(), LEASE, most)
        ended = await asyncio.gather(*(self._deliver(reply) for reply in claimed), return_exceptions=True)
        for delivery in ended:
            if isinstance(delivery, BaseException):
                raise delivery
        return [delivery for delivery in ended if not isinstance(delivery, BaseException)]

    async def _work(self, stop: asyncio.Event) -> None:
        faults = 0
        while not stop.is_set():
            try:
                # A fault that spares nobody is the account's or the network's: asking for each of a thousand replies
                # would only fail a thousand times, so one goes ahead.
                ended = await self.round(1 if faults else AT_ONCE)
                failed = Delivery.retried in ended and Delivery.sent not in ended
            except (SQLAlchemyError, OSError) as fault:
                log.error("the courier's database: %s", type(fault).__name__)
                ended, failed = [], True
            faults = faults + 1 if failed else 0
            if failed or not ended:
                await stopped_within(stop, _pause(faults) if failed else self._look)

    async def _deliver(self, reply: OwedReply) -> Delivery:
        if reply.id in self._unsettled:
            return await self._settle(reply)
        if self._clock() - reply.created >= WINDOW:
            return await self._drop(reply, "its window has closed")
        try:
            async with asyncio.timeout(SENDING):
                await self._sender.send_text(self._recipients.open(reply.recipient), reply.text)
        except SealBroken:
            return await self._drop(reply, "its recipient was sealed with another key")
        except _NEVER as fault:
            return await self._drop(reply, str(fault))
        except Refusal as fault:
            if type(fault) is Refusal and reply.attempts >= TRIES:
                return await self._drop(reply, str(fault))
            return await self._postpone(reply, str(fault))
        except WechatError as fault:
            return await self._postpone(reply, str(fault))
        except TimeoutError:
            return await self._postpone(reply, "it took too long")
        return await self._settle(reply)

    async def _settle(self, reply: OwedReply) -> Delivery:
        self._unsettled.add(reply.id)
        await self._owings.settle(reply)  # the one statement of the docstring above
        self._unsettled.discard(reply.id)
        self._count(Delivery.sent, 1)
        return Delivery.sent

    async def _postpone(self, reply: OwedReply, why: str) -> Delivery:
        pause = _pause(reply.attempts)
        log.warning("owed reply %s goes out in %g s at the earliest: %s", reply.id, pause, why)
        await self._owings.postpone(reply, self._clock() + timedelta(seconds=pause))
        self._count(Delivery.retried, 1)
        return Delivery.retried

    async def _drop(self, reply: OwedReply, why: str) -> Delivery:
        """With the pages after it: they would fail alike, or stand there without their beginning."""
        pages = await self._owings.drop(reply)
        log.error("owed reply %s and the %d pages after it are dropped: %s", reply.id, pages - 1, why)
        self._count(Delivery.dropped, pages)
        return Delivery.dropped


@asynccontextmanager
async def courier_at_work(
    settings: Settings,
    engine: AsyncEngine,
    key: bytes,
    recipients: Seal,
    count: Callable[[Delivery, int], None] = lambda _how, _pages: None,
) -> AsyncIterator[None]:
    """The settings' account has a courier for the length of the block. ``key`` is that of ``secret_key``."""
    async with open_api(settings, engine, key) as api, Courier(Owings(engine), api, recipients, count=count).running():
        yield


def _pause(faults: int) -> float:
    """Seconds to wait after this many faults in a row."""
    return min(FIRST_PAUSE * 2.0 ** min(faults - 1, 10), LONGEST_PAUSE)
