"""What staff find while a caller talks: what the bot says, the clauses behind it, and what else may be meant."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.conversation import converse
from bot.desk.clause_search import SHOWN
from bot.desk.finders import Finders
from bot.desk.lookup import LONGEST, Finder, LookUp
from bot.desk.standard import pilots_of
from bot.replies import Outcome
from bot.state import ConversationState
from bot.switches import Switches, without
from knowledge.citation import squeeze
from tests.bot.desk.office import notice

TODAY = date(2023, 8, 20)
QUESTIONS = Path(__file__).parents[2] / "questions"


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(notice)


def looked_up(finder: Finder, text: str, pilot: str | None = None, today: date = TODAY) -> LookUp:
    found = finder.find(text, pilot, today)
    assert found is not None
    return found


def asked_all() -> list[str]:
    """First turns of the question set: real wordings, of every kind."""
    lines = (QUESTIONS / "report.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["turns"][0] for line in lines]


def asked() -> list[str]:
    return asked_all()[::3]


def test_the_standard_answer_comes_with_the_line_of_its_clause(finder: Finder) -> None:
    answer = looked_up(finder, "纸质材料几份").answers[0]
    assert answer.entry == "copies"
    assert answer.plain.splitlines()[0] == answer.text
    place = "先进低碳技术项目试点工作方案 · 三、工作流程 · 5.申报程序"
    assert f"依据：{place}「纸质版申报材料一式五份（正式盖章件）」" in answer.plain.splitlines()


def test_every_answer_is_what_the_bot_says_to_the_same_words(finder: Finder) -> None:
    """One engine: where the bot answers from an entry, the desk shows those words and no others."""
    compared = 0
    for text in asked():
        found = looked_up(finder, text)
        if found.seen.outcome is not Outcome.answered or found.seen.step != "faq":
            continue
        assert [answer.text for answer in found.answers] == [reply.text for reply in found.seen.replies], text
        compared += 1
    assert compared > 50


def test_what_the_applicant_will_see_is_the_first_turn_of_a_talk(finder: Finder) -> None:
    found = looked_up(finder, "奖金多少")
    notices = {finder.notice.particulars.key: finder.notice}
    assert found.seen == converse("奖金多少", ConversationState(), notices, TODAY)


def test_where_pilots_differ_staff_see_each_and_the_applicant_is_asked_back(finder: Finder) -> None:
    found = looked_up(finder, "申报条件")
    assert found.seen.outcome is Outcome.clarified
    assert [answer.pilot for answer in found.answers][:3] == ["tech", "leader", "region"]


def test_the_chosen_pilot_s_own_answer_and_clauses_are_shown(finder: Finder) -> None:
    found = looked_up(finder, "申报条件", "region")
    assert [answer.pilot for answer in found.answers] == ["region"]
    assert {clause.id.partition(".")[0] for clause in found.clauses} <= {"region", "notice"}


def test_a_pilot_named_by_the_caller_counts_for_more_than_the_one_chosen(finder: Finder) -> None:
    assert [answer.pilot for answer in looked_up(finder, "领跑者的申报条件", "region").answers] == ["leader"]


def test_a_silent_notice_is_declined_and_never_guessed(finder: Finder) -> None:
    answer = looked_up(finder, "奖金多少").answers[0]
    assert answer.declines
    assert finder.notice.particulars.hotline.value in answer.text


def test_where_the_bot_asks_back_which_matter_staff_see_the_answers_of_each(
    finder: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few real questions are so unclear; a bot that wants to be surer asks back more often."""
    monkeypatch.setattr("knowledge.answerer.SURE", 0.8)
    unsure = [found for text in asked_all() if (found := finder.find(text, None, TODAY)) and _which_matter(found)]
    assert unsure
    for found in unsure:
        offered = found.seen.replies[0].choices
        assert tuple(near.matter for near in found.near)[: len(offered)] == offered
        assert all(near.answers for near in found.near)


def _which_matter(found: LookUp) -> bool:
    return found.seen.outcome is Outcome.clarified and found.seen.step == "faq" and not found.answers


def test_clauses_behind_the_answer_come_first_with_the_quote_marked(finder: Finder) -> None:
    found = looked_up(finder, "纸质材料几份")
    first = found.clauses[0]
    assert first.behind
    assert any(piece.marked and "一式五份" in piece.text for piece in first.text)
    assert [clause.behind for clause in found.clauses] == sorted((c.behind for c in found.clauses), reverse=True)


def test_a_clause_is_shown_word_for_word_with_what_stands_around_it(finder: Finder) -> None:
    for text in asked()[:60]:
        for clause in looked_up(finder, text).clauses:
            shown = "".join(piece.text for piece in clause.text)
            assert shown == finder.notice.clauses[clause.id].text
            assert clause.path in clause.plain
            assert shown in clause.plain
    item = next(clause for clause in looked_up(finder, "2022年报过的还能报吗").clauses if clause.id == "tech.2.6")
    assert item.before[0] == "二、申报条件"
    assert item.before[-1].startswith("5.原则上2022年7月1日")


def test_every_clause_line_quotes_the_notice(finder: Finder) -> None:
    for text in asked():
        for answer in looked_up(finder, text).answers:
            for ground in answer.grounds:
                assert squeeze(ground.quote) in squeeze(finder.notice.clauses[ground.clause].text), (text, ground)


def test_a_trade_is_answered_as_the_bot_answers_it(finder: Finder) -> None:
    found = looked_up(finder, "我们是做芯片的，能报领跑者吗")
    assert found.seen.step == "trade"
    assert [answer.text for answer in found.answers] == [found.seen.replies[0].text]


def test_after_the_end_the_note_stands_with_the_facts_and_not_before_each_answer(finder: Finder) -> None:
    closed = TODAY + timedelta(days=60)
    for text in ("纸质材料几份", "我们是做芯片的，能报领跑者吗"):
        assert "以下仅供对照条文" not in looked_up(finder, text, today=closed).answers[0].text
        assert "以下仅供对照条文" in looked_up(finder, text, today=closed).seen.replies[0].text


def test_an_applicant_s_banner_is_seen_and_a_bot_switched_off_leaves_staff_their_answers(finder: Finder) -> None:
    banner = finder.find("材料几份", None, TODAY, Switches(banner="系统今晚维护"))
    assert banner is not None
    assert "系统今晚维护" in banner.seen.replies[0].text
    assert banner.answers == looked_up(finder, "材料几份").answers
    off = finder.find("材料几份", "tech", TODAY, Switches(off="暂停服务"))
    assert off is not None
    assert off.seen.outcome is Outcome.refused
    assert off.answers[0].entry == "copies"


def test_a_withdrawn_answer_is_not_read_out_either_and_the_clauses_are_not_indexed_anew() -> None:
    finders = Finders()
    before = finders.of(notice)
    (withdrawn,) = without({"": notice}, frozenset({"copies"})).values()
    after = finders.of(withdrawn)
    assert after.clauses is before.clauses
    found = looked_up(after, "材料几份")
    assert found.answers[0].entry == "copies"
    assert found.answers[0].declines
    assert "五份" not in found.answers[0].text


def test_a_request_to_the_bot_has_no_answer_to_read_out(finder: Finder) -> None:
    found = looked_up(finder, "资格预检")
    assert found.answers == ()
    assert found.seen.outcome is Outcome.in_dialog


@pytest.mark.parametrize("text", ["", "   ", "🙂", "？？", "\u200b"])
def test_nothing_said_finds_nothing_or_what_the_bot_can_do(finder: Finder, text: str) -> None:
    assert finder.find(text, None, TODAY) is None


def test_a_pasted_page_counts_by_its_beginning(finder: Finder) -> None:
    found = looked_up(finder, "截止时间" + "啊" * 5000)
    assert len(found.text) == LONGEST


def test_half_typed_words_and_typed_pinyin_do_no_harm(finder: Finder) -> None:
    for text in asked()[::4]:
        for end in range(1, len(text)):
            found = finder.find(text[:end], None, TODAY)
            assert found is None or len(found.clauses) <= SHOWN


def test_the_cited_clauses_of_most_questions_are_in_view(finder: Finder) -> None:
    """0.98 of the set when this was written; the words of a caller are seldom those of the notice."""
    wanted = hit = 0
    for line in (QUESTIONS / "report.jsonl").read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        cites = {clause for group in question.get("cites", []) for clause in group}
        if cites and len(question["turns"]) == 1:
            wanted += 1
            hit += any(clause.id in cites for clause in looked_up(finder, question["turns"][0]).clauses)
    assert hit / wanted > 0.9


def test_the_four_pilots_are_those_of_the_notice() -> None:
    assert list(pilots_of(notice)) == ["tech", "leader", "region", "finance"]
