"""Guided dialogs within a conversation: the dialog decides, this keeps its state and has it spoken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.notices import Notice
from bot.replies import Reply
from bot.speaking.moves import replies_for
from bot.speaking.objections import with_objections
from bot.speaking.results import go_on_reply, reasons_reply
from bot.speaking.wording import say
from bot.state import ConversationState
from bot.told_facts import facts_told, keep, kept, over
from dialogs import flow
from dialogs.answers import facts_of
from dialogs.commands import Command, change_in, command_in
from dialogs.ground import Ground
from dialogs.moves import Finished, Heard, Move, Settled, WhichToChange
from dialogs.readings import Answered
from dialogs.state import DialogState, Kind
from dialogs.volunteered import Volunteered
from dialogs.wording import asks_for_oneself, parts
from eligibility.facts import UNKNOWN, FactError, Value
from eligibility.precheck import precheck
from eligibility.verdict import Result
from knowledge.normalise import normalise

_WHY_NOT = re.compile(
    r"(?:那|我们?|咱们?|可)*(?:为什么|为啥|为何|凭什么|怎么)(?:就|说|会|又|都|还)?(?:我们?|咱们?)?"
    r"(?:不能|不可以|没法|无法|不让|报不了|不符合|不行|不合格|不够格|不合适|需?要?核实|排(?:在)?最?后|排第.)(?:申?报)?(?:的)?"
)
_ONLY_INSIDE = (Command.back, Command.skip, Command.enough, Command.go_on, Command.whole, Command.another, Command.more)
_AND_THE = re.compile(r"呢\??$")


@dataclass(frozen=True)
class Spoken:
    """What the dialog says, and the conversation after it."""

    replies: tuple[Reply, ...]
    state: ConversationState


def asking(state: ConversationState) -> bool:
    """Whether a dialog waits for the person's answer; after its result it only listens for corrections."""
    return state.dialog is not None and state.dialog.stage != "finished"


def speaks_to_dialog(text: str) -> bool:
    """Whether a text means something only while a dialog is open: 上一步, 换一个项目, 逐条结果, 改第2题."""
    line = normalise(text)
    command = command_in(line)
    if command in _ONLY_INSIDE:
        return command is not Command.more or "逐条" in line
    wish = change_in(line)
    if wish is None:
        return False
    return wish.number is not None or (not wish.words and line.startswith(("修改", "改", "我改")))


@dataclass(frozen=True)
class Opening:
    """What a dialog opens with: its kind, the keys of its programmes, and the words that asked for it."""

    kind: Kind
    programmes: tuple[str, ...]
    text: str


def begin(opening: Opening, state: ConversationState, notice: Notice, today: date) -> Spoken:
    """Open a dialog with the facts the opening words tell, and with those told so far in one that is still going on.

    Facts of one that has come to its end are not carried over: the next may be about somebody else.
    """
    book = notice.rulebook
    useful = flow.useful(opening.kind, opening.programmes, book, today)
    facts = facts_told(opening.text, notice, today, useful)
    facts = over({**kept(state.told), **_so_far(state, notice, today)}, facts)
    spoken = _spoken(flow.start(opening.kind, opening.programmes, book, today, facts), state, notice, today)
    return _with_objections(spoken, notice, today)


def _with_objections(spoken: Spoken, notice: Notice, today: date) -> Spoken:
    """The same, its question headed by what stands against an application so far."""
    dialog, (first, *others) = spoken.state.dialog, spoken.replies
    if dialog is None or dialog.kind == "checklist" or first.asks is None or not spoken.state.answers:
        return spoken
    verdicts = [precheck(notice.rulebook, key, spoken.state.answers, today) for key in dialog.programmes]
    return replace(spoken, replies=(with_objections(first, verdicts, notice), *others))


def carry_on(
    programmes: tuple[str, ...], answers: Mapping[str, Value], state: ConversationState, notice: Notice, today: date
) -> Spoken | None:
    """Open a precheck with ``answers`` told elsewhere, in place of any other; None where the rules know no programme.

    Answers that the rules no longer take are left out.
    """
    book = notice.rulebook
    known = tuple(key for key in programmes if key in book.programmes)
    if not known:
        return None
    facts = {name: Answered(value) for name, value in answers.items() if _fits(name, value, notice, today)}
    kind: Kind = "precheck" if len(known) == 1 else "which"
    return _spoken(flow.start(kind, known, book, today, facts), state, notice, today)


def _fits(name: str, value: Value, notice: Notice, today: date) -> bool:
    if name not in notice.rulebook.facts:
        return False
    try:
        notice.rulebook.facts[name].check(value, today)
    except FactError:
        return False
    return True


def may_remember(state: ConversationState) -> bool:
    """Whether facts told now are for a dialog that may open next; a child's are nobody's."""
    return not asking(state) and not state.young


def remembering(state: ConversationState, told: Volunteered) -> ConversationState:
    """The state with what was ``told`` while no dialog was open."""
    return state.model_copy(update={"told": keep(over(kept(state.told), told))}) if told else state


def _so_far(state: ConversationState, notice: Notice, today: date) -> Volunteered:
    if state.dialog is None or not asking(state):
        return {}
    told = facts_of(state.dialog, Ground(notice.rulebook, today))
    return {fact: Answered(value) for fact, value in told.items() if value != UNKNOWN}


def go_on(state: ConversationState, text: str, notice: Notice, today: date) -> Spoken | None:
    """The dialog's next turn; None when it can make nothing of ``text``."""
    heard = _hear(state, text, notice, today)
    if heard is None or not heard.understood:
        return None
    spoken = _spoken(heard, state, notice, today)
    if asking(spoken.state) and any(map(asks_for_oneself, parts(text))):
        spoken = _with_objections(spoken, notice, today)  # 22年评上过优秀，今年还能报吗
    return _shortened(spoken) if _enough(state.dialog, heard) else spoken


def why_not(state: ConversationState, text: str, notice: Notice, today: date) -> Spoken | None:
    """「为什么不能报领跑者」, 「那社区的呢」 once that result is out: what decided that programme, with its clauses."""
    if state.dialog is None:
        return None
    line = normalise(text)
    asked = _WHY_NOT.search(line)
    following = not asking(state) and state.matter is None and len(state.dialog.programmes) > 1
    if not asked and not (following and _AND_THE.search(line)):
        return None
    rest = _WHY_NOT.sub("", line)
    only = state.dialog.programmes[0] if len(state.dialog.programmes) == 1 and not rest.strip("?呢啊呀 ") else None
    programme = notice.answerer.pilot_said(rest) or only
    if programme not in state.dialog.programmes:
        return None
    facts = facts_of(state.dialog, Ground(notice.rulebook, today))
    verdict = precheck(notice.rulebook, programme, facts, today)
    if verdict.result is Result.incomplete and asking(state):
        return None
    replies = (reasons_reply(verdict, notice), *(put_again(state, notice, today) if asking(state) else ()))
    return Spoken(replies, state.model_copy(update={"pilot": programme}))


def held(kind: Kind, state: ConversationState, notice: Notice, today: date) -> Spoken | None:
    """The dialog there is, where one of ``kind`` is asked for: the open question, the materials, or the ranking."""
    dialog = state.dialog
    if dialog is None:
        return None
    if not asking(state):
        moves = flow.outcome(dialog, notice.rulebook, today) if kind == dialog.kind == "which" else ()
        return Spoken(replies_for(moves, notice), state) if moves else None
    if kind == dialog.kind:
        going = Reply(kind="dialog", text=say("already_asking"))
        return Spoken((going, *put_again(state, notice, today)), state)
    return go_on(state, "我的材料清单", notice, today) if kind == "checklist" else None


def misread(state: ConversationState, text: str, notice: Notice, today: date) -> Spoken | None:
    """The open question again, with help, since neither the dialog nor anything else understood ``text``."""
    heard = _hear(state, text, notice, today)
    if heard is None or not heard.moves:
        return None
    spoken = _spoken(heard, state, notice, today)
    return Spoken(_open_question(heard.moves) or spoken.replies, spoken.state)


def put_again(state: ConversationState, notice: Notice, today: date) -> tuple[Reply, ...]:
    """The open question once more, after something else was answered."""
    if state.dialog is None:
        return ()
    moves = flow.again(state.dialog, notice.rulebook, today)
    return _open_question(moves) or replies_for(moves, notice)


def _open_question(moves: tuple[Move, ...]) -> tuple[Reply, ...]:
    """After a settled no only whether to go on: the verdict was just shown. Of a list of answers what to do with it.

    Empty where a question is open.
    """
    if any(isinstance(move, Settled) for move in moves):
        return (go_on_reply(),)
    if any(isinstance(move, WhichToChange) and move.unknown is None for move in moves):
        return (Reply(kind="dialog", text=say("still_to_change")),)
    return ()


def _enough(before: DialogState | None, heard: Heard) -> bool:
    """Whether the person only declined to look at the rest: the verdict they just read still stands."""
    stopped = before is not None and before.stage == "settled" and heard.state is not None
    return stopped and len(heard.moves) == 1 and isinstance(heard.moves[0], Finished) and not heard.moves[0].heard


def _shortened(spoken: Spoken) -> Spoken:
    """The same verdict without its words, which stand a message above."""
    replies = tuple(
        reply.model_copy(update={"text": say("enough"), "citations": (), "verdicts": ()})
        for reply in spoken.replies[:1]
    )
    return Spoken(replies, spoken.state)


def _hear(state: ConversationState, text: str, notice: Notice, today: date) -> Heard | None:
    if state.dialog is None:
        return None
    return flow.hear(state.dialog, normalise(text), notice.rulebook, today)


def _spoken(heard: Heard, state: ConversationState, notice: Notice, today: date) -> Spoken:
    replies = replies_for(heard.moves, notice)
    update: dict[str, object] = {"dialog": heard.state, "pending": None, "matter": None, "told": {}}
    if heard.state is not None:
        update["answers"] = _answers(heard.state, notice, today)
        update["pilot"] = heard.state.programmes[0] if len(heard.state.programmes) == 1 else state.pilot
    return Spoken(replies, state.model_copy(update=update))


def _answers(dialog: DialogState, notice: Notice, today: date) -> dict[str, object]:
    return dict(facts_of(dialog, Ground(notice.rulebook, today)))
