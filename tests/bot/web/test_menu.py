"""The quick menu: the one shipped, and mistakes in one."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.channels.web.menu import Menu, MenuItem
from bot.content import load
from bot.notices import DEFAULT_FOLDER


def test_the_shipped_menu_has_three_buttons_as_an_official_account_may() -> None:
    menu = load(DEFAULT_FOLDER / "menu.yaml", Menu)
    assert [button.name for button in menu.buttons] == ["提问示例", "资格预检", "材料与时间"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "空的"},
        {"name": "两样", "says": "你好", "opens": "/notice"},
        {"name": "别的网站", "opens": "//elsewhere.example/"},
        {"name": "脚本", "opens": "javascript:alert(1)"},
    ],
)
def test_an_item_says_something_or_opens_a_page_of_this_site(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        MenuItem.model_validate(wrong)
