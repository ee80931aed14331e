"""A question finds its text, also when mistyped, typed in Traditional script or in pinyin."""

from __future__ import annotations

import pytest

from knowledge.clauses import Clauses
from knowledge.retriever import Retriever
from knowledge.tokens import Tokenizer


@pytest.fixture(scope="module")
def ids(clauses: Clauses) -> list[str]:
    return list(clauses)


@pytest.fixture(scope="module")
def retriever(clauses: Clauses) -> Retriever:
    words = Tokenizer(["低碳", "领跑者", "低碳领跑者", "气候友好型"])
    return Retriever([f"{clause.path} {clause.text}" for clause in clauses.values()], words)


@pytest.mark.parametrize(
    ("question", "clause_id"),
    [
        ("征集时间到什么时候截止", "notice.3"),
        ("联系人的邮箱和联系电话是多少？", "notice.contact"),
        ("碳排放强度有要求吗", "leader.3.2"),
        ("調試和試運行要經過幾個月", "tech.3.3"),
        ("社区怎么界定", "region.1.1"),
        ("挑试和试运刑不少于几个月", "tech.3.3"),
        ("lianxiren youxiang", "notice.contact"),
        ("海绵城市", "region.2.3"),
    ],
)
def test_the_question_finds_its_clause(retriever: Retriever, ids: list[str], question: str, clause_id: str) -> None:
    assert ids[retriever.search(question, k=1)[0][0]] == clause_id


def test_a_homophone_finds_what_was_meant() -> None:
    retriever = Retriever(["申报材料", "气候变化", "营业执照"])
    assert retriever.search("银夜直照")[0][0] == 2


@pytest.mark.parametrize("question", ["", "？？", "😀", "zzz"])
def test_a_question_of_nothing_finds_nothing(question: str) -> None:
    retriever = Retriever(["申报材料", "气候变化"])
    assert retriever.search(question) == []
    assert retriever.confidence(question, 0) == 0


def test_what_merely_asks_is_left_out() -> None:
    retriever = Retriever(["什么是什么", "截止时间"])
    assert retriever.search("截止时间是什么")[0][0] == 1


def test_a_question_word_alone_is_still_a_question() -> None:
    assert Retriever(["什么是什么", "截止时间"]).search("什么")[0][0] == 0


def test_among_questions_the_question_word_tells() -> None:
    retriever = Retriever(["材料交到哪里", "材料什么时候交"], texts_are_questions=True)
    assert retriever.search("什么时候交材料")[0][0] == 1
    assert retriever.search("材料要交到哪里")[0][0] == 0


def test_confidence_tells_a_known_matter_from_a_strange_one(retriever: Retriever) -> None:
    def confidence(question: str) -> float:
        return max(retriever.confidence(question, position) for position, _ in retriever.search(question, k=1))

    assert confidence("调试和试运行阶段不少于几个月") > 2 * confidence("今天股票市场的行情怎么样")


def test_confidence_and_coverage_stay_between_0_and_1(retriever: Retriever, clauses: Clauses) -> None:
    for position, clause in enumerate(clauses.values()):
        assert 0 < retriever.confidence(clause.text, position) <= 1
        assert retriever.coverage(clause.text, position) == pytest.approx(1)
