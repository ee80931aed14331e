"""A notice's vocabulary: words to keep whole, names of its pilots, synonyms, courtesies to leave out."""

from __future__ import annotations

from knowledge.faq import Frozen, Pilot


class PilotWords(Frozen):
    """How people call a pilot. ``names`` say which pilot and nothing else; ``hints`` also carry meaning.

    ``subjects`` hint at it, too, but are what is asked about: 「那储能呢」 asks about 储能, not the matter before it.
    """

    names: tuple[str, ...]
    hints: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


class Rewrite(Frozen):
    """A common slip and what was meant."""

    slip: str
    meant: str


class Beside(Frozen):
    """A near subject (``about``) and what the notice does not say of it (``asks``); ``entry`` declines it.

    A question is declined that has a word of either; a word of ``unless`` makes it the notice's business again.
    """

    entry: str
    about: tuple[str, ...]
    asks: tuple[str, ...]
    unless: tuple[str, ...] = ()


class Asking(Frozen):
    """Words that ask for one thing, such as a place or a price; ``entry`` declines where no answer gives it."""

    entry: str
    words: tuple[str, ...]


class Words(Frozen):
    """The vocabulary as its file holds it. In ``synonyms`` the first of each group stands for the rest.

    ``openings`` begin a message, ``closings`` end it, and change nothing of what is asked.
    ``english`` gives single English words of a question in Chinese; ``rewrites`` mend slips anywhere in a text.
    ``elsewhere``: words of other business, by the entry that declines it. ``beside``: near subjects, first fit wins;
    ``asking``: things asked for. ``ours``: words of this notice's own procedure, which keep a question from being
    taken for one of those.
    """

    domain: tuple[str, ...]
    pilots: dict[Pilot, PilotWords]
    synonyms: tuple[tuple[str, ...], ...] = ()
    noise: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    english: tuple[Rewrite, ...] = ()
    elsewhere: dict[str, tuple[str, ...]] = {}
    beside: tuple[Beside, ...] = ()
    ours: tuple[str, ...] = ()
    asking: tuple[Asking, ...] = ()
