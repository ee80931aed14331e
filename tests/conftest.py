"""What holds for every test: its own cache, and the first notice's rules, loaded once."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date

import pytest

from eligibility.facts import FactSheet
from eligibility.rulebook import Rulebook
from tests.rules import SUNDAY, load_rulebook

_CACHE = tempfile.mkdtemp(prefix="shenbao-tests-")


def pytest_configure() -> None:
    """Folders that tests make must not fill the cache of whoever runs them; the programs they start follow."""
    os.environ["XDG_CACHE_HOME"] = _CACHE
    # The hundreds of programs the scenes start would each compile every module anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_unconfigure() -> None:
    shutil.rmtree(_CACHE, ignore_errors=True)


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="session")
def sheet(rulebook: Rulebook) -> FactSheet:
    return rulebook.facts


@pytest.fixture(scope="session")
def today() -> date:
    return SUNDAY
