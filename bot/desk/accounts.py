"""Accounts as an operator manages them; each change and its line in the trail are one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import now
from bot.desk import passwords
from bot.desk.entering import login_of
from bot.desk.officer import Role
from bot.memory import staff, staff_sessions
from bot.memory.audit import COMMAND_LINE, Checked, Deed, append, check, trail_key


class AccountError(ValueError):
    """The account cannot be made or changed; the message (Chinese) says why and what is allowed."""


@dataclass(frozen=True)
class Accounts:
    """The desk's accounts; ``key`` is the installation's secret key."""

    engine: AsyncEngine
    key: bytes

    async def add(self, login: str, name: str, password: str, roles: Collection[Role]) -> None:
        """A new account. Raises AccountError for a login that is taken or cannot be one, or a poor password."""
        wanted = checked_login(login)
        _check(password, wanted)
        kept = passwords.hashed(password)
        async with self.engine.begin() as connection:
            if await staff.find(connection, wanted, to_change=True) is not None:
                raise AccountError(f"登录名 {wanted} 已经有了；重设密码请用 shenbao staff reset {wanted}。")
            await staff.add(connection, wanted, name=name, password_hash=kept, roles=roles, now=now())
            await self._note(connection, "staff_add", wanted, roles=sorted(roles))

    async def disable(self, login: str) -> None:
        """Nobody gets in with it any more, and whoever is in is out at their next click."""
        async with self.engine.begin() as connection:
            account = await self._known(connection, login)
            await staff.change(connection, account, now(), disabled=True)
            await staff_sessions.end_all(connection, account.id)
            await self._note(connection, "staff_disable", account.login)

    async def enable(self, login: str) -> None:
        """Take ``disable`` back."""
        async with self.engine.begin() as connection:
            account = await self._known(connection, login)
            await staff.change(connection, account, now(), disabled=False)
            await self._note(connection, "staff_enable", account.login)

    async def grant(self, login: str, roles: Collection[Role]) -> None:
        """Replace the account's roles; counts from its next click."""
        async with self.engine.begin() as connection:
            account = await self._known(connection, login)
            await staff.change(connection, account, now(), roles=roles)
            was = sorted(account.roles)
            await self._note(connection, "staff_roles", account.login, roles=sorted(roles), before=was)

    async def reset(self, login: str, password: str) -> bool:
        """A new password; a lock ends, and so does every session. Returns whether the account is disabled all the same.

        Raises AccountError for an unknown login or a poor password.
        """
        _check(password, checked_login(login))
        kept = passwords.hashed(password)
        async with self.engine.begin() as connection:
            account = await self._known(connection, login)
            await staff.change(connection, account, now(), password_hash=kept, failures=0, locked_until=None)
            await staff_sessions.end_all(connection, account.id)
            await self._note(connection, "staff_reset", account.login)
        return account.disabled

    async def known(self, login: str) -> staff.Account:
        """The account of a login; raises AccountError where there is none."""
        async with self.engine.execution_options(reading=True).connect() as connection:
            return await self._known(connection, login)

    async def every(self) -> tuple[staff.Account, ...]:
        """All accounts, by login."""
        async with self.engine.execution_options(reading=True).connect() as connection:
            return await staff.every(connection)

    async def check_trail(self, anchor: tuple[int, str] | None = None) -> Checked:
        """Go through the trail of what was done; see ``memory.audit.check``."""
        async with self.engine.execution_options(reading=True).connect() as connection:
            return await check(connection, trail_key(self.key), anchor)

    async def _known(self, connection: AsyncConnection, login: str) -> staff.Account:
        account = await staff.find(connection, checked_login(login), to_change=True)
        if account is None:
            raise AccountError(f"没有 {login} 这个账号；已有的账号用 shenbao staff list 查看。")
        return account

    async def _note(self, connection: AsyncConnection, action: str, login: str, **details: object) -> None:
        await append(connection, trail_key(self.key), now(), Deed(None, COMMAND_LINE, action, login, details))


def checked_login(written: str) -> str:
    """The login in the form it is kept; raises AccountError where it cannot be one."""
    login = login_of(written)
    if not login:
        raise AccountError(
            f"登录名 {written!r} 不能用：应为 2 到 32 个小写字母、数字或 . _ -，以字母开头，如 wang.fang。"
        )
    return login


def _check(password: str, login: str) -> None:
    wrong = passwords.complaint(password, login)
    if wrong is not None:
        raise AccountError(wrong)
