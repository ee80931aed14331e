"""Which database URLs are taken, and the asynchronous driver each one is mapped to."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def allowed_urls() -> str:
    """What an operator may write, in words."""
    return "sqlite:///路径/文件.db 或 postgresql://用户:口令@主机/库名"


def async_url(url: str) -> str:
    """The URL with the asynchronous driver this project uses for that database.

    Raises ValueError (in Chinese) for any other database, and for PostgreSQL without its driver installed.
    """
    scheme, found, rest = url.strip().partition("://")
    driver = _DRIVERS.get(scheme.lower())
    if driver is None or not found:
        raise ValueError("不认识的数据库地址")
    if driver.startswith("sqlite") and not rest.startswith("/"):
        raise ValueError("sqlite: 后应有三条斜线")
    if driver.startswith("sqlite") and sqlite_file(f"sqlite://{rest}") is None:
        raise ValueError("SQLite 要写明文件：内存里的数据库每个连接各是一个")
    if driver.startswith("postgresql") and importlib.util.find_spec("psycopg") is None:
        raise ValueError("缺 PostgreSQL 驱动，请安装 shenbao[postgres]")
    return f"{driver}://{rest}"


def without_password(url: str) -> str:
    """The URL fit to be shown: its password, if any, replaced by stars."""
    url = re.sub(r"(://[^:/@?#]*):[^@/]*@", r"\1:***@", url)
    return re.sub(r"(?i)(password=)[^&]*", r"\1***", url)


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL; None for PostgreSQL, and where no file is named."""
    if not url.startswith("sqlite"):
        return None
    name = url.partition(":///")[2].partition("?")[0]
    return None if name in {"", ":memory:"} else Path(name)
