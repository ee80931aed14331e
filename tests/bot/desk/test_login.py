"""Getting in: only with the right password, not by guessing, and nobody learns which half was wrong."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from sqlalchemy import select

from bot.desk import passwords
from bot.desk.surroundings import LOGINS_PER_MINUTE
from bot.memory.tables import staff
from tests.bot.desk.office import PASSWORD, Office, log_in, next_in, token_in

WRONG = "wrong horse battery"


async def test_the_right_password_leads_to_the_page_asked_for(office: Office) -> None:
    await office.hire("wang.fang", "lookup")
    visitor = office.visitor()
    turned_away = await visitor.get("/desk/help?topic=keys")
    assert turned_away.headers["location"] == "/desk/login?next=%2Fdesk%2Fhelp%3Ftopic%3Dkeys"
    let_in = await log_in(visitor, " Wang.Fang ", PASSWORD, "/desk/help?topic=keys")
    assert let_in.headers["location"] == "/desk/help?topic=keys"
    assert (await visitor.get("/desk/help")).status_code == 200


async def test_the_wrong_password_and_the_wrong_login_get_the_same_answer(office: Office) -> None:
    """Fails when either is told apart: then logins could be collected."""
    await office.hire("wang", "lookup")
    answers = []
    for login in ("wang", "wong"):
        answer = await log_in(office.visitor(), login, WRONG)
        answers.append((answer.status_code, answer.text.replace(login, "…").replace(token_in(answer.text), "…")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 401


async def test_the_same_work_is_done_for_a_login_nobody_has(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails when an unknown login is answered without hashing: then the time taken tells which logins exist."""
    judged: list[str] = []
    real = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda kept, given: judged.append(kept) or real(kept, given))
    await log_in(office.visitor(), "nobody", WRONG)
    assert [kept.partition("$m=")[2][:5] for kept in judged] == ["65536"]


async def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(office: Office) -> None:
    """Fails when the lock-out is removed: the sixth attempt, with the right password, would get in."""
    await office.hire("wang", "lookup")
    for _ in range(5):
        assert (await log_in(office.visitor(), "wang", WRONG)).status_code == 401
    locked = await log_in(office.visitor(), "wang", PASSWORD)
    assert locked.status_code == 401
    assert "锁定 15 分钟" in locked.text
    office.later(minutes=14, seconds=59)
    assert (await log_in(office.visitor(), "wang", PASSWORD)).status_code == 401
    office.later(seconds=2)
    assert (await log_in(office.visitor(), "wang", PASSWORD)).status_code == 303


async def test_a_success_clears_what_was_counted(office: Office) -> None:
    await office.hire("wang", "lookup")
    for password in (WRONG, WRONG, WRONG, WRONG, PASSWORD, WRONG, WRONG, WRONG, WRONG):
        await log_in(office.visitor(), "wang", password)
    assert (await log_in(office.visitor(), "wang", PASSWORD)).status_code == 303


async def test_twenty_attempts_at_once_are_still_five(office: Office) -> None:
    """Fails when attempts are counted after they are judged: all twenty would be looked at before the lock."""
    await office.hire("wang", "lookup")
    visitor = office.visitor()
    token = token_in((await visitor.get("/desk/login")).text)
    attempt = {"csrf": token, "login": "wang", "next": "/desk"}
    before = await asyncio.gather(*(visitor.post("/desk/login", data=attempt | {"password": WRONG}) for _ in range(20)))
    assert {answer.status_code for answer in before} == {401}
    reasons = [row.details for row in await office.trail()]
    assert reasons.count('{"why": "wrong"}') == 5
    assert reasons.count('{"why": "locked"}') == 15


async def test_too_many_logins_from_one_address_are_put_off(office: Office) -> None:
    """Fails when the limit by address is removed: each attempt costs a third of a second of work."""
    visitor = office.visitor()
    fields = {"csrf": token_in((await visitor.get("/desk/login")).text), "login": "", "password": "", "next": ""}
    office.desk.judge.fits = _never  # type: ignore[method-assign]
    codes = [(await visitor.post("/desk/login", data=fields)).status_code for _ in range(LOGINS_PER_MINUTE + 1)]
    assert codes == [401] * LOGINS_PER_MINUTE + [429]
    office.later(minutes=1)
    assert (await visitor.post("/desk/login", data=fields)).status_code == 401


async def test_a_disabled_account_stays_out(office: Office) -> None:
    """Fails when the login does not look at ``disabled``."""
    await office.hire("wang", "lookup")
    async with office.engine.begin() as connection:
        await connection.execute(staff.update().values(disabled=True))
    assert (await log_in(office.visitor(), "wang", PASSWORD)).status_code == 401


async def test_the_login_form_is_ours_alone(office: Office) -> None:
    """Fails when the login takes a form without our token: another site could log an officer in as somebody else."""
    await office.hire("wang", "lookup")
    known = {"login": "wang", "password": PASSWORD, "next": "/desk"}
    visitor = office.visitor()
    assert (await visitor.post("/desk/login", data=known)).status_code == 403, "no cookie, no token"
    other = token_in((await office.visitor().get("/desk/login")).text)
    await visitor.get("/desk/login")
    for token in ("", other):
        assert (await visitor.post("/desk/login", data=known | {"csrf": token})).status_code == 403
    assert visitor.cookies.get("shenbao_desk") is None


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example/desk", "https://evil.example", "/desk\\..\\x", "/deskx", "/desk//\nx", "javascript:1", "/notice"],
)
async def test_the_login_leads_nowhere_but_into_the_desk(office: Office, wanted: str) -> None:
    """Fails when ``next`` is followed as it stands: a link could lead an officer elsewhere after the login."""
    shown = await office.visitor().get("/desk/login", params={"next": wanted})
    assert next_in(shown.text) == "/desk"


async def test_passwords_are_kept_as_argon2id(office: Office) -> None:
    """Fails when the hash is another: the database must not give passwords away."""
    async with office.engine.begin() as connection:
        await connection.execute(
            staff.insert().values(
                login="wang",
                name="王",
                password_hash=await asyncio.to_thread(passwords.hashed, PASSWORD),
                roles="[]",
                disabled=False,
                failures=0,
                created=office.now,
                changed=office.now,
            )
        )
        kept = (await connection.execute(select(staff.c.password_hash))).scalar_one()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert (await log_in(office.visitor(), "wang", PASSWORD)).status_code == 303


async def test_a_password_typed_into_the_wrong_box_is_kept_nowhere(office: Office) -> None:
    """Fails when the trail holds the login of a failed attempt that nobody has."""
    await log_in(office.visitor(), "my-secret-password", WRONG)
    (row,) = await office.trail()
    assert row.action == "login_unknown"
    assert "secret" not in str(tuple(row))


async def _never(_kept: str | None, _given: str) -> bool:
    return False


async def test_damaged_forms_are_refused_in_words(office: Office) -> None:
    visitor: httpx.AsyncClient = office.visitor()
    form = {"content-type": "application/x-www-form-urlencoded"}
    for body in (b"login=%ff", b"&".join(b"a=1" for _ in range(1001)), b"\xff=1"):
        answer = await visitor.post("/desk/login", content=body, headers=form)
        assert answer.status_code == 422
        assert answer.json()["error"]["code"] == "bad_form"
