"""Other business is declined by its words, unless the notice's own entry speaks of it."""

from __future__ import annotations

from knowledge.elsewhere import Elsewhere
from knowledge.faq import FaqAnswer, FaqEntry, FaqKind
from knowledge.matching import Match, Ranking


def entry(name: str, *wordings: str, kind: FaqKind = FaqKind.answer) -> FaqEntry:
    return FaqEntry(id=name, matter=name, wordings=wordings, answer=FaqAnswer(text="。"), kind=kind)


OPENING = entry("opening", "什么时候开始")
FACTORY = entry("factory", "绿色工厂算哪一类")
OTHER = entry("other", "绿证怎么办", kind=FaqKind.silent)
ELSEWHERE = Elsewhere({"other": ("CCER", "绿色工厂", "绿证"), "no_such": ("天气",)}, (OPENING, FACTORY, OTHER))


def first(found: FaqEntry, sure: float = 0.8) -> Ranking:
    return Ranking((Match(found, 0.3),), sure)


def test_a_foreign_word_is_declined_however_the_rest_reads() -> None:
    assert ELSEWHERE.instead_of(first(OPENING), "ccer什么时候重启") is OTHER


def test_an_entry_that_speaks_of_it_answers() -> None:
    assert ELSEWHERE.instead_of(first(FACTORY), "绿色工厂算哪类") is None
    assert ELSEWHERE.instead_of(first(OPENING), "绿色工厂什么时候开始") is OTHER


def test_very_words_and_declines_stand() -> None:
    assert ELSEWHERE.instead_of(first(OPENING, 1.0), "绿证") is None
    assert ELSEWHERE.instead_of(first(OTHER), "绿色工厂") is None


def test_where_no_foreign_word_stands_nothing_changes() -> None:
    assert ELSEWHERE.instead_of(first(OPENING), "天气什么时候好") is None
    assert ELSEWHERE.instead_of(Ranking(), "绿证") is None
