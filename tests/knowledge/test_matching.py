"""Which entry a question is about, by the words people use for it."""

from __future__ import annotations

from functools import cache

import pytest

from knowledge.faq import Cite, FaqAnswer, FaqEntry
from knowledge.lexicon import lexicon
from knowledge.matching import NEARBY, Matcher
from knowledge.tokens import Tokenizer
from knowledge.vocabulary import Terms
from knowledge.words import Words

WORDS = Words(domain=("截止", "份数"), pilots={}, synonyms=(("截止", "到期"),))


def entry(name: str, *wordings: str, clause: str = "notice.3") -> FaqEntry:
    answer = FaqAnswer(text="。", cites=(Cite(clause=clause, quote="。"),))
    return FaqEntry(id="e", matter=name, wordings=wordings, answer=answer)


DEADLINE = entry("截止时间", "什么时候截止", "哪天截止", "截止到几号", "最晚哪天交")
COPIES = entry("份数", "材料交几份", "一式几份", "要几份材料")
ADDRESS = entry("地址", "材料寄到哪里", "寄哪个地址", "送到哪")
STAMP = entry("盖章", "材料要盖章吗", "不盖章行吗", "章盖在哪")
TRIAL = entry("调试", "没调试完能交吗", "没调完能不能交", clause="tech.2.5")
MARKET = entry("履约", "没履约完能交吗", "没履完能不能交", clause="leader.2.4")
ENTRIES = (DEADLINE, COPIES, ADDRESS, STAMP, TRIAL, MARKET)


@cache
def matcher() -> Matcher:
    terms = Terms(WORDS, Tokenizer(WORDS.domain))
    return Matcher(ENTRIES, lexicon(ENTRIES, terms), terms)


def first(text: str, named: str | None = None) -> str:
    return matcher().rank(text, named).matches[0].entry.matter


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("到底哪天截止啊", "截止时间"), ("交几份呀", "份数"), ("寄到哪", "地址"), ("什么时候到期", "截止时间")],
)
def test_the_nearest_by_its_terms_is_first(text: str, wanted: str) -> None:
    assert first(text) == wanted


def test_the_very_words_of_an_entry_are_beyond_doubt() -> None:
    ranking = matcher().rank("不盖章行吗？")
    assert (ranking.matches[0].entry, ranking.matches[0].score, ranking.sure) == (STAMP, 1.0, 1.0)
    assert ranking.evidence is None


def test_of_two_that_come_near_the_one_with_a_wording_most_like_it_is_first() -> None:
    """Fails without the second look: one entry has all the question's words, but never as they are said together."""
    scattered = entry("一", "晚上交", "当天交", "算不算", "算不算晚", "当天算不算", "晚上算", "才交算晚")
    together = entry("二", "当天晚上交算不算晚", "当天晚上递算不算晚", "当天晚上发算不算晚", "零点前", "半夜", "压线")
    entries = (scattered, together, *ENTRIES)
    terms = Terms(WORDS, Tokenizer(WORDS.domain))
    known = Matcher(entries, lexicon(entries, terms), terms)
    assert known.rank("当天晚上才交算不算晚").matches[0].entry is together


def test_the_pilot_named_lifts_its_own_and_lets_the_others_step_back() -> None:
    said = "没弄完能不能交"
    assert first(said, "tech") == "调试"
    assert first(said, "leader") == "履约"


def test_what_sounds_alike_is_meant() -> None:
    assert first("哪天接只") == "截止时间"
    assert first("jiezhi") == "截止时间"


def test_nothing_is_near_a_text_that_shares_nothing() -> None:
    ranking = matcher().rank("甲乙丙丁")
    assert (ranking.matches, ranking.sure) == ((), 0.0)


def test_strange_words_beside_the_known_make_it_less_sure() -> None:
    sure = [matcher().rank(text).sure for text in ("到底哪天截止", "到底哪天截止的驾照", "驾照年审体检哪天")]
    assert sure == sorted(sure, reverse=True)
    assert sure[0] > sure[-1] + 0.3


def test_no_more_are_ranked_than_come_near() -> None:
    ranking = matcher().rank("材料怎么交")
    assert 0 < len(ranking.matches) <= min(NEARBY, len(ENTRIES))
    assert [match.score for match in ranking.matches] == sorted((m.score for m in ranking.matches), reverse=True)
    assert all(0 < match.score < 1 for match in ranking.matches)
