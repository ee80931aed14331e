"""Terms with their weights and places: kept in rows of numbers, they are the same as a table of them."""

from __future__ import annotations

import json
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from knowledge.postings import Postings

Table = dict[str, tuple[float, dict[int, float]]]
"""By term: its weight, and by place how much it belongs there."""

terms = st.text("甲乙丙丁w:", min_size=1, max_size=4)
standing = st.dictionaries(st.integers(0, 400), st.floats(0, 2, width=32), max_size=5)
tables = st.dictionaries(terms, st.tuples(st.floats(0.01, 9), standing), max_size=8)


def postings(table: Table) -> Postings:
    places = [sorted(held.items()) for _, held in table.values()]
    return Postings(
        table,
        (weight for weight, _ in table.values()),
        map(len, places),
        (place for each in places for place, _ in each),
        (share for each in places for _, share in each),
    )


@given(tables, terms)
def test_it_says_what_was_put_in_also_after_it_was_written_down(table: Table, other: str) -> None:
    made = postings(table)
    for known in (made, Postings.unpacked(json.loads(json.dumps(made.packed()))) if table else made):
        assert list(known) == list(table)
        for term in {*table, other}:
            weight, held = table.get(term, (None, {}))
            assert known.weight(term) == weight
            assert known.weighed([term], lambda _: -1.0) == {term: -1.0 if weight is None else weight}
            assert known.add_up({term: 1.0}, 402).tolist() == [held.get(place, 0.0) for place in range(402)]
            assert known.is_common(term) == (term in table and not held)


@given(tables, st.dictionaries(terms, st.floats(0, 9), max_size=5))
def test_scores_add_up_over_the_terms_of_a_question(table: Table, weights: dict[str, float]) -> None:
    for place, score in enumerate(postings(table).add_up(weights, 402)):
        told = sum(weight * table[term][1].get(place, 0.0) for term, weight in weights.items() if term in table)
        assert isclose(score, told, rel_tol=1e-9)


@given(tables, st.dictionaries(terms, st.floats(0, 9), max_size=5), st.integers(0, 401))
def test_what_an_entry_holds_of_a_question_and_what_nobody_wrote(
    table: Table, weights: dict[str, float], place: int
) -> None:
    held, strange = postings(table).held_and_strange(place, weights)
    there = [weight for term, weight in weights.items() if term in table and place in (table[term][1] or {place})]
    assert isclose(held, sum(there))
    assert isclose(strange, sum(weight for term, weight in weights.items() if term not in table))
