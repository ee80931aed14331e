"""A stored talk meets new rules, an older form, or nonsense: it goes on, and says what changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.flow import again, hear
from dialogs.moves import Ask, Finished, RulesChanged
from dialogs.revival import restore, revive
from dialogs.state import DialogState
from eligibility.bands import Period
from eligibility.facts import FactSheet
from eligibility.rulebook import Rulebook


def without(book: Rulebook, *facts: str) -> Rulebook:
    """The same rules with some facts no longer asked, and without the criteria that read them."""
    programmes = {
        key: programme.model_copy(
            update={"criteria": tuple(c for c in programme.criteria if not set(c.reads) & set(facts))}
        )
        for key, programme in book.programmes.items()
    }
    return replace(
        book,
        facts=FactSheet(tuple(spec for spec in book.facts.values() if spec.name not in facts)),
        programmes=programmes,
    )


def test_under_the_same_rules_nothing_is_said(talk, rulebook: Rulebook, today: date) -> None:
    scene = talk("precheck", "tech").usual().usual()
    revived = restore(scene.state.model_dump_json(), rulebook, today)
    assert revived.state == scene.state
    assert revived.moves == ()


def test_a_plain_mapping_is_as_good_as_its_json(talk, rulebook: Rulebook, today: date) -> None:
    scene = talk("which").usual()
    assert restore(json.loads(scene.state.model_dump_json()), rulebook, today).state == scene.state


def test_an_answer_the_new_rules_do_not_know_is_dropped_and_told(talk, rulebook: Rulebook, today: date) -> None:
    scene = talk("precheck", "tech", opening="我们在北京注册").usual()
    changed = without(rulebook, "registered_in_beijing")
    told, question = revive(scene.state, changed, today).moves
    assert told == RulesChanged(("tech",), dropped=(("registered_in_beijing", True),))
    assert isinstance(question, Ask)


def test_a_value_the_new_rules_do_not_know_is_dropped(talk, rulebook: Rulebook, today: date) -> None:
    scene = talk("precheck", "tech", opening="我们是公司")
    specs = [
        spec.model_copy(update={"choices": tuple(c for c in spec.choices if c.value != "enterprise"), "derived": None})
        for spec in rulebook.facts.values()
    ]
    revived = revive(scene.state, replace(rulebook, facts=FactSheet(tuple(specs))), today)
    assert revived.state is not None
    assert revived.state.log == ()


def test_the_open_question_goes_when_its_fact_is_gone(talk, rulebook: Rulebook, today: date) -> None:
    scene = talk("precheck", "tech", opening="我们是公司")
    changed = without(rulebook, scene.asked.fact)
    heard = hear(scene.state, "1", changed, today)
    assert heard.state is not None
    assert heard.state.pending != scene.asked.fact
    assert scene.facts == {"applicant_type": "enterprise"}


def test_a_number_meant_for_the_old_choices_is_not_taken_for_the_new(talk, rulebook: Rulebook, today: date) -> None:
    scene = talk("precheck", "tech", opening="我们是公司")
    moved = replace(rulebook, period=Period(opens=date(2023, 7, 10), closes=date(2023, 9, 30)))
    heard = hear(scene.state, "1", moved, today)
    assert isinstance(heard.moves[0], RulesChanged)
    assert isinstance(heard.moves[1], Ask)
    assert heard.state is not None
    assert len(heard.state.log) == 1
    after = hear(heard.state, "1", moved, today)
    assert not isinstance(after.moves[0], RulesChanged)


def test_a_finished_talk_gets_its_new_result(talk, rulebook: Rulebook, today: date) -> None:
    scene = talk("precheck", "tech").answer()
    moved = replace(rulebook, period=Period(opens=date(2023, 7, 10), closes=date(2023, 9, 30)))
    told, result = again(scene.state, moved, today)
    assert isinstance(told, RulesChanged)
    assert isinstance(result, Finished)


def test_a_programme_that_is_gone_leaves_the_others(talk, rulebook: Rulebook, today: date) -> None:
    scene = talk("which").usual()
    fewer = replace(rulebook, programmes={key: p for key, p in rulebook.programmes.items() if key != "leader"})
    revived = revive(scene.state, fewer, today)
    assert revived.state is not None
    assert revived.state.programmes == ("tech", "region")
    assert revived.moves[0] == RulesChanged((), gone=("leader",))


def test_when_no_programme_is_left_the_talk_is_over(talk, rulebook: Rulebook, today: date) -> None:
    scene = talk("precheck", "leader")
    fewer = replace(rulebook, programmes={key: p for key, p in rulebook.programmes.items() if key != "leader"})
    heard = hear(scene.state, "1", fewer, today)
    assert heard.state is None
    assert heard.moves == (RulesChanged((), gone=("leader",)),)


@pytest.mark.parametrize(
    "stored",
    ["", "null", "[]", "{}", "not json", '{"version": 2}', '{"version": 1, "kind": "precheck"}', "1", b"\xff\xfe"],
)
def test_a_form_that_cannot_be_read_is_no_state_and_no_crash(
    rulebook: Rulebook, today: date, stored: str | bytes
) -> None:
    assert restore(stored, rulebook, today).state is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = tuple(DialogState.model_fields)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=3))
def test_no_damage_to_a_stored_state_crashes(rulebook: Rulebook, today: date, damage: dict[str, object]) -> None:
    sound = DialogState(kind="precheck", programmes=("tech",)).model_dump(mode="json")
    revived = restore(sound | damage, rulebook, today)
    if revived.state is not None:
        hear(revived.state, "1", rulebook, today)
