"""Every question of the working set gets its right answer, as its user would type it."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.invention import invented
from bot.notices import Notices, load_notices
from tests.bot.question_sets import Question, asked, faults, read

WORK = read("work")


@pytest.fixture(scope="module")
def notices() -> Notices:
    return load_notices()


@pytest.mark.parametrize("question", WORK, ids=lambda question: question.id)
def test_it_answers_what_was_asked(question: Question, notices: Notices) -> None:
    turn = asked(question, notices)
    assert not faults(question, turn), f"{' / '.join(question.turns)} → {[reply.text for reply in turn.replies]}"


@pytest.mark.parametrize("question", read("open"), ids=lambda question: question.id)
def test_what_is_listed_as_open_has_not_come_right(question: Question, notices: Notices) -> None:
    """One that has belongs into work.jsonl, where it is kept right."""
    assert faults(question, asked(question, notices))


@pytest.mark.parametrize("question", WORK, ids=lambda question: question.id)
def test_it_says_no_figure_of_its_own(question: Question, notices: Notices) -> None:
    turn = asked(question, notices)
    assert not invented(turn, next(iter(notices.values())), question.today, " ".join(question.turns))


@pytest.mark.parametrize("question", WORK[::7], ids=lambda question: question.id)
def test_every_answer_rests_on_words_that_stand_in_the_notice(question: Question, notices: Notices) -> None:
    from knowledge.citation import quoted_in  # noqa: PLC0415

    notice = next(iter(notices.values()))
    for reply in asked(question, notices).replies:
        for citation in reply.citations:
            clause = notice.clauses[citation.anchor]
            assert quoted_in(citation.quote, clause)
            assert (citation.document, citation.clause) == (clause.title, clause.label)


def test_a_decline_always_shows_a_way_out(notices: Notices) -> None:
    hotline = next(iter(notices.values())).particulars.hotline.value
    declined = [
        reply for question in WORK for reply in asked(question, notices).replies if reply.kind == "decline"
    ]
    assert len(declined) > 20
    assert all(hotline in reply.text for reply in declined)


def test_both_sets_have_every_kind_of_question() -> None:
    kinds = {name: Counter(question.kind for question in read(name)) for name in ("work", "report")}
    assert len(kinds["work"]) >= 40
    assert min(kinds["work"].values()) >= 14, kinds
    assert set(kinds["report"]) <= set(kinds["work"])
    assert len(kinds["report"]) >= 36
    assert min(kinds["report"].values()) >= 7, kinds
