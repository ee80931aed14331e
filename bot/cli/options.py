"""Options several commands share, and the two ways a command ends early."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

USAGE = 2  # exit code: the command was called wrongly, or a setting is wrong
FAILED = 1  # exit code: called rightly, and something is amiss


def _day(value: str) -> date:
    from bot.clock import parse_day

    try:
        return parse_day(value)
    except ValueError as reason:
        raise typer.BadParameter(str(reason)) from None


Today = Annotated[
    date | None,
    typer.Option("--today", parser=_day, metavar="YYYY-MM-DD", help="按这一天回答；不写则为北京时间的今天。"),
]


def stop(message: str, code: int = FAILED) -> NoReturn:
    """Say why on standard error, and end with ``code``."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def settings_from(**changes: Any) -> Settings:
    """The settings, command line over environment; a wrong one ends the command and is named."""
    from bot.settings import SettingsError, load_settings, unknown_settings

    for warning in unknown_settings():
        typer.echo(f"注意：{warning}", err=True)
    try:
        return load_settings(**changes)
    except SettingsError as fault:
        stop(str(fault), USAGE)
