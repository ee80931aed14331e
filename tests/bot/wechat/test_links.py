"""Links of ours work, and no other text becomes one."""

from __future__ import annotations

from xml.dom import minidom

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.wechat.links import LONGEST, harmless, page, tappable
from tests.bot.wechat.phone import Screen

SLY = ("<a href='http://x.cn'>点</a>", "<A\nhref=x>", "< a", "&lt;a&gt;", "]]>", "</a>", "<!--", "<?x", "<\u200ba")
anything = st.one_of(st.text(), st.lists(st.one_of(st.text(max_size=5), st.sampled_from(SLY))).map("".join))


@given(anything)
@example("3<5，5>3，A&B")
def test_text_of_others_shows_no_link_and_no_markup(text: str) -> None:
    screen = Screen(harmless(text))
    assert (screen.strange, screen.taps, screen.pages) == ([], {}, {})


@given(anything)
def test_text_of_others_can_stand_in_a_message(text: str) -> None:
    safe = harmless(text)
    assert "]]>" not in safe
    read = minidom.parseString(f"<m><![CDATA[{safe}]]></m>".encode()).documentElement
    assert "".join(node.data for node in read.childNodes) == safe


@pytest.mark.parametrize("text", ["3<5", "a & b", "5>3 吗？", "电话：68455013、68450090", "<5000吨", "A&B"])
def test_plain_marks_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(anything.filter(lambda text: text.strip()))
@example("A&B=C?#%")
def test_a_tapped_choice_says_its_words(words: str) -> None:
    link = tappable(words)
    assert len(link.encode()) <= LONGEST or link.count("<") == 0
    screen = Screen(link)
    assert screen.strange == []
    for said in screen.taps.values():
        assert said == words.encode("utf-8", "ignore").decode()


def test_a_link_costs_about_what_is_known_of_the_platform() -> None:
    """About 61 bytes, and for each Chinese character 9 to say it and 3 to show it."""
    assert len(tappable("不清楚").encode()) == 62 + 3 * (9 + 3)


def test_a_page_link_never_ends_its_own_address() -> None:
    screen = Screen(page('https://sb.example.cn/"><b>/verdict/x', "完整<b>结论"))
    assert screen.strange == []
    assert list(screen.pages) == ["完整＜b＞结论"]


def test_a_link_too_long_for_a_page_is_left_out() -> None:
    assert page("https://sb.example.cn/" + "a" * LONGEST, "完整结论") == ""
    assert tappable("很长的选项" * 20) == "很长的选项" * 20
