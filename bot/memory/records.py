"""What goes into the memory and what comes out of it, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from bot.codes import NewCode

MORE = "more"
"""The step of a turn that only turns the page of the one before."""


@dataclass(frozen=True)
class NewVerdict:
    """A verdict as told in a turn, with what is needed to replay it. ``answers`` and ``verdict`` are JSON objects.

    ``token`` is the long unguessable end of the applicant's own link to it; ``deciding`` are the clauses the result
    rests on.
    """

    token: str
    programme: str
    answers: dict[str, Any]
    as_of: date
    rules: str
    verdict: dict[str, Any]
    result: str
    deciding: Sequence[str] = ()


@dataclass(frozen=True)
class NewTurn:
    """A turn to be kept. ``text`` is masked; ``replies`` is JSON; ``latency_ms`` milliseconds.

    ``matter``: what it was taken to ask, an entry's id or a trade; ``pilot``: the one the talk was about; None where
    there is none.

    ``spoken`` are the words that left where the channel writes them its own way, a code in them blank;
    ``runners_up`` the matters that were nearly the answer, best first. ``asks`` is the fact a
    dialog waits for after it.
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
    code: NewCode | None = None
    asks: str | None = None


@dataclass(frozen=True)
class KeptTurn:
    """A turn as it was kept; ``replies`` and ``spoken`` byte for byte; ``tokens`` of its verdicts in their order.

    ``thumb``: whether the person found the answer useful, None where they did not say. ``code`` is the one told with
    it, sealed, None once it is dead.
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
    code: str | None = None


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
class Needs:
    """What else a message needs to be looked up before it is taken. Most need nothing, and wait for nothing.

    ``last_turn``: the turn before, since this may be an aside on it. ``code``: the precheck behind a code of the
    desk's, by the code's digest.
    """

    last_turn: bool = False
    code: str | None = None


NOTHING = Needs()


@dataclass(frozen=True)
class LastTurn:
    """The turn that an aside is about; ``replies`` is JSON."""

    id: str
    outcome: str
    replies: str


@dataclass(frozen=True)
class Handed:
    """A precheck made at the desk that its code brings into a talk. ``answers`` are facts as they were told."""

    digest: str
    programmes: tuple[str, ...]
    answers: dict[str, Any]
    as_of: date


@dataclass(frozen=True)
class Asked:
    """Whose turn it is, hashed, and the channel's numbers of the message: against repeats, and against replay."""

    channel: str
    who: str
    message_id: str | None = None
    nonce: str | None = None
    needs: Needs = NOTHING


@dataclass(frozen=True)
class Before:
    """What a turn finds: the state and the unsaid pages the last one left; ``kept``, if this very message came before.

    ``replayed``: another message came under the same nonce within the last minutes. ``forgotten``: this message came
    before, and its person has since had everything deleted. ``aside``: this very message came before and was one; these
    were the words. ``last`` is the turn before, ``handed`` the precheck behind a code, where the message needs them;
    ``guessed_out``: this person, or all together, have tried too many codes that were none.
    """

    state: str | None = None
    rest: tuple[str, ...] = ()
    kept: KeptTurn | None = None
    replayed: bool = False
    forgotten: bool = False
    aside: str | None = None
    last: LastTurn | None = None
    handed: Handed | None = None
    guessed_out: bool = False


@dataclass(frozen=True)
class Owed:
    """Pages that follow on their own; ``recipient`` is the user's sealed id."""

    recipient: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class After:
    """What a turn leaves, all in one transaction. A ``state`` of None leaves the former one as it is.

    ``unreadable`` is a state that could not be revived: it is put aside for whoever looks into it. ``forget``: nothing
    is left, of this turn or of any before it, but daily counts. ``took`` is the digest of a code that is this talk's
    from now on; ``missed``: the message was a code that is none.
    """

    turn: NewTurn
    state: str | None = None
    rest: tuple[str, ...] = ()
    unreadable: str | None = None
    owed: Owed | None = None
    forget: bool = False
    took: str | None = None
    missed: bool = False


@dataclass(frozen=True)
class Aside:
    """What a message leaves that is no turn of the talk: a word on the answer of a turn, and what was said to it."""

    turn_id: str
    up: bool
    spoken: str


T = TypeVar("T")

Act = Callable[[Before], tuple[T, After | Aside | None]]
"""A turn: from what it finds to its result, and what to keep of it (None: nothing). Pure; may be run again if the
database asks for it; must not raise."""
