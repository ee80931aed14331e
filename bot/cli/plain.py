"""A reply as plain lines of text, for a terminal."""

from __future__ import annotations

from bot.replies import Reply


def as_text(reply: Reply) -> str:
    """The text, its citations in full, then the choices with their numbers."""
    parts = [reply.text]
    parts += [f"　依据：《{cited.document}》{cited.clause}：「{cited.quote}」" for cited in reply.citations]
    parts += [f"　{number}. {choice}" for number, choice in enumerate(reply.choices, 1)]
    return "\n".join(parts)
