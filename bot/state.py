"""What the bot remembers of one conversation: a frozen value, replaced whole at each turn, kept as JSON."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from dialogs.state import DialogState


class Pending(BaseModel):
    """A question the bot put back: the matters it offered, and the pilots already said.

    One matter: it waits for the pilot. Several: it waits for the matter. ``request`` waits for the pilot too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    matters: tuple[str, ...]
    pilot: str | None = None
    choices: tuple[str, ...] = ()


class ConversationState(BaseModel):
    """``pilot`` and ``matter`` (an entry's id) are what the talk is about; ``dialog`` is the open guided dialog.

    ``answers`` are the facts told in the dialog that is open or ended last: each verdict is kept with them.
    ``told`` are facts told while no dialog was open, for the one that opens next (``told_facts.keep``).
    ``offered`` are the choices shown last: a number typed next means one of them. ``young``: they said that they are
    under fourteen. ``told_banner`` stands for the banner they were told last, and the day.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = 1
    pilot: str | None = None
    matter: str | None = None
    pending: Pending | None = None
    dialog: DialogState | None = None
    answers: dict[str, Any] = {}
    told_closed: bool = False
    offered: tuple[str, ...] = ()
    told: dict[str, Any] = {}
    young: bool = False
    told_banner: str = ""
