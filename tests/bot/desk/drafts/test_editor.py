"""The editor: what a draft begins from, what is wrong beside its field, clauses to quote from, masks."""

from __future__ import annotations

import re

from bot.desk.drafts.form import by_field
from bot.entries.checking import problems_of
from bot.entries.drafted import Drafted
from bot.memory import drafts
from bot.memory.store import Memory
from bot.notices import DEFAULT_FOLDER
from knowledge.faq import Cite
from tests.bot.desk.drafts.writing import BOARD, MISS, NEW, QUOTE, drafted, write
from tests.bot.desk.office import Office, notice, token_in
from tests.bot.memory.asked import Asked


def wrong(drafted: Drafted, changes: str | None = None) -> dict[str, list[str]]:
    return dict(by_field(problems_of(drafted, DEFAULT_FOLDER, (), changes)))


async def test_a_group_of_questions_gives_its_wordings(office: Office, memory: Memory) -> None:
    number = await Asked(memory).group(MISS, "社区的封面能不能印吉祥物")
    maker = await office.officer("wang", "curate")
    page = (await maker.get(NEW, params={"group": str(number)})).text
    assert MISS in page
    assert "封面能不能印吉祥物" in page
    assert f'value="group:{number}"' in page
    for unknown in ("9999", "x"):
        assert (await maker.get(NEW, params={"group": unknown})).status_code == 404


async def test_an_entry_gives_all_it_has_and_courtesies_are_not_for_the_desk(office: Office) -> None:
    maker = await office.officer("wang", "curate")
    page = (await maker.get(NEW, params={"entry": "copies"})).text
    entry = next(one for one in notice.written if one.id == "copies")
    for told in (entry.matter, *entry.wordings[:5], "readonly", QUOTE):
        assert told in page
    for other in ("handover", "nothing_like_it"):
        assert (await maker.get(NEW, params={"entry": other})).status_code == 404


async def test_what_is_wrong_stands_beside_its_field(office: Office) -> None:
    maker = await office.officer("wang", "curate")
    path = await drafted(maker, wordings="要交几份", **{"text.common": "见{热县}", "text.region": "另说"})
    page = (await maker.get(path)).text
    for field, told in (("wordings", "与 faq/"), ("text.common", "没有占位"), ("text.region", "没有引用条款")):
        assert told in page.split(f'name="{field}"', 1)[1].split("<textarea", 1)[0], field


def test_the_checks_are_those_of_the_file_and_each_finds_its_field() -> None:
    assert set(wrong(Drafted())) == {"id", "wordings"}
    assert wrong(Drafted(id="x", matter="某事", wordings=("某事怎么办",)))[""] == ["answer 和 answers 至少要有一项"]
    good = Drafted(
        id="cover_mascot",
        matter="封面吉祥物",
        wordings=(MISS,),
        texts={"common": "一式五份。"},
        cites={"common": (Cite(clause="tech.3.5", quote=QUOTE),)},
    )
    assert wrong(good) == {}
    assert "重复" in wrong(good.model_copy(update={"id": "copies"}))["id"][0]
    assert "不能变" in wrong(good, changes="copies")["id"][0]
    assert "最多 64" in wrong(good.model_copy(update={"id": "x" * 65}))["id"][0]
    assert "最多 600" in wrong(good.model_copy(update={"texts": {"common": "长" * 601}}))["text.common"][0]
    assert "个人信息" in wrong(good.model_copy(update={"wordings": (MISS, "我叫[姓名]")}))["wordings"][0]
    misquoted = good.model_copy(update={"cites": {"common": (Cite(clause="tech.3.5", quote="一式六份"),)}})
    assert "不在条款" in wrong(misquoted)["cite.common"][0]


async def test_personal_data_is_masked_and_the_maker_told(office: Office) -> None:
    maker = await office.officer("wang", "curate")
    answer = await write(maker, wordings=f"{MISS}\n我叫王小明，电话13800138000，封面能印吉祥物吗")
    assert answer.headers["location"].endswith("?done=masked")
    (kept,) = await drafts.open_drafts(office.engine)
    assert "13800138000" not in kept.content
    assert "王小明" not in kept.content
    page = (await maker.get(answer.headers["location"])).text
    assert "已打码" in page
    assert "请改写成不含个人信息的问法" in page


async def test_clauses_are_found_and_browsed_and_their_pieces_are_their_text(office: Office) -> None:
    maker = await office.officer("wang", "curate")
    token = token_in((await maker.get(NEW)).text)

    async def offered(**fields: str) -> str:
        answer = await maker.post(f"{BOARD}/clauses", data={"csrf": token, "notice": "beijing-2023-82"} | fields)
        assert answer.status_code == 200
        return answer.text

    found = await offered(q="一式五份 盖章")
    assert 'data-clause="tech.3.5"' in found
    text = found.split('data-clause="tech.3.5"')[1].split("</p>")[0]
    joined = "".join(re.findall(r'class="piece"[^>]*>([^<]*)</button>', text))
    assert "".join(joined.split()) == "".join(notice.clauses["tech.3.5"].text.split())
    assert 'data-clause="tech"' in await offered()
    assert 'data-clause="tech.3.5"' in await offered(under="tech.3")
    assert 'data-clause="tech.3.5"' in await offered(q="tech.3.5")
