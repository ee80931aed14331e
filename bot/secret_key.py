"""The key that turns user ids into unreadable ones: set by the operator, or made once beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.database_url import sqlite_file
from bot.settings import Settings


def secret_key(settings: Settings) -> bytes:
    """The key to hash user ids with.

    Without ``SHENBAO_SECRET_KEY`` it is read from the key file (``shenbao.db`` → ``shenbao.db.key``; with
    PostgreSQL ``shenbao.key`` in the working folder), which is made, readable by its owner only, when missing.
    Losing or changing the key only means that people's earlier talks are no longer found.
    """
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    database = sqlite_file(settings.database_url)
    if database is None and settings.database_url.startswith("sqlite"):
        return secrets.token_bytes(32)  # a database in memory forgets everyone at its end anyway
    file = Path("shenbao.key") if database is None else database.with_name(database.name + ".key")
    return _read_or_make(file)


def _read_or_make(file: Path) -> bytes:
    if not file.exists():
        draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_hex(32) + "\n")
        try:
            os.link(draft, file)  # atomic, and loses politely to another process doing the same
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_bytes().strip()
