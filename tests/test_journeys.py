"""Whole talks, line by line, with the state kept as JSON in between as the database does."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.conversation import ConversationState, Turn, converse
from bot.notices import Notices, load_notices
from knowledge.citation import quoted_in, squeeze

JOURNEYS = sorted((Path(__file__).parent / "journeys").glob("*.yaml"))
EXPECTATIONS = {"says", "outcome", "asks", "say", "never", "cites", "results", "choices"}


@pytest.fixture(scope="module")
def notices() -> Notices:
    return load_notices()


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_the_talk_goes_as_it_should(path: Path, notices: Notices) -> None:
    journey = yaml.safe_load(path.read_text(encoding="utf-8"))
    today = date.fromisoformat(journey["today"])
    state = ConversationState()
    for line in journey["talk"]:
        assert line.keys() <= EXPECTATIONS, f"{path.name}: unknown expectation in {line}"
        turn = converse(line["says"], state, notices, today)
        _holds(line, turn)
        _rests_on_the_notice(turn, notices)
        state = ConversationState.model_validate_json(turn.state.model_dump_json())


def _holds(line: dict[str, Any], turn: Turn) -> None:
    said = squeeze("\n".join(reply.text for reply in turn.replies))
    where = f"「{line['says']}」 → {said}"
    assert turn.outcome.value == line["outcome"], where
    if "asks" in line:
        assert turn.replies[-1].asks == line["asks"], where
    for words in line.get("say", ()):
        assert squeeze(words) in said, f"{words} is not in {where}"
    for words in line.get("never", ()):
        assert squeeze(words) not in said, f"{words} is in {where}"
    cited = {citation.anchor for reply in turn.replies for citation in reply.citations}
    assert set(line.get("cites", ())) <= cited, where
    found = {verdict["programme"]: verdict["result"] for reply in turn.replies for verdict in reply.verdicts}
    assert line.get("results", {}).items() <= found.items(), f"{found} {where}"
    offered = {choice for reply in turn.replies for choice in reply.choices}
    assert set(line.get("choices", ())) <= offered, where


def _rests_on_the_notice(turn: Turn, notices: Notices) -> None:
    notice = next(iter(notices.values()))
    for reply in turn.replies:
        assert reply.text.strip()
        assert all(quoted_in(citation.quote, notice.clauses[citation.anchor]) for citation in reply.citations)
