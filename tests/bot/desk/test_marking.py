"""The words of a question are found again in a clause, in whatever words the notice says them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.marking import Marker, Stretch, stretches
from knowledge.tokens import Tokenizer
from tests.bot.desk.office import notice


@pytest.fixture(scope="module")
def marker() -> Marker:
    texts = (clause.text for clause in notice.clauses.values())
    return Marker(notice.words, Tokenizer(notice.words.domain), texts)


def test_every_occurrence_is_marked_and_nothing_else() -> None:
    assert stretches("申报材料：申报表", ("申报",)) == (
        Stretch("申报", True),
        Stretch("材料：", False),
        Stretch("申报", True),
        Stretch("表", False),
    )


def test_words_that_follow_each_other_are_one_stretch() -> None:
    assert stretches("申报材料一式五份", ("申报", "材料")) == (Stretch("申报材料", True), Stretch("一式五份", False))


def test_latin_letters_are_marked_in_any_case() -> None:
    assert stretches("需为word版", ("WORD",))[1] == Stretch("word", True)


def test_words_that_overlap_are_one_stretch() -> None:
    assert stretches("申报材料清单", ("申报材料", "材料清单")) == (Stretch("申报材料清单", True),)


@given(st.text(), st.lists(st.text(min_size=1)))
def test_no_character_is_lost_or_changed(text: str, words: list[str]) -> None:
    assert "".join(piece.text for piece in stretches(text, words)) == text


@given(st.text("申报材料截止，"), st.lists(st.sampled_from(("申报", "材料", "截止"))))
def test_marked_and_unmarked_stretches_alternate(text: str, words: list[str]) -> None:
    marked = [piece.marked for piece in stretches(text, words)]
    assert all(one is not other for one, other in pairwise(marked))


def test_a_synonym_of_the_caller_is_found_in_the_words_of_the_notice(marker: Marker) -> None:
    assert "截止" in marker.words(notice.answerer.read("最晚哪天交"))


def test_words_of_asking_mark_nothing(marker: Marker) -> None:
    words = marker.words(notice.answerer.read("请问我们需要什么材料"))
    assert "材料" in words
    assert not {"什么", "需要", "我们", "请问"} & set(words)


def test_a_slip_of_typing_is_put_right_before_it_is_looked_for(marker: Marker) -> None:
    assert "盖章" in marker.words(notice.answerer.read("要不要盖张"))
