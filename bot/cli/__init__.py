"""The command line: ``shenbao COMMAND``. One file for each group of commands.

Each command imports what it needs when it runs: ``shenbao ask`` must not wait for the database or the web server.
"""

from __future__ import annotations

import typer

from bot.cli.ask import ask
from bot.cli.chat import chat
from bot.cli.db import db
from bot.cli.notice import notice
from bot.cli.precheck import precheck
from bot.cli.privacy import privacy
from bot.cli.report import report
from bot.cli.serve import serve
from bot.cli.staff import staff
from bot.cli.wechat import wechat

app = typer.Typer(
    name="shenbao",
    help="申报：回答申报通知的问题并做资格预检，每句话都有条款依据。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they print local variables, and those may hold what a person said
)
for command in (serve, chat, ask, precheck, report):
    app.command()(command)
app.add_typer(notice, name="notice")
app.add_typer(db, name="db")
app.add_typer(wechat, name="wechat")
app.add_typer(privacy, name="privacy")
app.add_typer(staff, name="staff")
