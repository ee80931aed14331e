"""Any text in pages: none too long, nothing lost, nothing cut that belongs together."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.wechat.links import tappable
from bot.channels.wechat.pages import LIMIT, cut, size

WHOLE = (
    tappable("企业法人（公司）"),
    '<a href="https://sb.example.cn/verdict/aB3-_x">完整结论</a>',
    "https://example.cn/a?b=1&c=2",
    "ydqhbhzx@sthjj.beijing.gov.cn",
    "👨‍👩‍👧‍👦",
    "👍🏽",
    "🇨🇳",
    "2️⃣",
    "e\u0301",
    "\r\n",
)
characters = st.characters(exclude_categories=("Cs",))
texts = st.lists(
    st.one_of(
        st.text(characters, max_size=40),
        st.text("低碳试点，。！？；…」\n、：abc 0<&", max_size=300),
        st.sampled_from(WHOLE).map(lambda whole: f"（{whole}）"),  # where one begins and ends is plain to see
        st.just("长" * 400),
    ),
    max_size=30,
).map("".join)


@given(texts, st.integers(600, 2048))
@example("字" * 600, LIMIT)
@example("字" * 601, LIMIT)
def test_every_piece_fits_and_together_they_are_the_text(text: str, limit: int) -> None:
    pieces = cut(text, limit)
    assert all(0 < size(piece) <= limit for piece in pieces)
    assert "".join(pieces) == text


@given(texts)
def test_links_addresses_and_joined_characters_stay_whole(text: str) -> None:
    ends, end = set(), 0
    for piece in cut(text):
        end += len(piece)
        ends.add(end)
    for whole in (*WHOLE[:3], *WHOLE[4:]):
        for found in re.finditer(re.escape(whole), text):
            assert not ends & set(range(found.start() + 1, found.end())), f"cut inside {whole!r}"


@given(st.text("低碳试点申报很长的一句话，、。！？；\n", max_size=3000))
def test_a_piece_ends_with_a_sentence_where_one_ends_in_it(text: str) -> None:
    start = 0
    for piece in cut(text)[:-1]:
        if re.search("[。！？；\n]", piece):
            assert re.search("[。！？；\n]$", piece)
        assert size(piece) + 3 > LIMIT or re.search("[。！？；\n，、]$", piece), "cut short for no reason"
        start += len(piece)


def test_a_long_answer_is_cut_between_its_paragraphs() -> None:
    first, second = "第一段。" * 100, "第二段。" * 100
    assert cut(f"{first}\n\n{second}") == (f"{first}\n\n", second)


def test_a_mark_that_closes_a_sentence_stays_with_it() -> None:
    sentence = f"通知写明「{'低碳' * 200}。」"
    assert cut(sentence + "后面还有一句" * 60)[0] == sentence


def test_an_address_without_end_is_cut_all_the_same() -> None:
    text = "https://example.cn/" + "a" * 5000
    assert "".join(cut(text)) == text
    assert all(size(piece) <= LIMIT for piece in cut(text))
    combining = "e" + "\u0301" * 3000
    assert "".join(cut(combining)) == combining


def test_nothing_gives_no_page() -> None:
    assert cut("") == ()


def test_a_page_must_hold_a_character() -> None:
    with pytest.raises(ValueError, match="7 bytes"):
        cut("好", 7)
