"""Staying in: as long as one works, no longer than a day's shift, and never with somebody else's token."""

from __future__ import annotations

import httpx
from sqlalchemy import select

from bot.desk.accounts import Accounts
from bot.memory.tables import staff, staff_sessions
from tests.bot.desk.office import KEY, PASSWORD, Office, log_in, send

HELP = "/desk/help"


async def is_in(visitor: httpx.AsyncClient) -> bool:
    answer = await visitor.get(HELP)
    assert answer.status_code in (200, 303)
    return answer.status_code == 200


async def test_half_an_hour_of_nothing_ends_it(office: Office) -> None:
    """Fails when the idle end is removed."""
    visitor = await office.officer("wang", "lookup")
    office.later(minutes=29)
    assert await is_in(visitor)
    office.later(minutes=29)
    assert await is_in(visitor), "counted from the last click"
    office.later(minutes=30)
    assert not await is_in(visitor)


async def test_twelve_hours_end_it_whatever_is_done(office: Office) -> None:
    """Fails when the absolute end is removed: a stolen token would last for ever."""
    visitor = await office.officer("wang", "lookup")
    for _ in range(35):
        office.later(minutes=20)
        assert await is_in(visitor)
    office.later(minutes=20)
    assert not await is_in(visitor)


async def test_logging_out_ends_it_on_the_server_too(office: Office) -> None:
    """Fails when logging out only takes the cookie back."""
    visitor = await office.officer("wang", "lookup")
    token = visitor.cookies["shenbao_desk"]
    out = await send(visitor, "/desk/logout", HELP)
    assert out.headers["location"] == "/desk/login"
    assert "shenbao_desk" not in visitor.cookies
    thief = office.visitor()
    thief.cookies.set("shenbao_desk", token)
    assert not await is_in(thief)


async def test_a_login_brings_a_new_token_and_ends_the_old_one(office: Office) -> None:
    """Fails when a session is carried over a login: a token planted before it would be logged in with it."""
    visitor = await office.officer("wang", "lookup")
    before = visitor.cookies["shenbao_desk"]
    await log_in(visitor, "wang", PASSWORD)
    assert visitor.cookies["shenbao_desk"] != before
    thief = office.visitor()
    thief.cookies.set("shenbao_desk", before)
    assert not await is_in(thief)
    planted = office.visitor()
    planted.cookies.set("shenbao_desk", "planted")
    await log_in(planted, "wang", PASSWORD)
    assert planted.cookies.get("shenbao_desk", domain="desk.example") != "planted"


async def test_disabling_and_resetting_put_everybody_out_at_once(office: Office) -> None:
    """Fails when either leaves sessions open."""
    accounts = Accounts(office.engine, KEY)
    visitor = await office.officer("wang", "lookup")
    await accounts.reset("wang", "another good password")
    assert not await is_in(visitor)
    assert (await log_in(visitor, "wang", PASSWORD)).status_code == 401
    assert (await log_in(visitor, "wang", "another good password")).status_code == 303
    await accounts.disable("wang")
    assert not await is_in(visitor)
    await accounts.enable("wang")
    assert not await is_in(visitor), "enabled again, one logs in again"


async def test_a_session_counts_for_nothing_while_its_holder_is_disabled(office: Office) -> None:
    """Fails when only ``disable`` ends sessions: one begun at the same moment would stay open."""
    visitor = await office.officer("wang", "lookup")
    async with office.engine.begin() as connection:
        await connection.execute(staff.update().values(disabled=True))
    assert not await is_in(visitor)


async def test_roles_count_from_the_next_click(office: Office) -> None:
    """Fails when roles are kept in the session: a role taken away would last for the rest of the day."""
    visitor = await office.officer("wang", "lookup", "admin")
    assert (await visitor.get("/desk/audit")).status_code == 200
    await Accounts(office.engine, KEY).grant("wang", ("lookup",))
    assert (await visitor.get("/desk/audit")).status_code == 403


async def test_the_database_holds_no_token(office: Office) -> None:
    """Fails when the token itself is stored: whoever reads a backup would be logged in."""
    visitor = await office.officer("wang", "lookup")
    async with office.engine.connect() as connection:
        (row,) = await connection.execute(select(staff_sessions))
    assert visitor.cookies["shenbao_desk"] not in str(tuple(row))


async def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_connections(office: Office) -> None:
    """Fails when a flag is dropped. Over HTTPS the prefix makes the browser itself insist on them."""
    await office.hire("wang", "lookup")
    for scheme, name, flags in (
        ("http", "shenbao_desk", {"httponly", "samesite=strict", "path=/"}),
        ("https", "__Host-shenbao_desk", {"httponly", "samesite=strict", "path=/", "secure"}),
    ):
        answer = await log_in(office.visitor(scheme), "wang", PASSWORD)
        (cookie,) = (line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{name}="))
        assert {part.strip().lower() for part in cookie.split(";")[1:]} == flags


async def test_a_cookie_set_over_plain_http_counts_for_nothing_over_https(office: Office) -> None:
    """Fails when the name without the prefix is read over HTTPS: a neighbouring host could have planted it."""
    plain = await office.officer("wang", "lookup")
    encrypted = office.visitor("https")
    encrypted.cookies.set("shenbao_desk", plain.cookies["shenbao_desk"])
    assert not await is_in(encrypted)
