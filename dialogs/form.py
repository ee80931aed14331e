"""A form: all questions at once, answered in any order and in any words the dialog reads.

Nothing is remembered between two looks: what is written now is all there is. The text should come with Traditional
characters made Simplified, as for the dialog.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dialogs.answers import current, note
from dialogs.course import remaining, wanted
from dialogs.ground import Ground
from dialogs.moves import Taken
from dialogs.reading import read_answer
from dialogs.readings import Answered, Problem, ProblemKind, Reading
from dialogs.state import DialogState, Kind
from eligibility.facts import Facts, FactSpec, Value
from eligibility.precheck import precheck
from eligibility.questions import needed, next_fact
from eligibility.rulebook import Rulebook
from eligibility.verdict import Verdict


class Standing(StrEnum):
    """What a question of the form is to the result, with all that is written."""

    told = "told"  # answered, and counted
    wrong = "wrong"  # written, and cannot be taken
    open = "open"  # missing, and the result still hangs on it
    shaping = "shaping"  # missing, and only the checklist hangs on it
    idle = "idle"  # missing, and nothing hangs on it any more
    derived = "derived"  # it follows from another answer
    unasked = "unasked"  # it is asked only after certain answers to another question; what is written does not count


@dataclass(frozen=True)
class Field:
    """One question. ``taken`` is what was read out of the ``written`` words, ``value`` what counts, None for nothing.

    ``source`` names the fact it follows from, or waits for; ``waits``: that one is not answered yet.
    """

    spec: FactSpec
    written: str
    standing: Standing
    value: Value | None = None
    taken: Taken | None = None
    problem: Problem | None = None
    source: str | None = None
    waits: bool = False


@dataclass(frozen=True)
class Form:
    """All questions in the notice's order, and what comes of them: ``verdicts`` best first.

    ``following`` is the fact the dialog would ask now, None where every result is settled; ``remaining`` about how
    many questions come after it.
    """

    programmes: tuple[str, ...]
    fields: tuple[Field, ...]
    facts: Facts
    verdicts: tuple[Verdict, ...]
    following: str | None
    remaining: int

    @property
    def wrong(self) -> tuple[Field, ...]:
        """The fields whose words cannot be taken."""
        return tuple(one for one in self.fields if one.standing is Standing.wrong)


@dataclass
class _Read:
    """What the words came to so far."""

    state: DialogState
    taken: dict[str, Taken] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)


def fill(book: Rulebook, programmes: tuple[str, ...], written: Mapping[str, str], today: date) -> Form:
    """The form of ``programmes`` (keys of the rulebook) with what is ``written`` to each fact. Never raises on words.

    Raises ``KeyError`` for a programme the rulebook does not have.
    """
    ground = Ground(book, today)
    kind: Kind = "precheck" if len(programmes) == 1 else "which"
    state = DialogState(kind=kind, programmes=programmes, rules=ground.rules(programmes))
    asked = [spec for name, spec in book.facts.items() if name in wanted(state, ground)]
    words = {spec.name: written.get(spec.name, "").strip() for spec in asked}
    read = _read(_Read(state), ground, {name: text for name, text in words.items() if text})
    given = current(read.state, ground)
    facts = {name: one.value for name, one in given.items()}
    standings = _Standings(ground, programmes, facts, read)
    following = next_fact(book, programmes, facts, today)
    return Form(
        programmes,
        tuple(standings.field(spec, words[spec.name]) for spec in asked),
        facts,
        tuple(sorted((precheck(book, key, facts, today) for key in programmes), key=lambda one: -one.result.rank)),
        following,
        remaining(read.state.but(pending=following), ground) if following else 0,
    )


def _read(read: _Read, ground: Ground, words: Mapping[str, str]) -> _Read:
    readings: dict[str, Reading | None] = {
        name: read_answer(ground.sheet[name], text, ground.today) for name, text in words.items()
    }
    # Firm answers first: whether all days of a span come to the same may hang on them.
    for name in sorted(readings, key=lambda name: not isinstance(readings[name], Answered)):
        reading = readings[name]
        if reading is None:
            read.problems[name] = Problem(ProblemKind.not_understood)
            continue
        result = note(read.state, ground, name, reading, "answer")
        if isinstance(result, Problem):
            read.problems[name] = result
        else:
            read.state = read.state.but(log=(*read.state.log, result.given))
            read.taken[name] = result.taken
    return read


class _Standings:
    """Tells each question what it is to the result."""

    def __init__(self, ground: Ground, programmes: tuple[str, ...], facts: Facts, read: _Read) -> None:
        self._sheet = ground.sheet
        self._facts = facts
        self._read = read
        self._classes = ground.classes(facts)
        self._matters = needed(ground.book, programmes, facts, ground.today)
        self._shaping = {name for key in programmes for name in ground.book.programmes[key].checklist_facts}

    def field(self, spec: FactSpec, words: str) -> Field:
        name = spec.name
        if name in self._read.problems:
            return Field(spec, words, Standing.wrong, problem=self._read.problems[name])
        if name in self._facts:
            return Field(spec, words, Standing.told, self._facts[name], self._read.taken.get(name))
        follows = self._sheet.settled_by_source(name, self._classes)
        if follows is not None and spec.derived is not None:
            return Field(spec, words, Standing.derived, follows, source=spec.derived.fact)
        if spec.asked_when is not None and not self._sheet.askable(name, self._classes):
            source = spec.asked_when.fact
            return Field(spec, words, Standing.unasked, source=source, waits=source not in self._classes)
        if name in self._matters:
            return Field(spec, words, Standing.open)
        return Field(spec, words, Standing.shaping if name in self._shaping else Standing.idle)
