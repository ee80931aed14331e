"""Whether a database has the tables this program needs, and giving them to it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine


class SchemaError(RuntimeError):
    """The database's tables are not those of this program; the message (Chinese) says what to do."""


@dataclass(frozen=True)
class Schema:
    """The revision a database is at (None: empty), the program's own, and whether the program knows the first."""

    found: str | None
    wanted: str
    known: bool

    @property
    def current(self) -> bool:
        """True when nothing needs to be done."""
        return self.found == self.wanted


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("bot.memory") / "migrations").replace("%", "%%"))
    return config


async def schema_of(engine: AsyncEngine) -> Schema:
    """Read the revision a database is at. Raises SQLAlchemyError if the database cannot be reached."""
    scripts = ScriptDirectory.from_config(_config())
    wanted = scripts.get_current_head() or ""

    def read(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    async with engine.connect() as connection:
        found = await connection.run_sync(read)
    return Schema(found, wanted, found is None or found in {step.revision for step in scripts.walk_revisions()})


async def upgrade(engine: AsyncEngine) -> Schema:
    """Bring the database to this program's revision, in one transaction; returns what was found before.

    Safe to run from several processes at once. Raises SchemaError for a database made by a newer program.
    """
    before = await schema_of(engine)
    _refuse_newer(before)
    if before.current:
        return before
    config = _config()

    def run(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    async with engine.begin() as connection:
        await connection.run_sync(run)
    return before


async def require_current(engine: AsyncEngine) -> None:
    """Raises SchemaError unless the tables are this program's."""
    found = await schema_of(engine)
    _refuse_newer(found)
    if not found.current:
        raise SchemaError(
            f"数据库还没有升级（现为 {found.found or '空库'}，需要 {found.wanted}），请先运行 shenbao db upgrade"
        )


def _refuse_newer(schema: Schema) -> None:
    if not schema.known:
        raise SchemaError(f"数据库的版本 {schema.found} 比本程序新（{schema.wanted}），请升级程序")
