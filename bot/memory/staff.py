"""The desk's accounts, and the count of attempts to get into one."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.memory.tables import staff

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Account:
    """A member of staff."""

    id: int
    login: str
    name: str
    password_hash: str
    roles: frozenset[str]
    disabled: bool
    failures: int
    locked_until: datetime | None

    def locked(self, now: datetime) -> bool:
        """Whether no password is taken at the moment."""
        return self.locked_until is not None and self.locked_until > now


async def find(connection: AsyncConnection, login: str, *, to_change: bool = False) -> Account | None:
    """The account of a login, lower case; ``to_change`` makes other transactions wait until this one ends."""
    query = select(staff).where(staff.c.login == login)
    row = (await connection.execute(query.with_for_update() if to_change else query)).one_or_none()
    return _account(row) if row is not None else None


async def every(connection: AsyncConnection) -> tuple[Account, ...]:
    """All accounts, by login."""
    return tuple(_account(row) for row in await connection.execute(select(staff).order_by(staff.c.login)))


async def add(
    connection: AsyncConnection, login: str, *, name: str, password_hash: str, roles: Collection[str], now: datetime
) -> None:
    """A new account. Raises IntegrityError where the login is taken."""
    await connection.execute(
        insert(staff).values(
            login=login,
            name=name,
            password_hash=password_hash,
            roles=json.dumps(sorted(roles)),
            disabled=False,
            failures=0,
            created=now,
            changed=now,
        )
    )


async def change(connection: AsyncConnection, account: Account, now: datetime, **values: Any) -> None:
    """Change columns of an account; ``roles`` as a collection of words."""
    if "roles" in values:
        values["roles"] = json.dumps(sorted(values["roles"]))
    await connection.execute(update(staff).where(staff.c.id == account.id).values(changed=now, **values))


async def attempt(connection: AsyncConnection, login: str, now: datetime) -> tuple[Account | None, bool]:
    """Count an attempt before it is judged, and say whether it may be judged at all.

    Counting first means that a hundred attempts sent at once are still five: the password is only looked at for those
    that were let through. The fifth locks the account until it proves to be right (``succeeded``).
    """
    account = await find(connection, login, to_change=True)
    if account is None or account.locked(now):
        return account, False
    failures = (0 if account.failures >= MOST_FAILURES else account.failures) + 1  # a lock that has ended starts anew
    locked_until = now + LOCKED_FOR if failures >= MOST_FAILURES else None
    await connection.execute(
        update(staff).where(staff.c.id == account.id).values(failures=failures, locked_until=locked_until)
    )
    return account, True


async def succeeded(connection: AsyncConnection, account: Account) -> None:
    """The attempt was right: nothing is held against the account any more."""
    await connection.execute(update(staff).where(staff.c.id == account.id).values(failures=0, locked_until=None))


def _account(row: Any) -> Account:
    return Account(
        row.id,
        row.login,
        row.name,
        row.password_hash,
        frozenset(json.loads(row.roles)),
        row.disabled,
        row.failures,
        row.locked_until,
    )
