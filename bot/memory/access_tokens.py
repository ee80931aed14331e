"""The platform's access token, kept once for all processes, sealed.

One process at a time fetches a new one: it claims the row for the length of a lease, and the lease's end, which only
it knows, is also its ticket for writing what it fetched. A process that dies fetching holds up nobody for longer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.tables import access_tokens
from bot.sealing import Seal, SealBroken


@dataclass(frozen=True)
class AccessToken:
    """A token (512 characters and more) and its end. It shows itself to nobody, in no log and no traceback."""

    value: str = field(repr=False)
    expires: datetime


@dataclass(frozen=True)
class Shelf:
    """What lies in the database: the token, if one is readable, and until when some process is fetching another.

    ``sealed`` is the token as it is written, readable or not; no two are the same.
    """

    token: AccessToken | None = None
    sealed: str | None = field(default=None, repr=False)
    fetching_until: datetime | None = None


class AccessTokens:
    """The token of one account. Moments come from the caller; processes on one database agree to some seconds."""

    def __init__(self, engine: AsyncEngine, seal: Seal, app_id: str) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)
        self._seal = seal
        self._app_id = app_id

    async def look(self) -> Shelf:
        """What is there. A token sealed with a former key counts as none."""
        query = select(access_tokens).where(access_tokens.c.app_id == self._app_id)
        async with self._reading.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return Shelf()
        return Shelf(self._opened(row.token, row.expires), row.token, row.fetching_until)

    async def claim(self, seen: Shelf, moment: datetime, lease: timedelta) -> datetime | None:
        """The right to fetch, as the lease's end; None while another has it, or has fetched since ``seen``."""
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        until = moment + lease
        free = or_(access_tokens.c.fetching_until.is_(None), access_tokens.c.fetching_until <= moment)
        unchanged = access_tokens.c.token.is_not_distinct_from(seen.sealed)
        async with self._engine.begin() as connection:
            await connection.execute(dialect.insert(access_tokens).values(app_id=self._app_id).on_conflict_do_nothing())
            taken = await connection.execute(
                update(access_tokens).where(self._own, free, unchanged).values(fetching_until=until)
            )
        return until if taken.rowcount else None

    async def keep(self, token: AccessToken, lease: datetime, rest: datetime | None = None) -> None:
        """Write what was fetched under ``lease`` and give the lease back, or hold everybody off until ``rest``.

        Whoever lost the lease on the way writes nothing: another process has fetched since.
        """
        await self._under(lease, token=self._seal.close(token.value), expires=token.expires, fetching_until=rest)

    async def give_back(self, lease: datetime) -> None:
        """Nothing was fetched; the next may try at once."""
        await self._under(lease, fetching_until=None)

    async def may_force(self, moment: datetime, apart: timedelta) -> bool:
        """Whether a new token may be demanded at ``moment``; a yes is written down and uses up the right."""
        free = or_(access_tokens.c.forced.is_(None), access_tokens.c.forced <= moment - apart)
        async with self._engine.begin() as connection:
            allowed = await connection.execute(update(access_tokens).where(self._own, free).values(forced=moment))
        return bool(allowed.rowcount)

    @property
    def _own(self) -> ColumnElement[bool]:
        return access_tokens.c.app_id == self._app_id

    async def _under(self, lease: datetime, **values: object) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(
                update(access_tokens).where(self._own, access_tokens.c.fetching_until == lease).values(values)
            )

    def _opened(self, sealed: str | None, expires: datetime | None) -> AccessToken | None:
        if sealed is None or expires is None:
            return None
        try:
            return AccessToken(self._seal.open(sealed), expires)
        except SealBroken:
            return None
