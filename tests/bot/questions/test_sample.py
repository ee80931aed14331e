"""Questions in groups as the bot reads and answers them; how pure the groups are, and how whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
import yaml

from bot.notices import Notices
from bot.questions.asking import sure_matter
from knowledge.answerer import Answer, Answerer, WhichPilot
from knowledge.grouping import Reason, Wording, grouped

SAMPLE = Path(__file__).parents[2] / "questions" / "groups.yaml"


@pytest.fixture(scope="module")
def answerer(notices: Notices) -> Answerer:
    return next(iter(notices.values())).answerer


def wordings(answerer: Answerer, *texts: str) -> list[Wording]:
    return [Wording(key, text, answerer.traits(text)) for key, text in enumerate(texts, 1)]


def sets(found: Mapping[int, tuple[int, object]]) -> set[frozenset[int]]:
    """The groups as sets of keys, whatever their names."""
    members: dict[int, set[int]] = defaultdict(set)
    for key, (group, _) in found.items():
        members[group].add(key)
    return {frozenset(keys) for keys in members.values()}


# —— what is put together ——


def test_a_rewording_is_put_beside_its_like_and_another_question_is_not(answerer: Answerer) -> None:
    found = grouped(wordings(answerer, "小区充电桩怎么装", "小区里充电桩怎么安装", "碳账户在哪注册"))
    assert sets(found) == {frozenset({1, 2}), frozenset({3})}
    _, place = found[2] if found[1][1] is None else found[1]
    assert place is not None
    assert place.reason is Reason.like
    assert 0.5 <= place.score < 1


def test_marks_and_pilots_names_make_no_difference(answerer: Answerer) -> None:
    found = grouped(wordings(answerer, "碳账户 在哪注册?", "碳账户在哪注册", "低碳领跑者碳账户在哪注册"))
    assert len(sets(found)) == 1
    assert {place.reason for _, place in found.values() if place} == {Reason.same, Reason.like}


def test_one_sure_entry_joins_what_words_alone_would_not_and_two_keep_apart(answerer: Answerer) -> None:
    one, other = (answerer.traits(text) for text in ("什么时候截止", "最晚几号交"))
    for first, second, together in (
        ("deadline", "deadline", True),
        (None, None, False),
        ("deadline", "extension", False),
    ):
        found = grouped([Wording(1, "什么时候截止", one, first), Wording(2, "最晚几号交", other, second)])
        assert (len(sets(found)) == 1) is together, (first, second)


# —— how well ——


@pytest.fixture(scope="module")
def sample(notices: Notices) -> list[tuple[str, Wording]]:
    """The questions of the sample with the group they belong to, as the bot answers them."""
    notice = next(iter(notices.values()))
    labelled: list[tuple[str, Wording]] = []
    for name, said in yaml.safe_load(SAMPLE.read_text(encoding="utf-8")).items():
        for text in said:
            response = notice.answerer.curated(text)
            first = response.parts[0] if response.parts else None
            matter = first.entry.id if isinstance(first, Answer | WhichPilot) else None
            sure = sure_matter(matter, response.confidence, notice)
            labelled.append((name, Wording(len(labelled) + 1, text, notice.answerer.traits(text), sure)))
    return labelled


def shares(labels: Mapping[int, str], found: Mapping[int, tuple[int, object]]) -> tuple[float, float]:
    """How pure the groups are, and how whole: the share of questions in their group's main label, and the other way."""

    def main(pairs: Iterable[tuple[object, object]]) -> float:
        counted: dict[object, Counter[object]] = defaultdict(Counter)
        for one, other in pairs:
            counted[one][other] += 1
        return sum(max(counter.values()) for counter in counted.values()) / len(labels)

    pairs = [(found[key][0], label) for key, label in labels.items()]
    return main(pairs), main((label, group) for group, label in pairs)


def test_the_groups_of_the_sample_are_pure_and_fairly_whole(sample: list[tuple[str, Wording]]) -> None:
    assert len(sample) >= 300
    pure, whole = shares({wording.key: name for name, wording in sample}, grouped(wording for _, wording in sample))
    assert (pure > 0.93, whole > 0.75) == (True, True), (pure, whole)


def test_without_any_answer_the_groups_are_smaller_but_as_pure(sample: list[tuple[str, Wording]]) -> None:
    unanswered = [Wording(wording.key, wording.text, wording.traits) for _, wording in sample]
    pure, whole = shares({wording.key: name for name, wording in sample}, grouped(unanswered))
    assert (pure > 0.93, whole > 0.45) == (True, True), (pure, whole)
