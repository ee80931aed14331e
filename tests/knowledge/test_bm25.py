"""Ranking by BM25: the formula, its bounds, and the short cuts taken on large indexes."""

from __future__ import annotations

import random
from math import isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import bm25
from knowledge.bm25 import Index

terms = st.lists(st.sampled_from("甲乙丙丁戊己庚"), max_size=8)
texts = st.lists(terms, max_size=12)


def by_the_book(corpus: list[list[str]], question: list[str], position: int) -> float:
    """Lucene's formula, written down once more without any index."""
    mean = sum(map(len, corpus)) / len(corpus)
    score = 0.0
    for term in question:
        holders = sum(term in text for text in corpus)
        idf = log(1 + (len(corpus) - holders + 0.5) / (holders + 0.5))
        count = corpus[position].count(term)
        if count:
            score += idf * count / (count + 0.9 * (1 - 0.4 + 0.4 * len(corpus[position]) / mean))
    return score


@given(texts, terms)
def test_scores_are_those_of_the_formula(corpus: list[list[str]], question: list[str]) -> None:
    index = Index(corpus)
    found = index.search(question, k=len(corpus))
    assert {position for position, _ in found} == {p for p, text in enumerate(corpus) if set(text) & set(question)}
    for position, score in found:
        assert isclose(score, by_the_book(corpus, question, position), rel_tol=1e-5)
        assert isclose(score, index.score(question, position), rel_tol=1e-9)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@given(texts, terms)
def test_no_text_scores_above_the_best_score(corpus: list[list[str]], question: list[str]) -> None:
    index = Index(corpus)
    for position, score in index.search(question):
        assert 0 < score < index.best_score(question)
        assert 0 < index.coverage(question, position) <= 1


def test_coverage_weighs_terms_by_how_telling_they_are() -> None:
    index = Index([["常", "罕"], ["常"], ["常"]])
    assert index.coverage(["常", "罕"], 0) == 1
    assert index.coverage(["常", "罕"], 1) < 0.2
    assert index.coverage(["无"], 0) == 0
    assert index.coverage([], 0) == 0


def test_stand_ins_count_together_as_one_term() -> None:
    index = Index([["报"], ["抱"], ["表"], ["别"]])
    assert [position for position, _ in index.search([("报", "抱")])] == [0, 1]
    assert index.idf("报") > index.idf(("报", "抱")) > index.idf(("报", "抱", "表", "别"))
    assert index.coverage([("报", "抱")], 1) == 1
    assert index.idf(("无", "没")) == index.idf("无")


def test_equal_scores_come_in_the_order_of_the_texts() -> None:
    assert [position for position, _ in Index([["甲"], ["乙"], ["甲"], ["甲"]]).search(["甲"], k=2)] == [0, 2]


@pytest.mark.parametrize("k", [0, -1])
def test_nothing_asked_for_nothing_found(k: int) -> None:
    assert Index([["甲"]]).search(["甲"], k) == []


def test_an_empty_index_and_unknown_terms_find_nothing() -> None:
    assert Index([]).search(["甲"]) == []
    assert Index([[]]).search(["甲"]) == []
    assert Index([["甲"]]).search(["乙"]) == []
    assert Index([["甲"]]).search([]) == []


def test_more_may_be_asked_for_than_there_is() -> None:
    assert len(Index([["甲"], ["甲", "乙"]]).search(["甲"], k=99)) == 2


def test_the_short_cut_on_large_indexes_keeps_the_leaders(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(5)
    common, rare = [f"c{n}" for n in range(12)], [f"r{n}" for n in range(400)]
    corpus = [rng.sample(common, 8) + rng.sample(rare, 6) for _ in range(600)]
    index = Index(corpus)
    for _ in range(30):
        source = rng.choice(corpus)
        question = source[:6] + source[8:12]
        monkeypatch.setattr(bm25, "ENTRIES_READ", 10**9)
        exact = index.search(question, k=1)
        monkeypatch.setattr(bm25, "ENTRIES_READ", 1)
        short = index.search(question, k=1)
        assert short[0][0] == exact[0][0]
        assert isclose(short[0][1], exact[0][1])
