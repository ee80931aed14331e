"""From a miss to an answer: one writes, another publishes, the bot says it; back again; and into the files."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bot.notice_check import check
from bot.notices import DEFAULT_FOLDER, Notices, load_notice
from bot.publishing import Publishing
from knowledge.overlay import Standing
from tests.bot.desk.drafts.writing import BOARD, FIELDS, MISS, NEW, asked, drafted, press, published, tried, write
from tests.bot.desk.office import Office, token_in

KEY = "beijing-2023-82"
HISTORY = f"{BOARD}/entries/{KEY}/cover_mascot"
SAID = "没有写封面上的图案"


async def test_a_published_answer_is_given_at_once_in_every_process_and_at_the_desk(office: Office) -> None:
    maker, checker = await office.officer("wang", "curate"), await office.officer("li", "publish", "lookup")
    other: list[Notices] = []
    elsewhere = Publishing(office.engine, office.door.notices, other.append)
    assert SAID not in await asked(office, MISS)
    await published(office, maker, checker)
    assert SAID in await asked(office, MISS)
    assert SAID in await asked(office, "我想问下封面印吉祥物行吗"), "found by nearness too"
    assert "68455013" in await asked(office, MISS, "another"), "placeholders are filled"
    entry = office.desk.notices()[KEY].answerer.entry("cover_mascot")
    assert entry is not None
    found = await checker.post("/desk/search", data={"q": MISS, "csrf": token_in((await checker.get("/desk")).text)})
    assert SAID in found.text
    assert await elsewhere.take_in()
    assert other[0][KEY].answerer.entry("cover_mascot") == entry
    assert other[0][KEY].clauses is office.door.notices[KEY].clauses, "nothing else was built anew"
    assert not await elsewhere.take_in()


async def test_a_draft_saved_again_is_in_the_trail_again(office: Office) -> None:
    maker = await office.officer("wang", "curate")
    path = await drafted(maker)
    assert (await write(maker, path, matter="封面上的吉祥物")).status_code == 303
    told = [(row.staff_login, row.action, row.subject) for row in await office.trail() if row.action != "login"]
    assert told == [("wang", "draft_saved", path.rpartition("/")[2])] * 2


async def test_every_step_is_in_the_trail_with_both_names(office: Office) -> None:
    maker, checker = await office.officer("wang", "curate"), await office.officer("li", "publish")
    path = await published(office, maker, checker)
    number = path.rpartition("/")[2]
    told = [(row.staff_login, row.action, row.subject) for row in await office.trail() if row.action != "login"]
    assert told == [
        ("wang", "draft_saved", number),
        ("wang", "draft_submitted", number),
        ("li", "entry_published", number),
    ]
    assert '"made_by": "wang"' in (await office.trail())[-1].details
    page = (await checker.get(HISTORY)).text
    assert "wang" in page
    assert "li" in page
    assert MISS in page


async def test_going_back_and_withdrawing_are_versions_too(office: Office) -> None:
    maker, checker = await office.officer("wang", "curate"), await office.officer("li", "publish")
    await published(office, maker, checker)
    first = await maker.get(NEW, params={"entry": "cover_mascot"})
    assert MISS in first.text
    base = first.text.split('name="base" value="')[1].split('"')[0]
    changed = {"origin": "entry:cover_mascot", "base": base, "text.common": "图案不限。"}
    await published(office, maker, checker, **changed)
    assert "图案不限" in await asked(office, MISS, "b")
    token = token_in((await checker.get(HISTORY)).text)
    refused = await checker.post(f"{HISTORY}/restore", data={"csrf": token, "number": "1", "reason": " "})
    assert refused.status_code == 422, "not without a reason"
    back = await checker.post(f"{HISTORY}/restore", data={"csrf": token, "number": "1", "reason": "说早了"})
    assert back.status_code == 303
    assert SAID in await asked(office, MISS, "c")
    gone = await checker.post(f"{HISTORY}/withdraw", data={"csrf": token, "reason": "再核对"})
    assert gone.status_code == 303
    assert SAID not in await asked(office, MISS, "d")
    assert office.door.notices[KEY].standings == {"cover_mascot": Standing.withdrawn}
    page = (await checker.get(HISTORY)).text
    for told in ("第 4 版", "第 3 版", "第 2 版", "第 1 版", "说早了", "再核对"):
        assert told in page
    assert [row.action for row in await office.trail()][-2:] == ["entry_restored", "entry_withdrawn"]


async def test_the_patch_brings_the_folder_to_the_same_answer_and_the_publication_is_then_the_folders(
    office: Office, tmp_path: Path
) -> None:
    """Both tools take it, the check is content, and a start from the new files answers alike, published or not."""
    maker, checker = await office.officer("wang", "curate"), await office.officer("li", "publish")
    await published(office, maker, checker)
    shown = (await maker.get(NEW, params={"entry": "copies"})).text
    lines = shown.split('id="wordings"')[1].split(">", 1)[1].split("</textarea>")[0].split("\n")
    copies = {
        "origin": "entry:copies",
        "base": shown.split('name="base" value="')[1].split('"')[0],
        "id": "copies",
        "matter": "纸质材料几份",
        "wordings": "\n".join([*lines, "打印几套: 五套吗 # 急"]),
        "text.common": "纸质版申报材料一式五份。\n要正式盖章件。",
    }
    await published(office, maker, checker, **copies)
    answer = await checker.get(f"{BOARD}/export")
    assert answer.headers["content-disposition"].endswith('.patch"')
    patch = tmp_path / "entries.patch"
    patch.write_bytes(answer.content)

    folder = tmp_path / "one" / DEFAULT_FOLDER.name
    shutil.copytree(DEFAULT_FOLDER, folder)
    subprocess.run(["patch", "-p1", "-d", folder, "-i", patch], check=True, capture_output=True)
    assert check(folder) == []
    subprocess.run(["git", "init", "-q", tmp_path / "two"], check=True)
    shutil.copytree(DEFAULT_FOLDER, tmp_path / "two" / "notice")
    subprocess.run(["git", "apply", "--directory=notice", patch], cwd=tmp_path / "two", check=True)
    for file in folder.rglob("*.yaml"):
        assert file.read_bytes() == (tmp_path / "two" / "notice" / file.relative_to(folder)).read_bytes()

    before = [await asked(office, text, text) for text in (MISS, "要交几份", "打印几套: 五套吗 # 急")]
    office.door.notices = {KEY: load_notice(folder)}
    assert [await asked(office, text, f"{text}!") for text in (MISS, "要交几份", "打印几套: 五套吗 # 急")] == before
    merged = Publishing(office.engine, office.door.notices, office.swap, {KEY: folder})
    await merged.take_in()
    assert set(office.door.notices[KEY].standings.values()) == {Standing.in_folder}
    assert len(office.door.notices[KEY].faq) == len(office.door.notices[KEY].written)


async def test_a_draft_outdated_by_another_publication_is_not_published_over_it(office: Office) -> None:
    maker, checker = await office.officer("wang", "curate"), await office.officer("li", "publish")
    shown = (await maker.get(NEW, params={"entry": "copies"})).text
    base = shown.split('name="base" value="')[1].split('"')[0]
    mine = {"origin": "entry:copies", "base": base, "id": "copies", "matter": "纸质材料几份"}
    late = await drafted(maker, **mine, wordings="要交几份\n吉祥物的几份")
    await tried(office, late)
    await published(office, maker, checker, **mine, wordings="要交几份\n一式几份\n盖了吉祥物章的几份")
    answer = await press(maker, late, "submit")
    assert answer.status_code == 422
    assert "有了别的改动" in answer.text


async def test_what_was_submitted_is_what_is_published(office: Office) -> None:
    """Fails when a draft can be changed between the look and the publication."""
    maker, checker = await office.officer("wang", "curate"), await office.officer("li", "publish")
    path = await drafted(maker)
    await tried(office, path)
    await press(maker, path, "submit")
    shown = (await checker.get(path)).text
    sent = {"csrf": token_in(shown), "revision": shown.split('name="revision" value="')[1].split('"')[0]}
    assert (await write(maker, f"{path}?edit=1", wordings="别的问法")).status_code == 303
    assert (await checker.post(f"{path}/publish", data=sent)).status_code == 409
    assert (await press(checker, path, "publish")).status_code == 409, "and it has to be submitted again"
    assert FIELDS["id"] not in office.door.notices[KEY].standings


async def test_a_draft_is_handed_back_with_a_reason(office: Office) -> None:
    maker, checker = await office.officer("wang", "curate"), await office.officer("li", "publish")
    path = await drafted(maker)
    await tried(office, path)
    await press(maker, path, "submit")
    assert (await press(checker, path, "return")).status_code == 422
    assert (await press(checker, path, "return", note="问法太少，电话 13800138000")).status_code == 303
    page = (await maker.get(path)).text
    assert "问法太少" in page
    assert "13800138000" not in page
