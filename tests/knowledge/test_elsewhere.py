"""Other business is declined by its words, unless the notice's own entry speaks of it."""

from __future__ import annotations

from knowledge.elsewhere import Elsewhere
from knowledge.faq import FaqAnswer, FaqEntry, FaqKind
from knowledge.matching import Match, Ranking
from knowledge.words import Asking, Beside


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


CHARGING = entry("charging", "充电桩算哪个领域", "充电桩项目能报吗")
DEADLINE = entry("deadline", "什么时候截止")
SUBSIDY = entry("subsidy", "别的补贴", kind=FaqKind.silent)
UNSAID = entry("unsaid", "没写的", kind=FaqKind.silent)
NEAR = Elsewhere(
    {},
    (CHARGING, DEADLINE, SUBSIDY, UNSAID),
    beside=(
        Beside(entry="subsidy", about=("充电桩",), asks=("补贴",), unless=("试点",)),
        Beside(entry="no_such", about=("充电桩",), asks=("颜色",)),
    ),
    ours=("评上",),
    asking=(
        Asking(entry="unsaid", words=("什么时候", "几点")),
        Asking(entry="unsaid", words=("哪里", "在哪")),
        Asking(entry="no_such", words=("颜色",)),
    ),
)


def test_a_near_subject_is_declined_by_what_is_asked_of_it() -> None:
    assert NEAR.instead_of(first(CHARGING), "充电桩补贴怎么领") is SUBSIDY
    assert NEAR.instead_of(first(CHARGING), "充电桩项目行吗") is None
    assert NEAR.instead_of(first(UNSAID), "充电桩补贴") is SUBSIDY, "the nearer no is said"


def test_the_notices_own_words_keep_it() -> None:
    assert NEAR.instead_of(first(CHARGING), "充电桩试点有补贴吗") is None
    assert NEAR.instead_of(first(CHARGING), "充电桩评上了有补贴吗") is None


def test_a_long_story_is_not_judged_by_two_words() -> None:
    assert NEAR.instead_of(first(CHARGING), "充电桩" + "是去年底装好的" * 4 + "听说有补贴") is None


def test_an_entry_nobody_asked_for_a_time_gives_none() -> None:
    assert NEAR.instead_of(first(CHARGING), "充电桩几点开") is UNSAID
    assert NEAR.instead_of(first(CHARGING), "充电桩在哪") is UNSAID
    assert NEAR.instead_of(first(CHARGING), "充电桩什么颜色") is None


def test_an_entry_asked_for_a_time_gives_it_in_any_words() -> None:
    assert NEAR.instead_of(first(DEADLINE), "几点截止") is None
    assert NEAR.instead_of(first(DEADLINE), "截止在哪里看，几点截止") is None


def test_of_two_things_asked_the_entry_may_answer_one() -> None:
    assert NEAR.instead_of(first(CHARGING), "充电桩行吗，几点开") is None


def test_with_other_entries_only_the_changed_one_is_known_anew() -> None:
    assert NEAR.instead_of(first(CHARGING), "充电桩几点开") is UNSAID
    asked_so = entry("charging", "充电桩几点开放")
    other = NEAR.with_entries((asked_so, DEADLINE, SUBSIDY, UNSAID))
    assert other.instead_of(first(asked_so), "充电桩几点开") is None
    assert NEAR.instead_of(first(CHARGING), "充电桩几点开") is UNSAID, "the first knows what it knew"
    assert NEAR.with_entries((CHARGING, DEADLINE)).instead_of(first(CHARGING), "充电桩几点开") is None
