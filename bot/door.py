"""The door: where a message comes in from any channel and the replies go out, once each.

Repeats, limits, faults, clock and database stand here, so that ``conversation.converse`` can be a pure function.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from pydantic import ValidationError

from bot.apologies import crowded, forgotten, sorry, started_afresh, too_fast, too_long
from bot.clock import Clock
from bot.code_turns import ENTERED, MISSED, NOT_KEPT, entered
from bot.codes import Codes, code_in, sound
from bot.conversation import ConversationState, Turn, converse
from bot.judging import judged
from bot.keeping import REPLIES, failed_turn, kept_turn
from bot.limits import Limits
from bot.logs import about_turn, without_words
from bot.manner import Below, Manner, Spoken
from bot.memory.records import MORE, NOTHING, Act, After, Aside, Before, KeptTurn, Needs, Owed, T
from bot.notices import Notices
from bot.replies import Outcome, Reply
from bot.switches import Switches, no_switches, switched
from bot.talk_codes import filled, talk_code
from bot.tally import Tally, Uncounted
from bot.turn import Answering

log = logging.getLogger("shenbao.door")


@dataclass(frozen=True)
class Taken:
    """How a message ended. ``tokens`` lead to its verdicts, in the order they stand in ``replies``.

    ``spoken`` are the words to send, where the channel has a manner of its own; ``replayed``: the message's nonce was
    another's, and nothing was done; ``aside``: the message was no turn of the talk, only a word on the one before.
    ``code`` is the one to be said on the telephone, as it is shown; empty where there is none.
    """

    turn_id: str
    outcome: Outcome
    replies: tuple[Reply, ...]
    tokens: tuple[str, ...] = ()
    spoken: Spoken | None = None
    repeated: bool = False
    replayed: bool = False
    aside: bool = False
    code: str = ""


class Memory(Protocol):
    """The conversation memory as the door sees it; see ``memory.store.Memory``."""

    faults: tuple[type[Exception], ...]
    full: tuple[type[Exception], ...]

    async def turn(
        self,
        channel: str,
        user: str,
        act: Act[T],
        message_id: str | None = None,
        nonce: str | None = None,
        *,
        needs: Needs = NOTHING,
    ) -> T: ...


@dataclass(frozen=True)
class Visit:
    """One message while it is being taken; ``person`` tells who sent it, to this process and for now only.

    ``up`` is its word on the answer before, where it may be one; ``code`` are the digits of a code, right or wrong.
    """

    turn_id: str
    person: str
    text: str
    answer: Answering | None
    manner: Manner | None
    owe_to: str | None
    switches: Switches
    up: bool | None = None
    code: str | None = None


class Door:
    """Takes messages. ``notices`` may be replaced by a newly loaded value at any time, whole."""

    def __init__(
        self,
        memory: Memory,
        notices: Notices,
        clock: Clock,
        text_limit: int = 2000,
        *,
        limits: Limits | None = None,
        tally: Tally | None = None,
        switches: Callable[[], Awaitable[Switches]] = no_switches,
        codes: Codes | None = None,
    ) -> None:
        """``text_limit`` in characters; without ``limits`` anybody may speak as often as they like.

        ``codes`` is for a house with a desk: without one no code is told, and none is understood.

        ``switches`` are asked for at each message; see ``switchboard.Switchboard``.
        """
        self.memory = memory
        self.notices = notices
        self.clock = clock
        self.text_limit = text_limit
        self.limits = limits
        self.tally = tally or Uncounted()
        self.switches = switches
        self.codes = codes

    async def take(
        self,
        channel: str,
        user: str,
        text: str,
        message_id: str | None = None,
        *,
        nonce: str | None = None,
        answer: Answering | None = None,
        manner: Manner | None = None,
        owe_to: str | None = None,
    ) -> Taken:
        """The replies to what ``user`` said, after state, log and replies are committed together.

        A repeated ``message_id`` gets the stored replies and words. ``answer`` stands in for the conversation;
        ``manner`` puts the replies into the channel's words; what does not fit is sent after them to ``owe_to`` (a
        sealed user id), or waits to be asked for. Never raises: whatever goes wrong, the person is told so with the
        hotline, and the talk stays where it was.
        """
        began = time.monotonic()
        person = str(hash((channel, user)))
        said = _clean(text)
        up = manner.judgement(said) if manner is not None and answer is None else None
        code = code_in(said) if self.codes is not None and answer is None else None
        visit = Visit(str(uuid.uuid4()), person, said, answer, manner, owe_to, await self.switches(), up, code)
        try:
            taken = await self.memory.turn(
                channel, user, lambda before: self._act(visit, before), message_id, nonce, needs=self._needs(visit)
            )
        except self.memory.full:
            self.tally.full()
            return self._told(visit, Outcome.refused, crowded(self.notices))
        except self.memory.faults as fault:
            self._note(visit, fault)
            taken = self._told(visit, Outcome.error, sorry(self.notices))
        if taken.replayed:
            self.tally.replayed()
        elif taken.repeated:
            self.tally.repeat(channel)
        elif not taken.aside:
            self.tally.turn(channel, taken.outcome.value, time.monotonic() - began)
        return taken

    def _needs(self, visit: Visit) -> Needs:
        digits = visit.code if visit.code is not None and sound(visit.code) else None
        digest = self.codes.digest("desk", digits) if self.codes is not None and digits else None
        return Needs(visit.up is not None, digest) if visit.up is not None or digest else NOTHING

    def _act(self, visit: Visit, before: Before) -> tuple[Taken, After | Aside | None]:
        """The turn itself. Faults of the conversation end here: they must not touch the turns committed beside it."""
        if before.kept is not None:
            return self._again(visit, before.kept), None
        if before.aside is not None:
            return replace(_beside(visit, Spoken(before.aside)), repeated=True), None
        if before.forgotten:
            return replace(self._told(visit, Outcome.answered, forgotten()), repeated=True), None
        if before.replayed:
            return Taken(visit.turn_id, Outcome.refused, (), replayed=True), None
        # Only now: a message sent again by its channel is no second message of its person's.
        if self.limits is not None and not self.limits.allow(visit.person, time.monotonic()):
            self.tally.limited()
            return self._told(visit, Outcome.refused, too_fast(self.notices)), None
        try:
            return _judged(visit, before) or self._answer(visit, before)
        except Exception as fault:  # noqa: BLE001 - the one place: a person waits for an answer
            self._note(visit, fault)
        taken = self._told(visit, Outcome.error, sorry(self.notices))
        new = failed_turn(visit.turn_id, visit.text[: self.text_limit], taken.replies)
        return taken, After(replace(new, spoken=taken.spoken.text if taken.spoken else None), rest=before.rest)

    def _answer(self, visit: Visit, before: Before) -> tuple[Taken, After]:
        began = time.perf_counter()
        page = visit.manner.more(visit.text, before.rest) if visit.manner is not None else None
        if page is not None:
            return _turned_over(visit, page, (time.perf_counter() - began) * 1000)
        state, unreadable = _revived(before.state)
        answering = switched(visit.switches, visit.answer or self._converse(visit, before))
        ended = self._limited(visit.text, state) or answering(state, self.notices, self.clock())
        if unreadable is not None:
            ended = replace(ended, replies=(started_afresh(), *ended.replies))
        text = visit.text[: self.text_limit] if visit.code is None else NOT_KEPT
        new = kept_turn(visit.turn_id, text, ended, (time.perf_counter() - began) * 1000)
        tokens = tuple(told.token for told in new.verdicts)
        code = talk_code(self.codes, ended)
        below = Below(judged(ended.outcome, ended.replies), (code.place, code.line) if code else None)
        spoken = visit.manner.speak(ended.replies, tokens, below) if visit.manner is not None else None
        taken = Taken(visit.turn_id, ended.outcome, ended.replies, tokens, spoken, code=code.shown if code else "")
        rest = spoken.rest if spoken else ()
        owed = Owed(visit.owe_to, rest) if visit.owe_to is not None and rest else None
        words = spoken.text if spoken else None
        if code is not None:
            new, words = replace(new, code=code.kept), code.blanked(words) if words else words
        after = After(
            replace(new, spoken=words),
            state=ended.state.model_dump_json(),
            rest=() if owed else rest,
            unreadable=unreadable,
            owed=owed,
            forget=ended.forget,
            took=before.handed.digest if before.handed is not None and ended.step == ENTERED else None,
            missed=ended.step == MISSED,
        )
        return taken, after

    def _note(self, visit: Visit, fault: Exception) -> None:
        """Where it happened, and never in the fault's own words: they may hold what the person said."""
        self.tally.fault(type(fault).__name__)
        with about_turn(visit.turn_id):
            log.error("turn %s: %s", visit.turn_id, without_words(fault))

    def _converse(self, visit: Visit, before: Before) -> Answering:
        """The conversation, for which a code is not: what it brings is found by now."""
        if visit.code is not None:
            return entered(visit.code, before.handed, guessed_out=before.guessed_out)
        return lambda state, notices, today: converse(visit.text, state, notices, today)

    def _again(self, visit: Visit, kept: KeptTurn) -> Taken:
        replies = REPLIES.validate_json(kept.replies)
        code = self.codes.open(kept.code) if self.codes is not None else ""
        spoken = None
        if visit.manner is not None:
            words = kept.spoken
            spoken = visit.manner.speak(replies, kept.tokens) if words is None else Spoken(filled(words, code))
        return Taken(kept.id, Outcome(kept.outcome), replies, kept.tokens, spoken, repeated=True, code=code)

    def _limited(self, text: str, state: ConversationState) -> Turn | None:
        if len(text) <= self.text_limit:
            return None
        reply = too_long(self.notices, len(text), self.text_limit)
        return Turn(outcome=Outcome.refused, replies=(reply,), state=state, step="too_long", confidence=None)

    def _told(self, visit: Visit, outcome: Outcome, reply: Reply) -> Taken:
        """What the door itself says; in plain words whatever the channel's manner, which may be what is broken."""
        spoken = Spoken(reply.text) if visit.manner is not None else None
        return Taken(visit.turn_id, outcome, (reply,), spoken=spoken)


def _judged(visit: Visit, before: Before) -> tuple[Taken, Aside] | None:
    """The word on the answer before; None where there was none that can be judged, and the word is said in the talk."""
    if visit.up is None or visit.manner is None or before.last is None:
        return None
    if judged(before.last.outcome, REPLIES.validate_json(before.last.replies)) is None:
        return None
    thanks = visit.manner.thanks(visit.up)
    return _beside(visit, thanks), Aside(before.last.id, visit.up, thanks.text)


def _beside(visit: Visit, spoken: Spoken) -> Taken:
    reply = Reply(kind="answer", text=spoken.text)
    return Taken(visit.turn_id, Outcome.answered, (reply,), spoken=spoken, aside=True)


def _turned_over(visit: Visit, page: Spoken, latency_ms: float) -> tuple[Taken, After]:
    """The next page of what the last reply left unsaid; the talk itself stays where it was."""
    replies = (Reply(kind="answer", text=page.text),)
    ended = Turn(outcome=Outcome.answered, replies=replies, state=ConversationState(), step=MORE)
    new = replace(kept_turn(visit.turn_id, visit.text, ended, latency_ms), spoken=page.text)
    return Taken(visit.turn_id, ended.outcome, replies, spoken=page), After(new, state=None, rest=page.rest)


def _revived(kept: str | None) -> tuple[ConversationState, str | None]:
    """The state to go on with, and the kept one if it could not be read (an older program's, or damaged)."""
    if kept is None:
        return ConversationState(), None
    try:
        return ConversationState.model_validate_json(kept), None
    except ValidationError:
        return ConversationState(), kept


def _clean(text: str) -> str:
    """The text without what no database stores: control characters, halves of surrogate pairs."""
    if text.isprintable():
        return text
    return (
        "".join(" " if char < " " and char not in "\t\n\r" else char for char in text)
        .encode("utf-8", "replace")
        .decode()
    )
