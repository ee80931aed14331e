"""The report at the desk: who may have it made, what it is, and the line in the trail."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from bot.report.policy import POLICY
from tests.bot.desk.office import Office, send

PATH, PAGE = "/desk/figures/report", "/desk/figures"
WEEK = {"since": "2023-08-14", "until": "2023-08-20"}


async def test_word_and_a_page_to_print_are_made_and_are_in_the_trail(office: Office) -> None:
    """Fails when a report can be had without a line."""
    officer = await office.officer("wang", "lookup", "curate")
    word = await send(officer, PATH, PAGE, kind="docx", **WEEK)
    assert word.headers["content-disposition"] == 'attachment; filename="report-2023-W33.docx"'
    with zipfile.ZipFile(io.BytesIO(word.content)) as parts:
        assert "2023年8月14日至2023年8月20日" in parts.read("word/document.xml").decode()
    page = await send(officer, PATH, PAGE, kind="html", **WEEK)
    assert page.headers["content-security-policy"] == POLICY
    assert "申报问答周报" in page.text
    assert {answer.headers["cache-control"] for answer in (word, page)} == {"no-store"}
    lines = [row for row in await office.trail() if row.action == "make_report"]
    assert [(row.staff_login, row.subject, json.loads(row.details)) for row in lines] == [
        ("wang", kind, WEEK) for kind in ("docx", "html")
    ]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "pdf", **WEEK}, "格式只有 Word"),
        ({"kind": "svg", **WEEK}, "格式只有 Word"),
        ({"kind": "docx", "since": "2023-08-20", "until": "2023-08-14"}, "早于起始日期"),
        ({"kind": "docx", "since": "", "until": ""}, "日期应写成 YYYY-MM-DD"),
    ],
)
async def test_what_cannot_be_made_is_said_and_leaves_no_line(office: Office, fields: dict[str, str], why: str) -> None:
    officer = await office.officer("wang", "lookup", "curate")
    answer = await send(officer, PATH, PAGE, **fields)
    assert answer.status_code == 422
    assert why in answer.json()["error"]["message"]
    assert [row for row in await office.trail() if row.action == "make_report"] == []


async def test_it_wants_a_right_of_its_own(office: Office) -> None:
    """Fails when the role is not asked for."""
    reader = await office.officer("li", "lookup", "publish", "admin")
    assert PATH not in (await reader.get(PAGE)).text
    assert (await send(reader, PATH, PAGE, kind="docx", **WEEK)).status_code == 403
    assert [row for row in await office.trail() if row.action == "make_report"] == []
