"""A dialog being played; all scenes play on one Sunday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dialogs.answers import facts_of
from dialogs.flow import hear, start
from dialogs.ground import Ground
from dialogs.moves import Ask, Move
from dialogs.state import DialogState, Kind
from dialogs.volunteered import read_facts
from eligibility.facts import Facts
from eligibility.rulebook import Rulebook
from tests.rules import PROGRAMMES, SUNDAY


class Talk:
    """A dialog being played: ``say`` and look at the last moves."""

    def __init__(self, book: Rulebook, kind: Kind, *programmes: str, opening: str = "", today: date = SUNDAY) -> None:
        self.book, self.today = book, today
        facts = read_facts(book.facts, opening, today)
        self.heard = start(kind, programmes or PROGRAMMES, book, today, facts)

    @property
    def state(self) -> DialogState:
        assert self.heard.state is not None
        return self.heard.state

    @property
    def moves(self) -> tuple[Move, ...]:
        return self.heard.moves

    @property
    def last(self) -> Move:
        return self.heard.moves[-1]

    @property
    def asked(self) -> Ask:
        """The open question."""
        assert isinstance(self.last, Ask)
        return self.last

    @property
    def facts(self) -> Facts:
        return facts_of(self.state, Ground(self.book, self.today))

    def say(self, *texts: str) -> Talk:
        for text in texts:
            self.heard = hear(self.state, text, self.book, self.today)
        return self

    def usual(self) -> Talk:
        """Answer the open question as a sound applicant would: its first choice, or a day within the window."""
        return self.say("2023-06-30" if self.book.facts[self.asked.fact].kind == "date" else "1")

    def until(self, fact: str) -> Talk:
        """Answer as usual until ``fact`` is asked: scenes do not depend on the order of the questions."""
        while self.asked.fact != fact:
            self.usual()
        return self

    def answer(self, **values: str) -> Talk:
        """Answer each question as it comes with the text for its fact, as usual for all others."""
        for _ in range(40):
            if not isinstance(self.last, Ask):
                return self
            if self.last.fact in values:
                self.say(values[self.last.fact])
            else:
                self.usual()
        raise AssertionError("the dialog does not end")


@pytest.fixture
def talk(rulebook: Rulebook) -> Callable[..., Talk]:
    """Open a dialog: talk("precheck", "tech", opening="我们在北京注册")."""

    def opened(kind: Kind, *programmes: str, opening: str = "", today: date = SUNDAY) -> Talk:
        return Talk(rulebook, kind, *programmes, opening=opening, today=today)

    return opened
