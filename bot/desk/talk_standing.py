"""Where a talk stands: the answers told in it, and the verdicts it was told last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory.tables import conversations, verdicts
from bot.state import ConversationState
from eligibility.facts import FactSheet


@dataclass(frozen=True)
class Standing:
    """``answers`` are facts as told; ``verdicts`` JSON, of the turn that told any last, made for ``as_of``."""

    answers: Mapping[str, Any]
    programmes: tuple[str, ...]
    verdicts: tuple[Mapping[str, Any], ...]
    as_of: date | None


async def standing_of(engine: AsyncEngine, talk_id: str) -> Standing | None:
    """None where there is no such talk. Whoever shows it notes so in the trail first."""
    newest = verdicts.c.created.desc()
    of_talk = select(verdicts).where(verdicts.c.conversation_id == talk_id)
    async with engine.execution_options(reading=True).connect() as connection:
        talk = (await connection.execute(select(conversations).where(conversations.c.id == talk_id))).one_or_none()
        if talk is None:
            return None
        last = (await connection.execute(of_talk.order_by(newest, verdicts.c.position).limit(1))).one_or_none()
        same = of_talk.where(verdicts.c.turn_id == (last.turn_id if last is not None else ""))
        told = (await connection.execute(same.order_by(verdicts.c.position))).all()
    state = _state(talk.state)
    answers = state.answers or (json.loads(told[0].answers) if told else {})
    programmes = state.dialog.programmes if state.dialog is not None else tuple(row.programme for row in told)
    as_of = told[0].as_of if told else None
    return Standing(answers, programmes, tuple(json.loads(row.verdict) for row in told), as_of)


def labels_of(sheet: FactSheet, answers: Mapping[str, Any]) -> dict[str, str]:
    """The answers in the words of the screen, by fact; those that today's rules no longer know are left out."""
    found = {}
    for name, value in answers.items():
        with suppress(KeyError, ValueError):
            found[name] = sheet[name].label(value)
    return found


def _state(kept: str | None) -> ConversationState:
    try:
        return ConversationState.model_validate_json(kept) if kept else ConversationState()
    except ValidationError:  # an older program's: its verdicts are told all the same
        return ConversationState()
