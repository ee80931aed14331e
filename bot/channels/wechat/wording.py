"""What the bot says in WeChat only, from its content file: every sentence there, every brace known."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.content import load

FILE = Path(__file__).with_name("wording.yaml")


def _with(*names: str) -> AfterValidator:
    """Accepts a sentence whose braces are all among ``names``."""

    def check(text: str) -> str:
        try:
            used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:
            raise ValueError("花括号没有配对") from None
        if not used <= set(names):
            unknown = "、".join(f"{{{name}}}" for name in sorted(used - set(names)))
            allowed = "、".join(f"{{{name}}}" for name in names) or "无"
            raise ValueError(f"不认识的 {unknown}，这一句可用：{allowed}")
        return text

    return AfterValidator(check)


Said = Annotated[str, Field(min_length=1, max_length=400)]
Fixed = Annotated[Said, _with()]
OfPilot = Annotated[Said, _with("pilot")]


class Wording(BaseModel):
    """One field a sentence; see the file for when each is said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    more: Fixed
    more_then_choices: Fixed
    tap: Fixed
    number: Fixed
    by_words: Fixed
    sources: Annotated[Said, _with("clauses")]
    and_others: Fixed
    judge: Fixed
    thanks_up: Fixed
    thanks_down: Fixed
    verdict_page: Fixed
    verdict_pages: Fixed
    verdict_page_of: Annotated[Said, _with("number")]
    welcome: Annotated[Said, _with("name", "number", "window", "issuer")]
    welcome_choices: Annotated[tuple[Fixed, ...], Field(min_length=1, max_length=6)]
    welcome_to_precheck: OfPilot
    go_on_with_precheck: OfPilot
    scanned: Fixed
    menu_changed: Fixed
    voice: Fixed
    image: Fixed
    video: Fixed
    location: Fixed
    link: Fixed
    unsupported: Fixed


def load_wording(path: Path = FILE) -> Wording:
    """Raises ``ContentError`` with file and line."""
    return load(path, Wording, f"wechat/{path.name}")


@cache
def wording() -> Wording:
    return load_wording()
