"""How alike two questions are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.likeness import NEAREST, likeness, traits

weights = st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.floats(0.1, 5), max_size=6)
anything = st.builds(traits, st.text("甲乙丙丁", max_size=6), weights, weights)


@given(anything, anything)
def test_it_is_a_share_and_the_same_from_both_sides(one: object, other: object) -> None:
    found = likeness(one, other)  # type: ignore[arg-type]
    assert 0 <= found <= 1 + 1e-9
    assert abs(found - likeness(other, one)) < 1e-9  # type: ignore[arg-type]
    assert likeness(one, one) == 1.0  # type: ignore[arg-type]


@given(anything, anything, st.floats(0, 1))
def test_below_what_is_asked_for_it_is_nothing(one: object, other: object, least: float) -> None:
    whole = likeness(one, other)  # type: ignore[arg-type]
    assert likeness(one, other, least) == (whole if whole >= least else 0.0)  # type: ignore[arg-type]


def test_words_entries_and_letters_each_count() -> None:
    asked = traits("几份", {"几份": 1.0}, {"copies": 0.8})
    assert likeness(asked, traits("甲乙", {"几份": 1.0}, {})) == 0.4
    assert likeness(asked, traits("甲乙", {}, {"copies": 0.1})) == 0.4
    assert 0 < likeness(asked, traits("几分", {}, {})) < 0.2


def test_only_the_nearest_entries_are_compared() -> None:
    near = {f"entry{n:02}": 1 - n / 100 for n in range(NEAREST + 5)}
    assert list(traits("几份", {}, near).entries) == [f"entry{n:02}" for n in range(NEAREST)]
