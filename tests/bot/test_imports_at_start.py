"""What a server's start does not import: what the desk needs now and then would be held by every server for good."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

NOW_AND_THEN = ("docx", "matplotlib", "xlsxwriter")

START = """
import asyncio, sys
from bot.app import create_app
from bot.opening import open_site
from bot.settings import load_settings

async def start():
    settings = load_settings()
    async with open_site(settings):
        create_app(settings, open_site)

asyncio.run(start())
assert "fastapi" in sys.modules
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_a_server_starts_without_what_is_needed_now_and_then(tmp_path: Path) -> None:
    database = {"SHENBAO_DATABASE_URL": f"sqlite:///{tmp_path / 'talks.db'}"}
    command = [sys.executable, "-c", START, *NOW_AND_THEN]
    ended = subprocess.run(command, env=os.environ | database, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.split()) == (0, []), ended.stderr
