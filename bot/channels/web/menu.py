"""The quick menu under the talk, as an official account has one: three buttons, each with a few things to say."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MenuItem(_Frozen):
    """``says`` is sent as if typed; ``opens`` is a page of this site. Exactly one of the two."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    says: str | None = None
    opens: Annotated[str, Field(pattern=r"^/([a-z0-9#._-][a-z0-9/#._-]*)?$")] | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> MenuItem:
        if (self.says is None) == (self.opens is None):
            raise ValueError(f"「{self.name}」的 says 和 opens 要写一个，且只写一个")
        return self


class MenuButton(_Frozen):
    name: Annotated[str, Field(min_length=1, max_length=8)]
    items: Annotated[tuple[MenuItem, ...], Field(min_length=1, max_length=6)]


class Menu(_Frozen):
    """The menu and the greeting shown before anything was said."""

    greeting: str
    starters: Annotated[tuple[str, ...], Field(max_length=6)] = ()
    buttons: Annotated[tuple[MenuButton, ...], Field(max_length=3)]
