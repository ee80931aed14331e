"""Phrases looked for in a text: the longest that stands at a place, and nothing else."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from knowledge.phrases import any_of

words = st.text("领跑者的 .|-]^", max_size=5)


@given(st.lists(words, max_size=8), st.text("领跑者的 .|-]^新", max_size=30))
def test_it_finds_the_longest_phrase_at_each_place(phrases: list[str], text: str) -> None:
    longest_first = sorted(filter(None, phrases), key=len, reverse=True)
    one_after_the_other = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
    assert any_of(phrases).findall(text) == one_after_the_other.findall(text)


@given(st.lists(words, max_size=8), words)
def test_inside_another_pattern_a_shorter_phrase_stands_in_where_the_longest_leaves_too_little(
    phrases: list[str], text: str
) -> None:
    known = any_of(phrases).pattern
    whole = any(one + other == text for one in filter(None, phrases) for other in filter(None, phrases))
    assert bool(re.fullmatch(f"(?:{known})(?:{known})", text)) == whole


def test_of_no_phrases_nothing_is_found() -> None:
    assert not any_of(["", ""]).search("任何话")
