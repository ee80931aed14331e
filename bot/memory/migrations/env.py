"""Run by Alembic inside the transaction that ``schema.py`` opened; there is no other way in."""

from alembic import context
from sqlalchemy import Connection, text

from bot.memory.tables import metadata

_LOCK = 0x5E2B40  # any number, the same in every process


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Several processes may start at once; SQLite needs no lock, its transactions queue already.
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


_migrate(context.config.attributes["connection"])
