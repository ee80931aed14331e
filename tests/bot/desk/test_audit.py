"""The trail: nobody changes a line, the program included; a changed one shows; it holds no personal data."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.desk.accounts import Accounts
from bot.memory.audit import Deed, append, trail_key
from tests.bot.desk.office import KEY, PASSWORD, Office, log_in, send

UNLOCK = {
    "sqlite": ("DROP TRIGGER audit_is_final_update", "DROP TRIGGER audit_is_final_delete"),
    "postgresql": ("DROP TRIGGER audit_is_final ON audit",),
}


async def keep(office: Office, *actions: str) -> None:
    for action in actions:
        async with office.engine.begin() as connection:
            await append(connection, trail_key(KEY), office.now, Deed(1, "wang", action, "x", {"n": 1}))


async def tamper(office: Office, *statements: str) -> None:
    """What somebody with the database's own password could do."""
    async with office.engine.begin() as connection:
        for statement in (*UNLOCK[office.engine.dialect.name], *statements):
            await connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET subject = 'y'", "DELETE FROM audit", "DELETE FROM audit WHERE id = 2"]
)
async def test_the_database_refuses_to_change_or_delete_a_line(office: Office, statement: str) -> None:
    """Fails on either database when its trigger is removed."""
    await keep(office, "a", "b", "c")
    with pytest.raises(DBAPIError, match="final"):
        async with office.engine.begin() as connection:
            await connection.execute(text(statement))
    assert len(await office.trail()) == 3


async def test_postgresql_refuses_to_empty_it(office: Office) -> None:
    """Fails when TRUNCATE is left out of the trigger."""
    if office.engine.dialect.name != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE")
    await keep(office, "a")
    with pytest.raises(DBAPIError, match="final"):
        async with office.engine.begin() as connection:
            await connection.execute(text("TRUNCATE audit"))


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE audit SET subject = 'y' WHERE id = 2", 2),
        ("UPDATE audit SET staff_login = 'li' WHERE id = 3", 3),
        ("UPDATE audit SET details = '{}' WHERE id = 1", 1),
        ("UPDATE audit SET action = 'z' WHERE id = 4", 4),
        ("DELETE FROM audit WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 1", 1),
        ("UPDATE audit SET chain = (SELECT chain FROM audit WHERE id = 1) WHERE id = 2", 2),
    ],
)
async def test_a_changed_or_missing_line_shows_at_its_number(office: Office, statement: str, wrong: int) -> None:
    """Fails when a column is left out of the chain, or the chain is not checked."""
    await keep(office, "a", "b", "c", "d")
    accounts = Accounts(office.engine, KEY)
    assert (await accounts.check_trail()).wrong is None
    await tamper(office, statement)
    assert (await accounts.check_trail()).wrong == wrong


async def test_a_moved_moment_shows(office: Office) -> None:
    """Fails when the moment is left out of the chain."""
    await keep(office, "a", "b")
    await tamper(office, "UPDATE audit SET at = (SELECT at FROM audit WHERE id = 1) WHERE id = 2")
    assert (await Accounts(office.engine, KEY).check_trail()).wrong is None, "the same moment is no change"
    await tamper_moment(office)
    assert (await Accounts(office.engine, KEY).check_trail()).wrong == 2


async def tamper_moment(office: Office) -> None:
    async with office.engine.begin() as connection:
        await connection.execute(text("UPDATE audit SET at = '2001-01-01 00:00:00.000000' WHERE id = 2"))


async def test_an_end_cut_off_shows_against_the_last_check(office: Office) -> None:
    """Fails when the anchor is not compared: a chain alone cannot show that its end is missing."""
    await keep(office, "a", "b", "c")
    accounts = Accounts(office.engine, KEY)
    kept = await accounts.check_trail()
    assert (await accounts.check_trail((kept.rows, kept.last))).wrong is None
    await tamper(office, "DELETE FROM audit WHERE id = 3")
    assert (await accounts.check_trail()).wrong is None
    assert (await accounts.check_trail((kept.rows, kept.last))).wrong == 3


async def test_without_the_key_no_chain_can_be_made_to_fit(office: Office) -> None:
    """Fails when the chain is a bare hash: whoever can write to the database could compute it anew."""
    await keep(office, "a")
    assert (await Accounts(office.engine, b"somebody else's key").check_trail()).wrong == 1


async def test_every_step_of_an_account_is_in_it(office: Office) -> None:
    accounts = Accounts(office.engine, KEY)
    await accounts.add("wang", "王小明", PASSWORD, ("lookup",))
    visitor = office.visitor()
    await log_in(visitor, "wang", "not the password")
    await log_in(visitor, "wang", PASSWORD)
    await send(visitor, "/desk/logout", "/desk/help")
    await accounts.grant("wang", ("lookup", "admin"))
    await accounts.reset("wang", PASSWORD + "!")
    await accounts.disable("wang")
    told = [(row.staff_login, row.action) for row in await office.trail()]
    assert told == [
        ("命令行", "staff_add"),
        ("wang", "login_failed"),
        ("wang", "login"),
        ("wang", "logout"),
        ("命令行", "staff_roles"),
        ("命令行", "staff_reset"),
        ("命令行", "staff_disable"),
    ]
    assert (await accounts.check_trail()).wrong is None


async def test_personal_data_does_not_get_into_it(office: Office) -> None:
    """Fails when the masks are taken from the trail. A talk's id is not taken for a number."""
    talk = "12345678-1234-1234-1234-123456789012"
    deed = Deed(1, "wang", "mark", talk, {"note": "我叫李小明，电话13812345678", "rows": 13812345678})
    async with office.engine.begin() as connection:
        await append(connection, trail_key(KEY), office.now, deed)
    (row,) = await office.trail()
    assert row.subject == talk
    assert json.loads(row.details)["note"] == "我叫[姓名]，电话[电话]"


async def test_the_page_shows_it_and_offers_no_way_to_change_it(office: Office) -> None:
    visitor = await office.officer("wang", "admin")
    await keep(office, "staff_reset", "bot_off")
    shown = (await visitor.get("/desk/audit")).text
    assert shown.index("停用机器人") < shown.index("重设密码")
    that_day = {"action": "bot_off", "since": "2023-08-20", "until": "2023-08-20"}
    only = (await visitor.get("/desk/audit", params=that_day)).text
    assert "<td>停用机器人</td>" in only
    assert "<td>重设密码</td>" not in only
    assert "<td>停用机器人</td>" not in (await visitor.get("/desk/audit", params={"since": "2023-08-21"})).text
    assert "<td>停用机器人</td>" in (await visitor.get("/desk/audit", params={"since": "nonsense"})).text
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert (await visitor.request(method, "/desk/audit")).status_code in (403, 405)


async def test_a_long_trail_is_turned_over(office: Office) -> None:
    visitor = await office.officer("wang", "admin")
    await keep(office, *(f"deed{number}" for number in range(120)))
    first = (await visitor.get("/desk/audit")).text
    assert "deed119" in first
    assert "<td>deed10</td>" not in first
    older = (await visitor.get("/desk/audit?before=22")).text
    assert "<td>deed10</td>" in older
    assert 'href="/desk/audit?before=22"' in first
