"""The house's walls: imports run one way, thinking touches nothing outside, faults are caught at one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("knowledge", "eligibility", "dialogs", "bot")
MAY_IMPORT = {
    "knowledge": set(),
    "eligibility": set(),
    "dialogs": {"eligibility"},
    "bot": {"knowledge", "eligibility", "dialogs"},
}
# Sockets, databases, threads and loops belong to bot/; so do files, but for what a third-party part reads by itself.
OUTSIDE = {
    "aiosqlite", "alembic", "asyncio", "fastapi", "http", "httpx", "requests", "socket", "sqlalchemy", "sqlite3",
    "starlette", "subprocess", "threading", "time", "typer", "urllib", "uvicorn",
}  # fmt: skip
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow")}
LONGEST = 350


def modules(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """The top-level packages a file imports, with the line, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative imports hide their direction"
            yield (node.module or "").partition(".")[0], node.lineno


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_run_one_way(package: str) -> None:
    forbidden = set(PACKAGES) - {package} - MAY_IMPORT[package]
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(package)
        for name, line in imported(path)
        if name in forbidden
    ]
    assert modules(package)
    assert wrong == []


def test_the_thinking_parts_touch_nothing_outside() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules("knowledge", "eligibility", "dialogs")
        for name, line in imported(path)
        if name in OUTSIDE
    ]
    assert wrong == []


def test_only_the_clock_knows_what_day_it_is() -> None:
    wrong = []
    for path in modules(*PACKAGES):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and (node.value.id, node.attr) in CLOCKS
                and path != ROOT / "bot" / "clock.py"
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []


def test_everything_is_caught_at_one_door_only() -> None:
    """A blind except anywhere else would turn a fault into silence; a thread hands it on to whoever waits for it."""
    blind = [
        str(path.relative_to(ROOT))
        for path in modules(*PACKAGES)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
    ]
    assert sorted(blind) == ["bot/door.py", "bot/memory/thread.py"]


def test_no_file_outgrows_one_idea() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*PACKAGES, "benchmarks")}
    assert {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > LONGEST} == {}
