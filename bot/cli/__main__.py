"""``python -m bot.cli`` is ``shenbao``."""

from bot.cli import app

app(prog_name="shenbao")
