"""How a turn begins and ends: what a step of the conversation may look at, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.by_day import by_day
from bot.guide import asking
from bot.notices import Notice, Notices
from bot.replies import Outcome, Reply
from bot.state import ConversationState
from bot.told_facts import facts_told
from dialogs.volunteered import Volunteered
from dialogs.wording import unknown
from knowledge.answerer import Context, Requested, Response
from knowledge.normalise import normalise

SURE_REQUEST = 0.6
SURE_REQUEST_IN_DIALOG = 0.8


@dataclass(frozen=True)
class Turn:
    """How a turn ended: its replies, the state to keep, the step that replied, and how sure it was (0 to 1).

    ``matter``: what it was taken to ask, an entry's id or a trade; None where nothing was sure. ``forget``: the person
    wants everything forgotten, this turn included, and has confirmed it.
    """

    outcome: Outcome
    replies: tuple[Reply, ...]
    state: ConversationState
    step: str
    confidence: float | None = None
    runners_up: tuple[str, ...] = ()
    matter: str | None = None
    forget: bool = False


Answering = Callable[[ConversationState, Notices, date], Turn]
"""How a message is answered: the conversation, or what is not for it: a menu's key, a picture, a new follower."""


@dataclass(frozen=True)
class Hearing:
    """One message being heard: everything a step may look at."""

    text: str
    state: ConversationState
    notice: Notice
    today: date

    @cached_property
    def found(self) -> Response:
        """What curated answers there are; worked out at the first step that asks."""
        context = Context(self.state.pilot, self.state.matter)
        return by_day(self.notice.answerer.curated(self.text, context), self.text, self.notice, self.today)

    @cached_property
    def told(self) -> Volunteered:
        """The facts the message tells of the speaker."""
        return facts_told(self.text, self.notice, self.today)

    @property
    def requested(self) -> Requested | None:
        """What the person clearly asks the bot to do."""
        if asking(self.state) and unknown(normalise(self.text)):
            return None  # 不晓得 answers the open question, or nothing
        part = self.found.parts[0] if self.found.parts else None
        wanted = SURE_REQUEST_IN_DIALOG if asking(self.state) else SURE_REQUEST
        return part if isinstance(part, Requested) and self.found.confidence >= wanted else None
