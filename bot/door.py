"""The door: where a message comes in from any channel and the replies go out, once each.

Repeats, limits, faults, clock and database stand here, so that ``conversation.converse`` can be a pure function.
"""

from __future__ import annotations

import logging
import time
import traceback
import uuid
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from bot.apologies import sorry, started_afresh, too_long
from bot.clock import Clock
from bot.conversation import ConversationState, Turn, converse
from bot.masking import mask
from bot.memory.records import KeptTurn, NewTurn, NewVerdict
from bot.notices import Notices
from bot.replies import Outcome, Reply

log = logging.getLogger("shenbao.door")

_REPLIES = TypeAdapter(tuple[Reply, ...])


@dataclass(frozen=True)
class Taken:
    """How a message ended. ``tokens`` lead to its verdicts, in the order they stand in ``replies``."""

    turn_id: str
    outcome: Outcome
    replies: tuple[Reply, ...]
    tokens: tuple[str, ...] = ()
    repeated: bool = False


class OpenTurn(Protocol):
    """What the door needs of a turn's transaction; see ``memory.store.OpenTurn``."""

    state: str | None

    async def kept(self, message_id: str) -> KeptTurn | None: ...
    async def keep(self, turn: NewTurn, state: str | None, unreadable: str | None = None) -> tuple[str, ...]: ...


class Memory(Protocol):
    """The conversation memory as the door sees it; see ``memory.store.Memory``."""

    faults: tuple[type[Exception], ...]

    def turn(self, channel: str, user: str) -> AbstractAsyncContextManager[OpenTurn]: ...


class Door:
    """Takes messages. ``notices`` may be replaced by a newly loaded value at any time, whole.

    ``counts`` counts turns by outcome; ``repeats`` the messages that were answered from the memory.
    """

    def __init__(self, memory: Memory, notices: Notices, clock: Clock, text_limit: int = 2000) -> None:
        self.memory = memory
        self.notices = notices
        self.clock = clock
        self.text_limit = text_limit
        self.counts: Counter[Outcome] = Counter()
        self.repeats = 0

    async def take(self, channel: str, user: str, text: str, message_id: str | None = None) -> Taken:
        """The replies to what ``user`` said, after state, log and replies are committed together.

        A repeated ``message_id`` gets the stored replies. Never raises: whatever goes wrong, the person is told so
        with the hotline, and the talk stays where it was.
        """
        turn_id = str(uuid.uuid4())
        text = _clean(text)
        taken = None
        for attempt in (self._answer, self._apologise):
            try:
                taken = await attempt(turn_id, channel, user, text, message_id)
                break
            except Exception as fault:  # noqa: BLE001 - the one place: a person waits for an answer
                log.error("turn %s: %s", turn_id, _without_words(fault))
                if isinstance(fault, self.memory.faults):
                    break  # a database that failed once keeps the person waiting twice as long, for the same end
        if taken is None:
            taken = Taken(turn_id, Outcome.error, (sorry(self.notices),))
        if taken.repeated:
            self.repeats += 1
        else:
            self.counts[taken.outcome] += 1
        return taken

    async def _answer(self, turn_id: str, channel: str, user: str, text: str, message_id: str | None) -> Taken:
        async with self.memory.turn(channel, user) as turn:
            kept = await turn.kept(message_id) if message_id is not None else None
            if kept is not None:
                replies = _REPLIES.validate_json(kept.replies)
                return Taken(kept.id, Outcome(kept.outcome), replies, kept.tokens, repeated=True)
            began = time.perf_counter()
            state, unreadable = _revived(turn.state)
            ended = self._limited(text, state) or converse(text, state, self.notices, self.clock())
            if unreadable is not None:
                ended = replace(ended, replies=(started_afresh(), *ended.replies))
            latency = (time.perf_counter() - began) * 1000
            new = _new_turn(turn_id, message_id, text[: self.text_limit], ended, latency)
            tokens = await turn.keep(new, ended.state.model_dump_json(), unreadable)
        return Taken(turn_id, ended.outcome, ended.replies, tokens)

    async def _apologise(self, turn_id: str, channel: str, user: str, text: str, message_id: str | None) -> Taken:
        """Keep the failed turn in the log, and the state as it was."""
        replies = (sorry(self.notices),)
        async with self.memory.turn(channel, user) as turn:
            new = NewTurn(
                id=turn_id,
                message_id=message_id,
                text=mask(text[: self.text_limit]),
                outcome=Outcome.error.value,
                step="error",
                confidence=None,
                clauses=(),
                replies=_REPLIES.dump_json(replies).decode(),
                latency_ms=0.0,
            )
            await turn.keep(new, state=None)
        return Taken(turn_id, Outcome.error, replies)

    def _limited(self, text: str, state: ConversationState) -> Turn | None:
        if len(text) <= self.text_limit:
            return None
        reply = too_long(self.notices, len(text), self.text_limit)
        return Turn(outcome=Outcome.refused, replies=(reply,), state=state, step="too_long", confidence=None)


def _revived(kept: str | None) -> tuple[ConversationState, str | None]:
    """The state to go on with, and the kept one if it could not be read (an older program's, or damaged)."""
    if kept is None:
        return ConversationState(), None
    try:
        return ConversationState.model_validate_json(kept), None
    except ValidationError:
        return ConversationState(), kept


def _new_turn(turn_id: str, message_id: str | None, text: str, ended: Turn, latency_ms: float) -> NewTurn:
    clauses = dict.fromkeys(cited.anchor for reply in ended.replies for cited in reply.citations)
    return NewTurn(
        id=turn_id,
        message_id=message_id,
        text=mask(text),
        outcome=ended.outcome.value,
        step=ended.step,
        confidence=ended.confidence,
        clauses=tuple(clauses),
        replies=_REPLIES.dump_json(ended.replies).decode(),
        latency_ms=latency_ms,
        verdicts=_told(ended),
    )


def _told(ended: Turn) -> Sequence[NewVerdict]:
    return [
        NewVerdict(
            programme=verdict["programme"],
            answers=dict(ended.state.answers),
            as_of=date.fromisoformat(verdict["as_of"]),
            rules=verdict["rules"],
            verdict=verdict,
        )
        for reply in ended.replies
        for verdict in reply.verdicts
    ]


def _clean(text: str) -> str:
    """The text without what no database stores: control characters, halves of surrogate pairs."""
    return (
        "".join(" " if char < " " and char not in "\t\n\r" else char for char in text)
        .encode("utf-8", "replace")
        .decode()
    )


def _without_words(fault: Exception) -> str:
    """The fault's kind and where it happened. Its message is left out: it may hold what the person said."""
    frames = traceback.extract_tb(fault.__traceback__)
    return f"{type(fault).__name__} at " + " < ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames)
    )
