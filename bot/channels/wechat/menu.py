"""The official account's custom menu: its file, checked against the platform's limits, and the form its API takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.content import load

FILE = Path(__file__).with_name("menu.yaml")
LONGEST_URL = 1024
"""Bytes."""


def _bytes(most: int) -> Callable[[str], str]:
    """The platform counts bytes, of which a Chinese character takes three."""

    def check(text: str) -> str:
        length = len(text.encode())
        if length > most:
            raise ValueError(f"「{text}」有 {length} 个字节，最多 {most} 个（一个汉字 3 个字节）")
        return text

    return check


class _Choice(BaseModel):
    """``says`` is said for the person who taps; ``opens`` is a page: of this site from ``/``, or an address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: Annotated[str, Field(min_length=1), AfterValidator(_bytes(128))] | None = None
    opens: (
        Annotated[
            str, Field(pattern=r"^(/|/[^/\s][^\s]*|https?://[^\s/]+(/[^\s]*)?)$"), AfterValidator(_bytes(LONGEST_URL))
        ]
        | None
    ) = None


class MenuItem(_Choice):
    name: Annotated[str, Field(min_length=1), AfterValidator(_bytes(60))]

    @model_validator(mode="after")
    def _one_of_two(self) -> MenuItem:
        if (self.says is None) == (self.opens is None):
            raise ValueError(f"「{self.name}」的 says 和 opens 要写一个，且只写一个")
        return self


class MenuButton(_Choice):
    """Either has ``items`` or is tapped itself."""

    name: Annotated[str, Field(min_length=1), AfterValidator(_bytes(16))]
    items: Annotated[tuple[MenuItem, ...], Field(max_length=5)] = ()

    @model_validator(mode="after")
    def _one_of_three(self) -> MenuButton:
        if sum((bool(self.items), self.says is not None, self.opens is not None)) != 1:
            raise ValueError(f"「{self.name}」的 items、says 和 opens 要写一个，且只写一个")
        return self


Menu = Annotated[tuple[MenuButton, ...], Field(min_length=1, max_length=3)]


def load_menu(path: Path = FILE) -> tuple[MenuButton, ...]:
    """Raises ``ContentError`` with file and line."""
    return load(path, Menu, f"wechat/{path.name}")


@cache
def menu() -> tuple[MenuButton, ...]:
    return load_menu()


def menu_payload(public_url: str = "", buttons: Sequence[MenuButton] | None = None) -> dict[str, Any]:
    """The body of ``menu/create``. Pages of this site stand in it only with a ``public_url``.

    Raises ValueError for an address beyond the platform's limit.
    """
    shown: list[dict[str, Any]] = []
    for button in menu() if buttons is None else buttons:
        items = [entry for item in button.items if (entry := _entry(item.name, item, public_url))]
        alone = _entry(button.name, button, public_url)
        if items:
            shown.append({"name": button.name, "sub_button": items})
        elif alone:
            shown.append(alone)
    return {"button": shown}


def words_of(key: str) -> str | None:
    """What the tap on a menu entry says; None for a key that no menu of ours ever had.

    A key is the words themselves: a menu that a client still shows after a change is then understood too.
    """
    said = {choice.says for button in menu() for choice in (button, *button.items)}
    return key if key in said or re.search("[一-鿿]", key) else None


def _entry(name: str, choice: _Choice, public_url: str) -> dict[str, str] | None:
    if choice.says is not None:
        return {"type": "click", "name": name, "key": choice.says}
    if choice.opens is None or (choice.opens.startswith("/") and not public_url):
        return None
    url = public_url.rstrip("/") + choice.opens if choice.opens.startswith("/") else choice.opens
    if len(url.encode()) > LONGEST_URL:
        raise ValueError(f"菜单「{name}」的网址有 {len(url.encode())} 个字节，最多 {LONGEST_URL} 个：{url[:60]}…")
    return {"type": "view", "name": name, "url": url}
