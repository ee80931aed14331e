"""What a text that is no command means: an answer, a choice between going on and stopping, facts told late."""

from __future__ import annotations

import re

from dialogs.answers import Noted, note
from dialogs.corrections import chosen, replace
from dialogs.course import ask, proceed, wanted
from dialogs.ground import Ground
from dialogs.moves import Heard
from dialogs.numerals import tidy, whole
from dialogs.obeying import end_here, go_on_whole
from dialogs.phrases import NO, YES
from dialogs.readings import Problem, ProblemKind
from dialogs.state import DialogState, Manner
from dialogs.telling import tell
from dialogs.volunteered import Told, listen
from dialogs.wording import plain

_NO_NEED = re.compile(r"(?:不|没)(?:用|必|要|需要|想)(?:继续|看|问|了)*|停(?:止|下|在这里)?|先?到这(?:里|儿)?")


def take_in(state: DialogState, ground: Ground, text: str) -> Heard | None:
    """The outcome of ``text`` by where the dialog stands; None when it says nothing to the dialog."""
    if state.stage == "asking" and state.pending is not None:
        return _answer(state, ground, text, state.pending)
    if state.stage == "choosing":
        return chosen(state, ground, text)
    if state.stage == "settled":
        decided = _whether_to_go_on(state, ground, text)
        if decided is not None:
            return decided
    return replace(state, ground, listen(ground.sheet, text, ground.today, None).others)


def _answer(state: DialogState, ground: Ground, text: str, pending: str) -> Heard | None:
    told = listen(ground.sheet, text, ground.today, pending)
    noted = _volunteered(state, ground, told)
    problem: Problem | None = None
    if told.answer is not None:
        manner: Manner = "change" if state.changing else "answer"
        result = note(state, ground, pending, told.answer, manner)
        if isinstance(result, Noted):
            noted.insert(0, result)
        else:
            problem = result
    if not noted and problem is None:
        return None
    after, changed, heard = tell(state, ground, noted) if noted else (state, (), ())
    if problem is not None:
        vague = problem.kind in (ProblemKind.vague, ProblemKind.imprecise)
        after = after.but(misses=state.misses + 1, vague=vague or state.vague)
        return Heard(after, (*changed, ask(after, ground, heard=heard, problem=problem)))
    answered = told.answer is not None
    after, moves = proceed(after, ground, heard, None if answered else pending)
    if not answered and not changed and not heard:
        # What was told beside the question is known already, so the question itself went unheard.
        return None
    return Heard(after, (*changed, *moves))


def _volunteered(state: DialogState, ground: Ground, told: Told) -> list[Noted]:
    useful = wanted(state, ground)
    found = []
    for fact, reading in told.others.items():
        result = note(state, ground, fact, reading, "volunteered") if fact in useful else None
        if isinstance(result, Noted):
            found.append(result)
    return found


def _whether_to_go_on(state: DialogState, ground: Ground, text: str) -> Heard | None:
    """1 or 是 to go on, 2 or 不用 to stop."""
    line = plain(tidy(text))
    number = whole(line.rstrip("、."))
    if number == 1 or YES.fullmatch(line):
        return go_on_whole(state, ground)
    if number == 2 or NO.fullmatch(line) or _NO_NEED.fullmatch(line):
        return end_here(state, ground)
    return None
