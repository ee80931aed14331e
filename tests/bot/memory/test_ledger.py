"""A group of turns is read by its indexes: what it takes does not grow with the log."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event

from bot.memory import ledger
from bot.memory.records import Asked, Needs

PEOPLE = 5


def test_no_statement_of_a_group_reads_a_whole_table(migrated_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    path.write_bytes(migrated_file.read_bytes())
    engine = create_engine(f"sqlite:///{path}")
    sent: list[tuple[str, Any]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not many and statement.startswith("SELECT"):
            sent.append((statement, parameters))

    asked = [
        Asked("wechat", f"person{number}", f"m{number}", f"n{number}", Needs(last_turn=True, code="1234567"))
        for number in range(PEOPLE)
    ]
    with engine.begin() as connection:
        ledger.read(connection, asked)
    engine.dispose()
    tables = {table for table in ("conversations", "turns", "asides", "forgotten_messages") if table in str(sent)}
    assert len(tables) == 4
    plans = sqlite3.connect(path)
    steps = [step for one in sent for *_, step in plans.execute(f"EXPLAIN QUERY PLAN {one[0]}", one[1])]
    plans.close()
    assert any(step.startswith("SEARCH turns") for step in steps)
    assert not [step for step in steps if step.startswith("SCAN")], steps
