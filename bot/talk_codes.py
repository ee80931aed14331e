"""The code of a talk: told below a verdict and on 「转人工」, for the hotline to open the talk by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.codes import BLANK, Codes, NewCode, draw, grouped, place
from bot.speaking.wording import say
from bot.turn import Turn


@dataclass(frozen=True)
class TalkCode:
    """A code just drawn: as it is ``shown``, as it is ``kept``, and the ``line`` that tells it below a reply."""

    shown: str
    kept: NewCode
    line: str
    place: int

    def blanked(self, words: str) -> str:
        """The words for the log: whoever reads it cannot open a talk at the desk by them."""
        return words.replace(self.shown, BLANK)


def talk_code(book: Codes | None, ended: Turn) -> TalkCode | None:
    """A code for the turn; None where it tells no verdict and no hotline, and in a house without a desk."""
    at = place(ended.outcome, ended.replies)
    if book is None or at is None or ended.forget:
        return None
    code = draw()
    return TalkCode(grouped(code), book.of_talk(code), told(grouped(code), book.talk_lasts), at)


def told(code: str, lasts: timedelta) -> str:
    """The line that tells a person the code of their talk."""
    return say("talk_code", code=code, lasts=for_how_long(lasts))


def filled(words: str, code: str) -> str:
    """The words of the log as they left, ``code`` being the one told in them; as they are where it is dead."""
    return words.replace(BLANK, code) if code else words


def for_how_long(lasts: timedelta) -> str:
    """Whole days where it is so many, else hours."""
    hours = round(lasts.total_seconds() / 3600)
    return f"{hours // 24}天" if hours >= 48 and hours % 24 == 0 else f"{hours}小时"


