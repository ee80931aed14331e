"""The menu's file within the platform's limits, and its mistakes with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.wechat.menu import LONGEST_URL, MenuButton, MenuItem, load_menu, menu, menu_payload, words_of
from bot.content import ContentError


def problem(tmp_path: Path, text: str) -> str:
    file = tmp_path / "menu.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_menu(file)
    return str(caught.value)


def test_the_shipped_menu_keeps_the_platforms_limits() -> None:
    buttons = menu_payload("https://sb.example.cn")["button"]
    assert [button["name"] for button in buttons] == ["提问", "资格预检", "材料与时间"]
    for button in buttons:
        assert len(button["name"].encode()) <= 16
        assert 1 <= len(button["sub_button"]) <= 5
        for item in button["sub_button"]:
            assert len(item["name"].encode()) <= 60
            assert len(item.get("key", "").encode()) <= 128
            assert len(item.get("url", "").encode()) <= 1024
            assert set(item) == {"type", "name", "key" if item["type"] == "click" else "url"}


def test_pages_of_this_site_need_its_address() -> None:
    def opened(address: str) -> list[str]:
        items = [item for button in menu_payload(address)["button"] for item in button["sub_button"]]
        return [item["url"] for item in items if item["type"] == "view"]

    assert opened("") == []
    assert opened("https://sb.example.cn/") == ["https://sb.example.cn/notice"]


def test_a_button_may_speak_itself_and_one_with_nothing_to_show_is_left_out() -> None:
    speaking = MenuButton(name="提问", says="你好")
    empty = MenuButton(name="网页", items=(MenuItem(name="通知", opens="/notice"),))
    assert menu_payload("", (speaking, empty)) == {"button": [{"type": "click", "name": "提问", "key": "你好"}]}


def test_an_address_beyond_the_limit_is_named() -> None:
    page = MenuButton(name="网页", opens="/" + "a" * 1000)
    with pytest.raises(ValueError, match=rf"「网页」的网址有 \d+ 个字节，最多 {LONGEST_URL} 个"):
        menu_payload("https://a-rather-long-name.example.cn", (page,))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("- {name: 提问, says: 你好}\n- name: 一二三四五六\n  says: 你好", "menu.yaml:2: 1.name"),
        ("- name: 提问\n  items:\n    - name: " + "长" * 21 + "\n      says: 你好", "menu.yaml:3: 0.items.0.name"),
        ("- name: 提问\n  says: " + "长" * 43, "menu.yaml:2: 0.says"),
        ("- name: 提问\n  opens: /" + "a" * 1024, "menu.yaml:2: 0.opens"),
        ("- name: 提问\n  opens: javascript:alert(1)", "menu.yaml:2: 0.opens"),
        ("- name: 提问\n  opens: //elsewhere.example/", "menu.yaml:2: 0.opens"),
        ("- name: 提问", "menu.yaml:1: 0：「提问」的 items、says 和 opens 要写一个"),
        ("- name: 提问\n  items:\n    - {name: 空}", "menu.yaml:3: 0.items.0：「空」的 says 和 opens 要写一个"),
        ("- name: 提问\n  items:\n" + "    - {name: 项, says: 你好}\n" * 6, "menu.yaml:2: 0.items：最多 5 项"),
        ("- {name: 项, says: 你好}\n" * 4, "最多 3 项"),
        ("[]", "至少要 1 项"),
        ("- name: 提问\n  say: 你好", "menu.yaml:2: 0.say：不认识的项"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, where: str) -> None:
    assert where in problem(tmp_path, text)


def test_a_keys_words() -> None:
    first = menu()[0].items[0]
    assert first.says is not None
    assert words_of(first.says) == first.says
    assert words_of("以前的菜单项") == "以前的菜单项"
    assert words_of("V1001") is None
