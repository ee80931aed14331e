"""Trying a draft: a process of its own asks every known question with it and without."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.desk.drafts import trial as trial_page
from bot.memory import trials
from bot.memory.known_questions import known_questions
from bot.notices import DEFAULT_FOLDER
from bot.trying.questions import kept_questions
from bot.trying.running import TrialFault
from bot.trying.task import Result, Task
from tests.bot.desk.drafts.writing import MISS, asked, drafted, press
from tests.bot.desk.office import Office

ALIKE = "请问封面上可不可以印吉祥物"


async def finished(office: Office, draft_id: int = 1) -> trials.Trial:
    """The draft's trial, once it is through."""
    async with asyncio.timeout(180):
        while True:
            trial = await trials.find(office.engine, draft_id)
            if trial is not None and (trial.result is not None or trial.fault):
                return trial
            await asyncio.sleep(0.2)


async def test_what_would_change_is_told_with_the_old_answer_and_the_new(office: Office) -> None:
    for user in ("a", "b"):
        await asked(office, ALIKE, user)
    await asked(office, "截止时间是哪天")
    await asked(office, "我的电话13800138000，封面印吉祥物行吗")
    maker = await office.officer("wang", "curate")
    path = await drafted(maker)
    page = await press(maker, path, "try")
    assert page.status_code == 303
    running = (await maker.get(f"{path}/trial")).text
    assert "data-running" in running or "个问题" in running
    trial = await finished(office)
    assert trial.fault is None
    assert trial.result is not None
    by_question = {change["question"]: change for change in trial.result["changes"]}
    assert by_question[ALIKE]["times"] == 2
    assert by_question[ALIKE]["effect"] in ("reached", "taken")
    assert "没有写封面上的图案" in by_question[ALIKE]["new"]["text"]
    assert "没有写封面上的图案" not in by_question[ALIKE]["old"]["text"]
    assert "截止时间是哪天" not in by_question
    assert "13800138000" not in str(trial.result)
    assert trial.result["strays"] == []
    assert trial.result["questions"] == 3 + len(kept_questions(DEFAULT_FOLDER))
    told = (await maker.get(path)).text
    assert ALIKE in told
    assert "问过 2 次" in told
    assert (await press(maker, path, "submit")).status_code == 303
    assert ("wang", "draft_tried") in [(row.staff_login, row.action) for row in await office.trail()]


async def test_the_log_and_the_hotline_give_their_questions_each_with_its_number(office: Office) -> None:
    for user in ("a", "b"):
        await asked(office, MISS, user)
    await asked(office, "哪类试点适合我", "c")
    await asked(office, "企业", "c")
    known = await known_questions(office.engine)
    assert known[MISS] == 2
    assert "企业" not in known, "an answer to the bot's own question says nothing alone"


async def test_a_trial_that_fails_says_so_and_can_be_begun_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> Result:
        raise TrialFault("试答没有完成。")

    monkeypatch.setattr(trial_page, "run", fail)
    maker = await office.officer("wang", "curate")
    path = await drafted(maker)
    await press(maker, path, "try")
    assert (await finished(office)).fault == "试答没有完成。"
    assert "试答没有完成" in (await maker.get(path)).text
    assert "请先试答" in (await press(maker, path, "submit")).text


async def test_a_trial_whose_process_died_is_not_waited_for(office: Office) -> None:
    maker = await office.officer("wang", "curate")
    path = await drafted(maker)
    async with office.engine.begin() as connection:
        await trials.begin(connection, 1, "x", 5, office.now)
    assert "data-running" in (await maker.get(f"{path}/trial")).text
    office.now += trials.SILENT + timedelta(seconds=1)
    assert "没有做完" in (await maker.get(f"{path}/trial")).text


def test_a_task_survives_the_way_to_the_other_process() -> None:
    task = Task.model_validate(
        {
            "folder": DEFAULT_FOLDER,
            "publications": [{"id": "x", "entry": None, "before": ["a"]}],
            "entry": {"id": "x", "matter": "x", "wordings": ["x"], "answer": {"text": "x"}},
            "questions": [["几份", 2]],
            "today": date(2023, 8, 20),
        }
    )
    assert Task.model_validate_json(task.model_dump_json()) == task
