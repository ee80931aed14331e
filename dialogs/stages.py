"""What a text that is no command means: an answer, a choice between going on and stopping, facts told late."""

from __future__ import annotations

import re
from dataclasses import replace as dataclass_replace

from dialogs.alone import alone_told
from dialogs.answers import Noted, current, note
from dialogs.corrections import chosen, instead, replace
from dialogs.course import ask, proceed, reopen, wanted
from dialogs.ground import Ground
from dialogs.moves import Heard
from dialogs.numerals import NUMERAL, tidy, whole
from dialogs.obeying import end_here, go_on_whole
from dialogs.phrases import NO, YES
from dialogs.reading import exact_answer
from dialogs.readings import Answered, Problem, ProblemKind, Roughly
from dialogs.spans import Span
from dialogs.state import DialogState, Manner
from dialogs.telling import tell
from dialogs.volunteered import Told, Volunteered, listen
from dialogs.wording import asks, parts, plain

SENTENCE = 8
"""From so many characters on an answer may have been misread, so what was taken is said back."""
_DOUBTS = (ProblemKind.unfinished, ProblemKind.vague, ProblemKind.imprecise)
_NO_NEED = re.compile(r"(?:不|没)(?:用|必|要|需要|想)(?:继续|看|问|了)*|停(?:止|下|在这里)?|先?到这(?:里|儿)?")


def take_in(state: DialogState, ground: Ground, text: str) -> Heard | None:
    """The outcome of ``text`` by where the dialog stands; None when it says nothing to the dialog."""
    if state.stage == "asking" and state.pending is not None:
        return _answer(state, ground, text, state.pending)
    if state.stage == "choosing":
        going = proceed(state, ground)[0]
        meant = chosen(state, ground, text)
        # The question that was open before the list counts as still open.
        return meant or (_answer(going, ground, text, going.pending) if going.pending is not None else None)
    if state.stage == "settled":
        decided = _whether_to_go_on(state, ground, text)
        if decided is not None:
            return decided
        other = instead(state, ground, text)
        if other is not None:
            return other
    useful = wanted(state, ground)
    told = listen(ground.sheet, text, ground.today, None, useful).others
    # While the talk is still going on a bare 「村里的」 corrects what was taken for a no.
    alone = alone_told(ground.sheet, text, None, useful) if state.stage == "settled" else {}
    return replace(state, ground, told or alone) or _contested(state, ground, told)


def _answer(state: DialogState, ground: Ground, text: str, pending: str) -> Heard | None:
    told = _confirmed(state, text) or listen(ground.sheet, text, ground.today, pending, wanted(state, ground))
    noted = _volunteered(state, ground, told)
    problem: Problem | None = None
    if told.answer is not None:
        manner: Manner = "change" if state.changing else "answer"
        result = note(state, ground, pending, told.answer, manner)
        if isinstance(result, Noted):
            noted.insert(0, _said_freely(result, ground, pending, text))
        else:
            problem = result
    if not noted and problem is None:
        return _asked_instead(state, ground, told) or _contested(state, ground, told.others)
    after, changed, heard = tell(state, ground, noted) if noted else (state, (), ())
    if problem is not None:
        vague = problem.kind in (ProblemKind.vague, ProblemKind.imprecise)
        days = problem.proposed
        proposed = (days.first, days.last) if days is not None else None
        after = after.but(misses=state.misses + 1, vague=vague or state.vague, proposed=proposed)
        return Heard(after, (*changed, ask(after, ground, heard=heard, problem=problem)))
    answered = told.answer is not None
    if not answered and not changed and not heard:
        # What was told beside the question is known already: say so, unless it led up to a question of theirs.
        known = tuple(one.taken for one in noted)
        return None if any(map(asks, parts(text))) else Heard(state, (ask(state, ground, heard=known),))
    after, moves = proceed(after, ground, heard, None if answered else pending)
    return Heard(after, (*changed, *moves))


def _asked_instead(state: DialogState, ground: Ground, told: Told) -> Heard | None:
    """去年10月建成，还在试运行, said at another question: that date is asked for now, with what it lacks."""
    for fact, reading in told.doubtful.items():
        problem = note(state, ground, fact, reading, "volunteered") if fact in wanted(state, ground) else None
        if not isinstance(problem, Problem) or problem.kind not in _DOUBTS or fact in current(state, ground):
            continue
        days = problem.proposed
        proposed = (days.first, days.last) if days is not None else None
        after = state.but(pending=fact, changing=False, vague=True, proposed=proposed, misses=0)
        return Heard(after, (ask(after, ground, problem=problem),))
    return None


def _contested(state: DialogState, ground: Ground, told: Volunteered) -> Heard | None:
    """「我们没有独立法人资格」, told by a hospital: the answer from which the contrary follows is asked again."""
    for fact, reading in told.items():
        derived = ground.sheet[fact].derived
        if derived is None or derived.fact not in wanted(state, ground):
            continue
        problem = note(state, ground, fact, reading, "volunteered")
        if isinstance(problem, Problem) and problem.kind is ProblemKind.contradiction:
            after, _ = reopen(state, ground, derived.fact, changing=True)
            return Heard(after, (ask(after, ground, problem=Problem(ProblemKind.contradiction)),))
    return None


def _said_freely(noted: Noted, ground: Ground, pending: str, text: str) -> Noted:
    """The same, marked to be said back where it was read out of a sentence."""
    freely = len(tidy(text)) >= SENTENCE and exact_answer(ground.sheet[pending], text) is None
    return Noted(noted.given, dataclass_replace(noted.taken, freely=freely))


def _confirmed(state: DialogState, text: str) -> Told | None:
    """是, where a date without its year was put into one: 「您是说2023年10月吗？」."""
    if state.proposed is None or not YES.fullmatch(plain(tidy(text))):
        return None
    first, last = state.proposed
    return Told(Answered(first.isoformat()) if first == last else Roughly(Span(first, last)))


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
    match = re.fullmatch(rf"第?(?P<number>{NUMERAL})[个项]?[、.]?", line)
    number = whole(match["number"]) if match else None
    if number == 1 or YES.fullmatch(line):
        return go_on_whole(state, ground)
    if number == 2 or NO.fullmatch(line) or _NO_NEED.fullmatch(line):
        return end_here(state, ground)
    return None
