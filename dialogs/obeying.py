"""What each command does, by where the dialog stands."""

from __future__ import annotations

from dialogs.answers import current, facts_of, skipped
from dialogs.commands import Command
from dialogs.corrections import back
from dialogs.course import finished, proceed, put_again, remaining, verdicts
from dialogs.ground import Ground
from dialogs.moves import Details, Heard, Left, Materials, Restarted, SoFar, Why
from dialogs.state import DialogState
from dialogs.telling import tell
from eligibility.criterion import Status


def obey(state: DialogState, ground: Ground, command: Command) -> Heard | None:
    """The outcome of a command, None where it means nothing at this point."""
    match command:
        case Command.back:
            return back(state, ground)
        case Command.restart | Command.another:
            return _anew(state, ground, another=command is Command.another)
        case Command.leave:
            return Heard(None, (Left(state.kind, len(current(state, ground))),))
        case Command.why:
            return _why(state, ground)
        case Command.skip:
            return _skip(state, ground)
        case Command.enough:
            return _enough(state, ground)
        case Command.go_on | Command.whole:
            return _go_on(state, ground, whole=command is Command.whole)
        case Command.refine:
            return _refine(state, ground)
        case Command.where:
            return Heard(state, put_again(state, ground)) if state.stage == "asking" else None
        case Command.more:
            return _more(state, ground)
        case Command.standing:
            return _standing(state, ground)
        case Command.shown:
            return _shown(state, ground)
        case _:  # change comes with its words and is heard before
            return None


def go_on_whole(state: DialogState, ground: Ground) -> Heard:
    """Ask the rest too, though the result is settled."""
    return Heard(*proceed(state.but(whole=True), ground))


def end_here(state: DialogState, ground: Ground) -> Heard:
    """Show the result as it stands, the rest unasked."""
    return Heard(state.but(stage="finished", pending=None, misses=0), (finished(state, ground),))


def _anew(state: DialogState, ground: Ground, *, another: bool) -> Heard:
    fresh = DialogState(kind=state.kind, programmes=state.programmes, rules=state.rules)
    fresh, moves = proceed(fresh, ground)
    concluded = state.kind != "checklist" and (state.settled_shown or state.stage == "finished")
    return Heard(fresh, (Restarted(state.kind, another, concluded), *moves))


def _why(state: DialogState, ground: Ground) -> Heard | None:
    if state.stage == "asking" and state.pending is not None:
        return Heard(state, (Why(state.pending), *put_again(state, ground)))
    return _more(state, ground)


def _skip(state: DialogState, ground: Ground) -> Heard | None:
    if state.stage == "settled":
        return end_here(state, ground)
    if state.stage != "asking" or state.pending is None:
        return None
    if state.changing:
        return Heard(*proceed(state, ground))
    told, _, heard = tell(state, ground, [skipped(state, state.pending)])
    return Heard(*proceed(told, ground, heard))


def _enough(state: DialogState, ground: Ground) -> Heard:
    if state.stage == "settled" or state.whole or state.refining:
        return end_here(state.but(refining=False), ground)
    return Heard(None, (Left(state.kind, len(current(state, ground))),))


def _go_on(state: DialogState, ground: Ground, *, whole: bool) -> Heard | None:
    if state.stage == "settled":
        return go_on_whole(state, ground)
    if state.stage == "choosing" or state.changing:
        return Heard(*proceed(state, ground))
    if state.stage == "asking":
        return Heard(state.but(misses=0), put_again(state, ground))
    result = finished(state, ground)
    if result.more and (whole or not result.offered):
        return go_on_whole(state, ground)
    if whole:
        return _more(state, ground)
    return _refine(state, ground) if result.offered else None


def _refine(state: DialogState, ground: Ground) -> Heard | None:
    if state.stage == "finished" and finished(state, ground).offered:
        return Heard(*proceed(state.but(refining=True), ground))
    if state.kind == "checklist" or state.stage == "choosing":
        return Heard(state, put_again(state, ground)) if state.stage != "finished" else None
    found = verdicts(state, ground, facts_of(state, ground))
    best = found[0] if state.kind == "precheck" or state.stage == "finished" else None
    return Heard(state, (Materials(best), *put_again(state, ground)))


def _standing(state: DialogState, ground: Ground) -> Heard | None:
    """那我们能报吗: the result where it is out, else what the answers so far come to, and the open question again."""
    if state.kind == "checklist":
        return None
    if state.stage == "choosing":  # nothing is changed after all
        return Heard(*proceed(state, ground))
    if state.stage != "asking":
        return _shown(state, ground)
    found = verdicts(state, ground, facts_of(state, ground))
    return Heard(
        state, (SoFar(found, len(current(state, ground)), remaining(state, ground) + 1), *put_again(state, ground))
    )


def _shown(state: DialogState, ground: Ground) -> Heard | None:
    """The result once more; None where there is none yet."""
    if state.stage == "settled":
        return Heard(state, put_again(state, ground))
    return Heard(state, (finished(state, ground),)) if state.stage == "finished" else None


def _more(state: DialogState, ground: Ground) -> Heard | None:
    if state.stage == "choosing" or state.kind == "checklist":
        return None
    found = verdicts(state, ground, facts_of(state, ground))
    looked_at = tuple(v for v in found if any(line.status is not Status.unasked for line in v.criteria))
    return Heard(state, (Details(looked_at), *put_again(state, ground))) if looked_at else None
