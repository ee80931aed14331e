"""What is known of the entries' terms before any question comes."""

from __future__ import annotations

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from knowledge.lexicon import TELLING, kind_weight, weighed
from knowledge.vocabulary import Vocabulary

counts = st.dictionaries(st.text("甲乙丙丁", min_size=1, max_size=2), st.integers(1, 10), min_size=1, max_size=6)
vocabularies = st.lists(counts, min_size=1, max_size=12).map(
    lambda entries: Vocabulary(tuple(entries), (10,) * len(entries), {})
)


@given(vocabularies)
def test_every_telling_term_stands_at_every_entry_that_has_it(vocabulary: Vocabulary) -> None:
    known = weighed(vocabulary)
    for term in {term for counted in vocabulary.counts for term in counted}:
        weight = known.postings.weight(term)
        assert weight is not None
        holders = {place for place, counted in enumerate(vocabulary.counts) if term in counted}
        common = weight < TELLING * kind_weight(term)
        assert known.postings.is_common(term) == common
        scores = known.postings.add_up({term: 1.0}, len(vocabulary.counts))
        held = {place for place, share in enumerate(scores.tolist()) if share}
        assert held == (set() if common else holders)


@given(vocabularies)
def test_the_oftener_an_entrys_wordings_have_a_term_the_more_it_belongs_there(vocabulary: Vocabulary) -> None:
    known = weighed(vocabulary)
    for term in known.postings:
        scores = known.postings.add_up({term: 1.0}, len(vocabulary.counts))
        held = {place: share for place, share in enumerate(scores.tolist()) if share}
        often = sorted((vocabulary.counts[place][term], share) for place, share in held.items())
        assert [share for _, share in often] == sorted(held.values())


def test_a_term_of_few_entries_tells_more_and_a_strange_one_most() -> None:
    entries = [{"甲乙": 5, "试点": 5}, {"丙丁": 5, "试点": 5}, {"戊己": 5, "试点": 5}, {"庚辛": 5, "丙丁": 5}]
    known = weighed(Vocabulary(tuple(entries), (10,) * 4, {}))
    weights = [known.postings.weight(term) or 0.0 for term in ("试点", "丙丁", "甲乙")]
    assert weights == sorted(weights)
    assert known.unseen > weights[-1]


def test_what_an_entry_nearly_always_says_speaks_against_it_where_it_lacks() -> None:
    always, seldom = {"再次": 10, "材料": 10}, {"材料": 1, "份数": 1}
    known = weighed(Vocabulary((always, seldom, {"地址": 5}, {"电话": 5}), (10,) * 4, {}))
    assert known.missed[0] > known.missed[1] > 0
    assert isclose(known.missed[2], known.missed[3])
