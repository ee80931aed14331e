"""Judging a login: counted before it is judged, and nobody learns which half was wrong."""

from __future__ import annotations

import re

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.surroundings import Desk
from bot.memory import staff, staff_sessions
from bot.memory.audit import NOBODY, Deed, append, trail_key

LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")


def login_of(written: str) -> str:
    """A login as people write it, in the form it is kept; empty where it cannot be one."""
    login = written.strip().lower()
    return login if LOGIN.fullmatch(login) else ""


async def enter(desk: Desk, written: str, password: str, former: str) -> str | None:
    """The token of a new session, None where the login or the password is wrong or the account is locked or disabled.

    ``former`` is the token of the session the browser still had: it ends, so that one handed to it gains nothing.
    Every attempt goes into the trail; a login nobody has does not, it may well be a password typed into the wrong box.
    """
    login = login_of(written)
    async with desk.engine.begin() as connection:
        account, judged = await staff.attempt(connection, login, desk.now())
    right = await desk.judge.fits(account.password_hash if account is not None else None, password)
    async with desk.engine.begin() as connection:
        if account is None:
            await _note(desk, connection, Deed(None, NOBODY, "login_unknown", NOBODY, {}))
            return None
        # Read again: meanwhile somebody may have disabled the account, or given it another password.
        now = await staff.find(connection, login, to_change=True)
        open_still = now is not None and not now.disabled and now.password_hash == account.password_hash
        if not (right and judged and open_still):
            why = "disabled" if account.disabled else "wrong" if judged else "locked"
            await _note(desk, connection, Deed(account.id, login, "login_failed", login, {"why": why}))
            return None
        await staff.succeeded(connection, account)
        if former:
            await staff_sessions.end(connection, former)
        token = await staff_sessions.begin(connection, account.id, desk.now())
        await _note(desk, connection, Deed(account.id, login, "login", login, {}))
    return token


async def _note(desk: Desk, connection: AsyncConnection, deed: Deed) -> None:
    await append(connection, trail_key(desk.key), desk.now(), deed)
