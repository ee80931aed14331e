"""Groups of questions: what holds whatever is asked."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from knowledge.grouping import Grouping, Wording, grouped
from knowledge.likeness import Traits, traits

WORDS = ("截止", "什么时候", "材料", "几份", "盖章", "补贴", "多少", "哪里", "寄到", "报")

texts = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join), min_size=1, max_size=12, unique=True
)


def simple(text: str) -> Traits:
    """Traits without an answerer: every character weighs alike."""
    return traits(text, dict.fromkeys(text, 1.0), {})


@st.composite
def questions(draw: st.DrawFn) -> list[Wording]:
    matters = st.sampled_from((None, "deadline", "copies"))
    return [
        Wording(key, text, simple(text), draw(matters), draw(st.integers(1, 3)))
        for key, text in enumerate(draw(texts), 1)
    ]


@given(questions(), st.randoms(use_true_random=False))
def test_the_groups_are_the_same_in_whatever_order_the_questions_come(asked: list[Wording], chance: Random) -> None:
    shuffled = list(asked)
    chance.shuffle(shuffled)
    assert grouped(asked) == grouped(shuffled)


@given(questions())
def test_every_wording_is_in_one_group_which_its_place_belongs_to(asked: list[Wording]) -> None:
    found = grouped(asked)
    assert found.keys() == {wording.key for wording in asked}
    for key, (group, place) in found.items():
        if place is None:
            assert group == -key
        else:
            assert (found[place.near][0], place.group) == (group, group)
            assert 0 < place.score <= 1


@given(questions(), st.data())
def test_what_was_decided_stays_whatever_else_is_asked(asked: list[Wording], data: st.DataObject) -> None:
    decided = data.draw(st.lists(st.sampled_from(asked), unique_by=lambda wording: wording.key))
    kept = {wording.key: data.draw(st.integers(1, 3)) for wording in decided}
    found = grouped(asked, kept)
    assert {key: found[key][0] for key in kept} == kept


@given(questions(), questions())
def test_what_comes_later_moves_nothing(before: list[Wording], after: list[Wording]) -> None:
    grouping = Grouping()
    for wording in before:
        place = grouping.place(wording)
        grouping.put(wording, place.group if place else -wording.key)
    earlier = {wording.key: grouping[wording.key] for wording in before}
    for wording in after:
        later = Wording(wording.key + 100, wording.text, wording.traits, wording.matter)
        place = grouping.place(later)
        grouping.put(later, place.group if place else -later.key)
    assert {key: grouping[key] for key in earlier} == earlier


@given(questions())
def test_moved_and_dropped_wordings_are_where_they_were_put(asked: list[Wording]) -> None:
    grouping = Grouping()
    for wording in asked:
        grouping.put(wording, 1)
    for wording in asked[::2]:
        grouping.put(wording, 2)
    for wording in asked[1::2]:
        grouping.drop(wording.key)
    assert set(grouping) == {wording.key for wording in asked[::2]}
    assert (grouping.size(1), grouping.size(2)) == (0, len(asked[::2]))
    for wording in asked:
        place = grouping.place(wording)
        assert place is None or place.group == 2
