"""Migrations give exactly the tables the program uses, on both databases, and name what stands in their way."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database_url import async_url
from bot.memory import draft_tables, schema
from bot.memory.engine import open_engine
from bot.memory.store import Memory
from bot.memory.tables import metadata

ROOT = Path(__file__).parents[3]
assert draft_tables, "imported, these tables are among the others"


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An empty database."""
    engine = open_engine(async_url(database_url))
    yield engine
    await engine.dispose()


async def test_the_migrations_make_the_tables_of_tables_py(memory: Memory) -> None:
    def differences(connection: Connection) -> list[object]:
        here = (None, connection.dialect.name)  # an index may be for one of the databases only
        opts = {"compare_type": True, "include_object": lambda it, *_: it.info.get("only") in here}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, metadata))

    async with memory.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


def test_the_file_names_tell_the_revisions_as_alembic_reads_them() -> None:
    scripts = ScriptDirectory.from_config(schema.migration_config())
    assert list(schema.revisions()) == [step.revision for step in reversed(list(scripts.walk_revisions()))]


def test_a_start_with_nothing_to_do_leaves_alembic_alone(tmp_path: Path) -> None:
    start = (
        "import asyncio, sys; from bot.memory.engine import open_engine; from bot.memory.schema import upgrade;"
        "asyncio.run(upgrade(open_engine(sys.argv[1]))); print('alembic' in sys.modules)"
    )
    command_line = [sys.executable, "-c", start, f"sqlite+aiosqlite:///{tmp_path / 'talks.db'}"]
    seen = [subprocess.run(command_line, cwd=ROOT, capture_output=True, text=True, check=True) for _ in range(2)]
    assert [run.stdout.strip() for run in seen] == ["True", "False"]


async def test_an_empty_database_is_refused_until_upgraded(engine: AsyncEngine) -> None:
    with pytest.raises(schema.SchemaError, match="shenbao db upgrade"):
        await schema.require_current(engine)
    before = await schema.upgrade(engine)
    assert before.found is None
    await schema.require_current(engine)
    assert (await schema.upgrade(engine)).current, "a second upgrade finds nothing to do"


async def test_processes_starting_at_once_upgrade_once(engine: AsyncEngine, database_url: str) -> None:
    upgrade_it = (
        "import asyncio, sys; from bot.memory.engine import open_engine; from bot.memory.schema import upgrade;"
        "asyncio.run(upgrade(open_engine(sys.argv[1])))"
    )
    starting = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", upgrade_it, async_url(database_url), cwd=ROOT)
        for _ in range(3)
    ]
    assert [await process.wait() for process in starting] == [0, 0, 0]
    await schema.require_current(engine)


async def test_a_database_of_a_newer_program_is_left_alone(engine: AsyncEngine) -> None:
    await schema.upgrade(engine)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for step in (schema.upgrade, schema.require_current):
        with pytest.raises(schema.SchemaError, match="9999"):
            await step(engine)


async def test_every_step_can_be_taken_back(engine: AsyncEngine) -> None:
    await schema.upgrade(engine)

    def back(connection: Connection) -> None:
        config = schema.migration_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    async with engine.begin() as connection:
        await connection.run_sync(back)
    assert (await schema.schema_of(engine)).found is None
    await schema.upgrade(engine)
    await schema.require_current(engine)
