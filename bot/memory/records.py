"""What goes into the memory and what comes out of it, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar


@dataclass(frozen=True)
class NewVerdict:
    """A verdict as told in a turn, with what is needed to replay it. ``answers`` and ``verdict`` are JSON objects.

    ``token`` is the long unguessable end of the applicant's own link to it.
    """

    token: str
    programme: str
    answers: dict[str, Any]
    as_of: date
    rules: str
    verdict: dict[str, Any]


@dataclass(frozen=True)
class NewTurn:
    """A turn to be kept. ``text`` is masked; ``replies`` is JSON; ``latency_ms`` milliseconds.

    ``matter``: what it was taken to ask, an entry's id or a trade; ``pilot``: the one the talk was about; None where
    there is none.

    ``spoken`` are the words that left where the channel writes them its own way; ``runners_up`` the matters that
    were nearly the answer, best first.
    """

    id: str
    text: str
    outcome: str
    step: str
    confidence: float | None
    clauses: Sequence[str]
    replies: str
    latency_ms: float
    runners_up: Sequence[str] = ()
    spoken: str | None = None
    verdicts: Sequence[NewVerdict] = ()
    matter: str | None = None
    pilot: str | None = None


@dataclass(frozen=True)
class KeptTurn:
    """A turn as it was kept; ``replies`` and ``spoken`` byte for byte; ``tokens`` of its verdicts in their order.

    ``thumb``: whether the person found the answer useful, None where they did not say.
    """

    id: str
    message_id: str | None
    text: str
    outcome: str
    step: str
    replies: str
    created: datetime
    tokens: tuple[str, ...]
    spoken: str | None = None
    thumb: bool | None = None


@dataclass(frozen=True)
class KeptVerdict:
    """A verdict found by its token."""

    programme: str
    answers: dict[str, Any]
    as_of: date
    rules: str
    verdict: dict[str, Any]
    created: datetime


@dataclass(frozen=True)
class Asked:
    """Whose turn it is, hashed, and the channel's numbers of the message: against repeats, and against replay."""

    channel: str
    who: str
    message_id: str | None = None
    nonce: str | None = None


@dataclass(frozen=True)
class Before:
    """What a turn finds: the state and the unsaid pages the last one left; ``kept``, if this very message came before.

    ``replayed``: another message came under the same nonce within the last minutes. ``forgotten``: this message came
    before, and its person has since had everything deleted.
    """

    state: str | None = None
    rest: tuple[str, ...] = ()
    kept: KeptTurn | None = None
    replayed: bool = False
    forgotten: bool = False


@dataclass(frozen=True)
class Owed:
    """Pages that follow on their own; ``recipient`` is the user's sealed id."""

    recipient: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class After:
    """What a turn leaves, all in one transaction. A ``state`` of None leaves the former one as it is.

    ``unreadable`` is a state that could not be revived: it is put aside for whoever looks into it. ``forget``: nothing
    is left, of this turn or of any before it, but daily counts.
    """

    turn: NewTurn
    state: str | None = None
    rest: tuple[str, ...] = ()
    unreadable: str | None = None
    owed: Owed | None = None
    forget: bool = False


T = TypeVar("T")

Act = Callable[[Before], tuple[T, After | None]]
"""A turn: from what it finds to its result, and what to keep of it (None: nothing). Pure; may be run again if the
database asks for it; must not raise."""
