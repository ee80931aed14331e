"""What nobody may do with a draft, each with a scene that fails when its guard is removed."""

from __future__ import annotations

import pytest

from bot.desk.officer import Role
from bot.memory import drafts
from tests.bot.desk.drafts.writing import BOARD, NEW, QUOTE, drafted, press, published, tried, write
from tests.bot.desk.office import Office, token_in


async def test_who_changed_a_draft_does_not_publish_it(office: Office) -> None:
    """Fails when maker and checker may be one; whoever changed a single letter is a maker."""
    both = await office.officer("wang", "curate", "publish")
    second = await office.officer("li", "curate", "publish")
    third = await office.officer("zhao", "publish")
    path = await drafted(both)
    assert (await write(second, path, matter="封面上的吉祥物")).status_code == 303
    await tried(office, path)
    assert (await press(both, path, "submit")).status_code == 303
    for maker in (both, second):
        answer = await press(maker, path, "publish")
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "same_person"
    assert office.door.notices["beijing-2023-82"].standings == {}
    assert (await press(third, path, "publish")).status_code == 303


@pytest.mark.parametrize(
    "cite",
    [f"tech.3.5|{QUOTE}或六份", "tech.3.5|", f"tech.9.9|{QUOTE}", f"notice.1|{QUOTE}", "纸质版一式五份"],
    ids=["added", "empty", "no such clause", "another clause", "no clause"],
)
async def test_a_quote_that_is_not_the_clauses_own_words_is_never_saved(office: Office, cite: str) -> None:
    maker = await office.officer("wang", "curate")
    answer = await write(maker, **{"cite.common": cite})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "misquoted"
    assert await drafts.open_drafts(office.engine) == []
    path = await drafted(maker)
    assert (await write(maker, path, **{"cite.common": cite})).status_code == 422
    kept = await drafts.find(office.engine, 1)
    assert kept is not None
    assert QUOTE in kept.content


NEEDS: tuple[tuple[str, Role], ...] = (
    ("", "curate"),
    ("/submit", "curate"),
    ("/drop", "curate"),
    ("/publish", "publish"),
    ("/return", "publish"),
)


@pytest.mark.parametrize(("deed", "role"), NEEDS)
async def test_each_step_wants_its_role(office: Office, deed: str, role: Role) -> None:
    """Fails when a step forgets its role."""
    path = await drafted(await office.officer("wang", "curate"))
    others: set[Role] = {"lookup", "curate", "publish", "admin"} - {role}
    visitor = await office.officer("li", *others)
    sent = {"csrf": token_in((await visitor.get("/desk/help")).text), "revision": "1", "note": "不行"}
    assert (await visitor.post(f"{path}{deed}", data=sent)).status_code == 403
    assert (await drafts.open_drafts(office.engine))[0].revision == 1


async def test_the_pages_are_for_makers_and_checkers(office: Office) -> None:
    maker, checker = await office.officer("wang", "curate"), await office.officer("li", "publish")
    stranger = await office.officer("zhao", "lookup", "admin")
    path = await published(office, maker, checker)
    history = f"{BOARD}/entries/beijing-2023-82/cover_mascot"
    draft = await drafted(maker, id="other", matter="别的", wordings="别的问法甲")
    for page in (BOARD, draft, f"{draft}/trial", history):
        assert (await maker.get(page)).status_code == 200, page
        assert (await checker.get(page)).status_code == 200, page
        assert (await stranger.get(page)).status_code == 403, page
    assert (await checker.get(NEW)).status_code == 403
    assert (await maker.get(f"{BOARD}/export")).status_code == 403
    token = token_in((await maker.get("/desk/help")).text)
    for deed in ("restore", "withdraw"):
        sent = {"csrf": token, "number": "1", "reason": "试试"}
        assert (await maker.post(f"{history}/{deed}", data=sent)).status_code == 403
    assert (await maker.get(path)).status_code == 404, "published, it is no draft any more"


async def test_a_form_without_the_officers_own_token_changes_nothing(office: Office) -> None:
    maker, checker = await office.officer("wang", "curate"), await office.officer("li", "publish")
    path = await drafted(maker)
    await tried(office, path)
    await press(maker, path, "submit")
    theirs = token_in((await checker.get("/desk/help")).text)
    for deed in ("", "/try", "/submit", "/drop"):
        assert (await maker.post(f"{path}{deed}", data={"revision": "2", "csrf": theirs})).status_code == 403
    for deed in ("/publish", "/return"):
        assert (await checker.post(f"{path}{deed}", data={"revision": "2", "note": "不"})).status_code == 403
    assert (await maker.post(NEW, data={"notice": "beijing-2023-82"})).status_code == 403
    assert [(kept.state, kept.revision) for kept in await drafts.open_drafts(office.engine)] == [("submitted", 2)]


async def test_nothing_untried_or_unfinished_goes_on(office: Office) -> None:
    maker = await office.officer("wang", "curate")
    path = await drafted(maker)
    answer = await press(maker, path, "submit")
    assert answer.status_code == 422
    assert "请先试答" in answer.text
    await tried(office, path)
    await write(maker, path, wordings="改过的问法")
    assert "请先试答" in (await press(maker, path, "submit")).text, "what was tried was another"
    await write(maker, path, **{"text.common": "", "cite.common": ""} | {"cite.common": []})
    assert "没改好" in (await press(maker, path, "submit")).text
    answer = await press(maker, path, "try")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "unfinished"


async def test_two_who_change_at_once_do_not_overwrite_each_other(office: Office) -> None:
    maker, other = await office.officer("wang", "curate"), await office.officer("li", "curate")
    path = await drafted(maker)
    seen = token_in((await other.get(path)).text)
    assert (await write(maker, path, matter="封面上的吉祥物")).status_code == 303
    answer = await other.post(path, data={"csrf": seen, "revision": "1", "notice": "beijing-2023-82"})
    assert answer.status_code == 409
