"""Grouping as it goes on by itself: in one process at a time, handed over, and not stopped by a fault."""

from __future__ import annotations

import asyncio
import logging

import pytest
from sqlalchemy import text, update

from bot.clock import now
from bot.memory.daily_tasks import DailyTask
from bot.memory.question_intake import TASK
from bot.memory.question_tables import question_progress
from bot.questions.background import grouping_questions
from tests.bot.questions.conftest import House

PATIENCE = 30  # seconds


async def until_grouped(house: House, number: int) -> None:
    """Wait until so many questions are in groups."""
    async with asyncio.timeout(PATIENCE):
        while sum(group.numbers.asked for group in await house.every()) < number:
            await asyncio.sleep(0.02)


async def test_what_is_asked_is_soon_in_a_group_and_then_the_next(house: House) -> None:
    async with grouping_questions(house.memory.engine, lambda: house.notices, look=0.02, settle=0):
        for number, said in enumerate(("什么时候截止", "纸质版要几份"), 1):
            await house.ask(said)
            await until_grouped(house, number)


async def test_two_processes_group_each_question_once(house: House) -> None:
    await house.ask(*(f"第{n}个项目什么时候建成" for n in range(12)))
    engine = house.memory.engine
    async with (
        grouping_questions(engine, lambda: house.notices, look=0.02, settle=0),
        grouping_questions(engine, lambda: house.notices, look=0.02, settle=0),
    ):
        await until_grouped(house, 12)
    assert sum(group.numbers.asked for group in await house.every()) == 12


async def test_the_work_is_let_go_of_at_the_end_and_held_by_another_is_left_to_it(house: House) -> None:
    engine = house.memory.engine
    await house.ask("什么时候截止")
    async with grouping_questions(engine, lambda: house.notices, look=0.02, settle=0):
        await until_grouped(house, 1)
    other = DailyTask(engine, TASK)
    assert await other.claim(now()), "nobody holds it any more"
    await house.ask("纸质版要几份")
    async with grouping_questions(engine, lambda: house.notices, look=0.01, settle=0):
        await asyncio.sleep(0.2)
        assert [group.text for group in await house.every()] == ["什么时候截止"]
        await other.finish()
        await until_grouped(house, 2)


async def test_what_is_wanted_anew_is_grouped_anew_once(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "shenbao.questions")
    await house.ask("什么时候截止")
    async with house.memory.engine.begin() as connection:
        await connection.execute(update(question_progress).values(regroup=True))
    async with grouping_questions(house.memory.engine, lambda: house.notices, look=0.02, settle=0):
        async with asyncio.timeout(PATIENCE):
            while await house.grouper.wanted_anew():
                await asyncio.sleep(0.02)
    assert [record.message for record in caplog.records].count("grouped 1 wordings anew") == 1


async def test_a_fault_of_the_database_means_another_look(house: House, caplog: pytest.LogCaptureFixture) -> None:
    await house.ask("什么时候截止")
    engine = house.memory.engine
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE question_progress RENAME TO gone"))
    async with grouping_questions(engine, lambda: house.notices, look=0.02, settle=0):
        async with asyncio.timeout(PATIENCE):
            while not any(record.name == "shenbao.questions" for record in caplog.records):
                await asyncio.sleep(0.02)
        async with engine.begin() as connection:
            await connection.execute(text("ALTER TABLE gone RENAME TO question_progress"))
        await until_grouped(house, 1)
    assert "什么时候截止" not in caplog.text
