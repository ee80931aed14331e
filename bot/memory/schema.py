"""Whether a database has the tables this program needs, and giving them to it.

Looking needs no Alembic: a tenth of a second of each start, and ten megabytes, are for the day something is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).with_name("migrations")


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


@cache
def revisions() -> tuple[str, ...]:
    """The program's revisions, oldest first: each migration's file name begins with its own, ``0001_talks.py``."""
    return tuple(sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py")))


async def schema_of(engine: AsyncEngine) -> Schema:
    """Read the revision a database is at. Raises SQLAlchemyError if the database cannot be reached."""

    def read(connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)

    async with engine.execution_options(reading=True).connect() as connection:
        found = await connection.run_sync(read)
    return Schema(found, revisions()[-1], found is None or found in revisions())


async def upgrade(engine: AsyncEngine) -> Schema:
    """Bring the database to this program's revision, in one transaction; returns what was found before.

    Safe to run from several processes at once. Raises SchemaError for a database made by a newer program.
    """
    before = await schema_of(engine)
    _refuse_newer(before)
    if before.current:
        return before
    from alembic import command  # noqa: PLC0415 - see above

    config = migration_config()

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


def migration_config() -> Config:
    """Alembic's configuration; the connection goes into its ``attributes``."""
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
