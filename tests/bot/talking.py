"""A talk with the conversation itself, without door and memory."""

from __future__ import annotations

from datetime import date

from bot.conversation import ConversationState, Turn, converse
from bot.notices import Notices


def talk_on(day: date, notices: Notices, *texts: str) -> Turn:
    """The last turn of a talk; between two turns its state is kept as the memory keeps it."""
    state = ConversationState()
    for text in texts:
        turn = converse(text, state, notices, day)
        state = ConversationState.model_validate_json(turn.state.model_dump_json())
    return turn
