"""Settings from ``SHENBAO_*`` environment variables; a bad one stops the program and is named.

Every setting is a field of :class:`Settings`; its description says, in Chinese, what is allowed.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.clock import parse_day
from bot.database_url import allowed_urls, async_url, without_password

PREFIX = "SHENBAO_"
NOTICES = Path(__file__).resolve().parent.parent / "knowledge" / "notices"


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it, its value (unless secret) and what is allowed."""


class Settings(BaseSettings):
    """Everything an operator may set. Frozen: a changed setting means a restart."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", validate_default=True, env_ignore_empty=True
    )

    database_url: str = Field("sqlite:///./shenbao.db", description=allowed_urls())
    notices: Annotated[tuple[Path, ...], NoDecode] = Field(
        (), description=f"通知文件夹（内有 notice.yaml），多个用 {os.pathsep} 隔开；不设则用自带的通知"
    )
    secret_key: SecretStr | None = Field(
        None, min_length=16, description="至少16个字符的随机串；不设则自动生成并保存在数据库旁的 .key 文件里"
    )
    host: str = Field("127.0.0.1", min_length=1, description="监听地址，如 127.0.0.1 或 0.0.0.0")
    port: int = Field(8000, ge=0, le=65535, description="监听端口，0 到 65535 的整数（0 为任取一个）")
    today: date | None = Field(None, description="演示用的固定日期，写成 YYYY-MM-DD；不设则按北京时间的当天")
    text_limit: int = Field(2000, ge=100, le=20000, description="一条消息最多多少个字，100 到 20000 的整数")

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: str) -> str:
        return async_url(value)

    @field_validator("notices", mode="before")
    @classmethod
    def _split_folders(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part for part in value.split(os.pathsep) if part)
        return value

    @field_validator("notices")
    @classmethod
    def _folders_exist(cls, value: tuple[Path, ...]) -> tuple[Path, ...]:
        folders = value or tuple(sorted(file.parent for file in NOTICES.glob("*/notice.yaml")))
        for folder in folders:
            if not folder.is_dir():
                raise ValueError(f"没有文件夹 {folder}")
        return folders

    @field_validator("today", mode="before")
    @classmethod
    def _today(cls, value: Any) -> Any:
        return parse_day(value) if isinstance(value, str) else value


def load_settings(**changes: Any) -> Settings:
    """Read the settings from the environment; ``changes`` (from the command line) win over it.

    Raises SettingsError naming every setting that is wrong.
    """
    given = {name: value for name, value in changes.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as fault:
        raise SettingsError("\n".join(_line(error) for error in fault.errors())) from None


def _line(error: Mapping[str, Any]) -> str:
    name = str(error["loc"][0]) if error["loc"] else "?"
    field = Settings.model_fields.get(name)
    reason = str(error.get("ctx", {}).get("error", "")) if error["type"] == "value_error" else ""
    if name == "secret_key":
        shown = "（保密，不显示）"
    elif name == "database_url":
        shown = without_password(str(error["input"]))
    else:
        shown = repr(str(error["input"]))
    allowed = field.description if field else ""
    return f"设置 {PREFIX}{name.upper()} 的值 {shown} 不能用{f'（{reason}）' if reason else ''}。应为：{allowed}"


def unknown_settings(environ: Mapping[str, str] | None = None) -> Iterable[str]:
    """One warning for each ``SHENBAO_*`` variable that is no setting: a misspelt one must not pass in silence."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for variable in sorted(os.environ if environ is None else environ):
        if variable.upper().startswith(PREFIX) and variable.upper() not in known:
            close = difflib.get_close_matches(variable.upper(), sorted(known), n=1)
            yield f"没有 {variable} 这项设置" + (f"，是否想写 {close[0]}？" if close else "。")
