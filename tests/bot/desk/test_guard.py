"""The guard before every page: nobody without a login, nobody without the role, no form but ours, nothing inline."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from starlette.routing import Route

from bot.desk import routes
from bot.desk.officer import Role
from tests.bot.desk.office import Office, token_in

NEEDS: dict[str, Role] = {
    "/desk": "lookup",
    "/desk/log": "lookup",
    "/desk/figures": "lookup",
    "/desk/audit": "admin",
    "/desk/switches": "admin",
}


def pages() -> Iterator[tuple[str, str]]:
    """Every method and address of the desk, with something in the place of each parameter."""
    for router in routes.BEHIND_LOGIN:
        for route in router.routes:
            assert isinstance(route, Route)
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield method, re.sub(r"\{[^}]*\}", "x", route.path)


async def test_a_stranger_sees_nothing_but_the_login(office: Office) -> None:
    """Fails for any page that can be had without a login, today's or tomorrow's."""
    stranger = office.visitor()
    for method, path in sorted(set(pages())):
        answer = await stranger.request(method, path)
        assert answer.status_code == 303, (method, path)
        assert answer.headers["location"].startswith("/desk/login")
        script = await stranger.request(method, path, headers={"accept": "*/*"})
        assert script.status_code == 401, (method, path)
        assert script.json()["error"]["code"] == "login_needed"


async def test_a_page_that_asks_nobody_for_anything_is_closed_all_the_same(office: Office) -> None:
    """Fails when the guard is taken from ``routes.py``, where each page of today also asks for its role itself."""
    forgetful = APIRouter()

    @forgetful.api_route("/desk/forgetful", methods=["GET", "POST"])
    async def _forgetful() -> str:
        return "read and written by anybody"

    office.app.include_router(routes.joined([forgetful]))
    assert (await office.visitor().get("/desk/forgetful")).status_code == 303
    officer = await office.officer("wang", "lookup")
    assert (await officer.get("/desk/forgetful")).status_code == 200
    assert (await officer.post("/desk/forgetful")).status_code == 403, "a change needs the token"


async def test_a_form_without_the_officers_own_token_changes_nothing(office: Office) -> None:
    """Fails when the token is not checked, or anybody's is taken."""
    visitor = await office.officer("wang", "admin")
    other = await office.officer("li", "admin")
    theirs = token_in((await other.get("/desk/help")).text)
    for token in ({}, {"csrf": ""}, {"csrf": "guessed"}, {"csrf": theirs}):
        answer = await visitor.post("/desk/switches/banner", data={"text": "planted"} | token)
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "stale_form"
    own = token_in((await visitor.get("/desk/help")).text)
    from_elsewhere = await visitor.post(
        "/desk/switches/banner", data={"text": "planted", "csrf": own}, headers={"sec-fetch-site": "cross-site"}
    )
    assert from_elsewhere.status_code == 403
    assert (await office.board()).banner == ""


@pytest.mark.parametrize("path", sorted(NEEDS))
async def test_each_page_wants_its_role(office: Office, path: str) -> None:
    """Fails when a page forgets its role. None implies another."""
    wanted = NEEDS[path]
    others: set[Role] = {"lookup", "curate", "publish", "admin"} - {wanted}
    refused = await (await office.officer("wang", *others)).get(path)
    assert refused.status_code == 403
    assert "没有权限" in refused.text
    let_in = await (await office.officer("li", wanted)).get(path)
    assert let_in.status_code == 200


async def test_pages_are_never_stored_and_run_nothing_of_others(office: Office) -> None:
    """Fails when the policy is weakened, or a template writes script or style into the page."""
    visitor = await office.officer("wang", "lookup", "admin")
    for path in ("/desk/login", "/desk", "/desk/help", "/desk/figures", "/desk/audit", "/desk/switches"):
        answer = await visitor.get(path)
        policy = answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in policy
        assert "form-action 'self'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", answer.text), path
        assert not re.search(r'(?:src|href|action)="(?!/|#)', answer.text), path


async def test_what_people_write_is_shown_as_text(office: Office) -> None:
    """Fails when a template does not escape."""
    visitor = await office.officer("wang", "admin")
    answer = await visitor.get("/desk/login", params={"next": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text
    token = token_in((await visitor.get("/desk/help")).text)
    await visitor.post("/desk/switches/banner", data={"text": "<b>x</b>", "csrf": token})
    for path in ("/desk/switches", "/desk/audit", "/"):
        text = (await visitor.get(path)).text
        assert "<b>x</b>" not in text
        assert "&lt;b&gt;x&lt;/b&gt;" in text
