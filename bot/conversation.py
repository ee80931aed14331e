"""The middle: what a person said, and where the talk stood, become replies and where it stands now.

Pure: no clock, socket or database. Repeats, limits and faults stand at the door (``bot/door.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.erasing import erase
from bot.guide import (
    Opening,
    asking,
    begin,
    go_on,
    held,
    may_remember,
    misread,
    put_again,
    remembering,
    speaks_to_dialog,
    why_not,
)
from bot.minors import OF_AGE, age_said, minor, turned_away, without_age
from bot.notices import Notice, Notices
from bot.offered import choice_of, left_pending, offered_by
from bot.own_case import own_case
from bot.replies import Outcome, Reply
from bot.speaking.answers import OFFERED, outcome_of, pilot_names, reply_of
from bot.speaking.trades import trade_outcome, trade_reply
from bot.speaking.wording import say
from bot.state import ConversationState, Pending
from bot.trades import asked_besides, asked_trade, told_sector, without_other_sector
from bot.turn import Hearing, Turn
from bot.wishes import meant
from dialogs.commands import after_leaving
from dialogs.state import Kind
from knowledge.answerer import Answer, Context, Nothing, Requested, Response, WhichMatter, WhichPilot
from knowledge.faq import FaqKind, Request
from knowledge.filling import closed_note
from knowledge.normalise import normalise

__all__ = ["ConversationState", "Turn", "converse"]

SURE_IN_DIALOG = 0.5
SURE_WITHOUT_ASKING = 0.9
# 是公司, 在北京: an answer, if to an earlier question.
_TELLS = re.compile("(?:不?是|不?在)(?![哪谁什否不])")
_KINDS: dict[Request | None, Kind] = {
    Request.which: "which",
    Request.precheck: "precheck",
    Request.checklist: "checklist",
}
# Steps after which nothing that was open before is put again.
_OWN_WORD = ("dialog", "leave", "forget", "minor")


def hand_over(heard: Hearing) -> Turn | None:
    """「转人工」: the hotline, at any point; an open dialog stays open."""
    if heard.requested is None or heard.requested.entry.request is not Request.handover:
        return None
    particulars = heard.notice.particulars
    text = say(
        "handed_over",
        hotline=particulars.hotline.value,
        contacts=particulars.contacts.value,
        email=particulars.email.value,
    )
    cited = heard.notice.cited_all((particulars.hotline.cite,))
    return Turn(Outcome.handed_over, (Reply(kind="answer", text=text, citations=cited),), heard.state, "hand_over")


def leave_or_restart(heard: Hearing) -> Turn | None:
    """「退出」 closes the dialog, 「重来」 forgets what was told; inside a dialog both are the dialog's own words."""
    if heard.requested is None or asking(heard.state):
        return None
    if heard.state.dialog is not None and speaks_to_dialog(heard.text):
        return None  # 继续, once the result is out
    match heard.requested.entry.request:
        case Request.restart:
            reply = Reply(kind="answer", text=say("restarted"), choices=OFFERED)
            return Turn(Outcome.answered, (reply,), ConversationState(young=heard.state.young), "leave")
        case Request.leave:
            left = say("left") if heard.state.dialog is not None else say("nothing_to_leave")
            reply = Reply(kind="answer", text=left, choices=OFFERED)
            return Turn(Outcome.answered, (reply,), heard.state.model_copy(update={"dialog": None}), "leave")
        case _:
            return None


def case_told(heard: Hearing) -> Turn | None:
    """「我们是海淀的芯片公司，没被罚过，想报领跑者」: the dialog of that pilot, with the facts told."""
    case = own_case(heard)
    if case is None:
        return None
    return turned_away(heard) if heard.state.young else _opened(heard, case.kind, case.pilot)


def guided_dialog(heard: Hearing) -> Turn | None:
    """The open dialog takes what it understands as an answer or a command; a request opens a new one."""
    if heard.state.dialog is None and speaks_to_dialog(heard.text):
        reply = Reply(kind="answer", text=say("nothing_open"), choices=OFFERED)
        return Turn(Outcome.answered, (reply,), heard.state, "dialog")
    if heard.state.dialog is not None:
        reasons = why_not(heard.state, heard.text, heard.notice, heard.today)
        if reasons is not None:
            return Turn(Outcome.answered, reasons.replies, reasons.state, "dialog")
        if (other := _other_pilot(heard, heard.state.dialog.programmes)) is not None:
            return _opened(heard, "precheck", other)
        told = told_sector(heard.text, heard.state, heard.notice) or heard.text
        spoken = go_on(heard.state, told, heard.notice, heard.today)
        if spoken is not None:
            return Turn(Outcome.in_dialog, spoken.replies, spoken.state, "dialog")
    if heard.requested is None:
        return None
    return _kept(heard, heard.requested) or _begin(heard, heard.requested)


def _other_pilot(heard: Hearing, programmes: tuple[str, ...]) -> str | None:
    """The pilot to be prechecked instead: 我要查的是领跑者; its very name, in answer to a question of another's."""
    answerer = heard.notice.answerer
    said = answerer.pilot_said(meant(heard.text))
    if said is None and asking(heard.state):
        said = answerer.pilot_named(heard.text)
    return said if said in heard.notice.rulebook.programmes and said not in programmes else None


def _kept(heard: Hearing, requested: Requested) -> Turn | None:
    """What asks for the dialog that is open, or for its result once more: no answer is thrown away for it."""
    dialog, kind = heard.state.dialog, _KINDS.get(requested.entry.request)
    if dialog is None or kind is None or requested.pilot not in (None, *dialog.programmes):
        return None
    if normalise(heard.text) == normalise(requested.entry.matter) and not asking(heard.state):
        return None
    spoken = held(kind, heard.state, heard.notice, heard.today)
    return Turn(Outcome.in_dialog, spoken.replies, spoken.state, "dialog") if spoken is not None else None


def _begin(heard: Hearing, requested: Requested) -> Turn | None:
    kind = requested.entry.request
    if kind not in _KINDS:
        return None
    if heard.state.young:
        return turned_away(heard)
    pilot = requested.pilot if requested.pilot in heard.notice.rulebook.programmes else None
    if kind is not Request.which and pilot is None:
        reply = _which_pilot(heard.notice)
        pending = Pending(matters=(requested.entry.id,), choices=reply.choices)
        return Turn(Outcome.in_dialog, (reply,), heard.state.model_copy(update={"pending": pending}), "dialog")
    return _opened(heard, _KINDS[kind], pilot)


def _opened(heard: Hearing, kind: Kind, pilot: str | None) -> Turn:
    every = tuple(heard.notice.rulebook.programmes)
    opening = Opening(kind, (pilot,) if pilot and kind != "which" else every, heard.text)
    spoken = begin(opening, heard.state, heard.notice, heard.today)
    first, *others = spoken.replies
    if kind == "precheck" and pilot is not None and first.asks is not None:  # a result names its pilot itself
        name = heard.notice.rulebook.programmes[pilot].name
        first = first.model_copy(update={"text": f"{say('precheck_of', pilot=name)}\n{first.text}"})
    replies, told_closed = _noted((first, *others), heard)
    return Turn(Outcome.in_dialog, replies, spoken.state.model_copy(update={"told_closed": told_closed}), "dialog")


def chosen(heard: Hearing) -> Turn | None:
    """A number or a choice's words, right after the bot asked which pilot or which matter is meant."""
    pending = heard.state.pending
    if pending is None:
        return None
    answerer = heard.notice.answerer
    names = pilot_names(heard.notice)
    pilots = dict(zip(names, heard.notice.rulebook.programmes, strict=True))
    said = answerer.pilot_said(heard.text) if set(names) <= set(pending.choices) else None
    if asking(heard.state) and normalise(heard.text).isdecimal():
        return None  # the dialog's question was put last, so a number answers that
    choice = choice_of(heard.text, pending.choices) or next((name for name in names if pilots[name] == said), None)
    if choice is None:
        return None
    pilot = pilots.get(choice, pending.pilot)
    entry = answerer.entry(choice) or answerer.entry(pending.matters[0])
    if entry is None:  # the content has changed meanwhile
        return None
    if entry.kind is FaqKind.request:
        return _begin(heard, Requested(entry, pilot)) or hand_over(heard)
    parts = answerer.for_entry(entry, (pilot,) if pilot else ())
    return _told(heard, Response(parts, 1.0, "faq", (), Context(pilot, entry.id)))


def trade(heard: Hearing) -> Turn | None:
    """The person's own word for a business: what the notice says to it, or a question back which trade is meant."""
    asked = asked_trade(heard.text, heard.state, heard.notice, heard.found)
    if asked is None or (asking(heard.state) and not heard.notice.answerer.asks(heard.text)):
        return None
    besides = asked_besides(heard.text, heard.state, heard.notice)
    if besides is not None:
        return _told(heard, besides)
    reply = trade_reply(asked.found, asked.pilot, heard.notice)
    replies, told_closed = _noted((reply,), heard)
    told = without_other_sector(heard.state.told, asked.found)
    update = {"pilot": asked.pilot, "matter": asked.matter, "pending": None, "told_closed": told_closed, "told": told}
    state = heard.state.model_copy(update=update)
    return Turn(trade_outcome(asked.found), replies, state, "trade", matter=asked.matter)


def curated(heard: Hearing) -> Turn | None:
    """A curated answer, or a question back where pilots or matters are in doubt."""
    found = heard.found
    if not found.parts:
        return None
    if asking(heard.state) and not _answers_for_sure(heard):
        return None
    return _told(heard, found)


def quoted(heard: Hearing) -> Turn | None:
    """No entry fits, but a clause holds what is asked about: its own words."""
    if asking(heard.state):
        return None
    found = heard.notice.answerer.quoted(heard.text, Context(heard.state.pilot, heard.state.matter))
    return _told(heard, found) if found.parts else None


def no_match(heard: Hearing) -> Turn:
    """Inside a dialog: the question again, with help. Outside: an honest no, with the hotline."""
    if asking(heard.state):
        spoken = misread(heard.state, heard.text, heard.notice, heard.today)
        if spoken is not None:
            return Turn(Outcome.in_dialog, spoken.replies, spoken.state, "dialog")
    return _told(heard, heard.notice.answerer.nothing(heard.found))


STEPS: tuple[Callable[[Hearing], Turn | None], ...] = (
    erase,
    minor,
    chosen,
    hand_over,
    leave_or_restart,
    case_told,
    guided_dialog,
    trade,
    curated,
    quoted,
    no_match,
)


def converse(text: str, state: ConversationState, notices: Notices, today: date) -> Turn:
    """The first step that replies wins; its name goes into the log.

    A question asked in the middle of a dialog is answered, then the open question is put again.
    """
    notice = next(iter(notices.values()))
    if not asking(state):  # an open dialog reads numbers itself
        text = choice_of(text, state.offered) or text
    if (age := age_said(text)) is not None:
        text, state = without_age(text), state.model_copy(update={"young": age < OF_AGE})
    left = after_leaving(text) if asking(state) else ""
    if left:
        text, state = left, state.model_copy(update={"dialog": None})
    heard = Hearing(text, state, notice, today)
    turn = next(turn for step in STEPS if (turn := step(heard)) is not None)
    if left:
        turn = replace(turn, replies=_headed(turn.replies, say("left_for")))
    if asking(state) and turn.step not in _OWN_WORD:
        turn = replace(turn, replies=(*turn.replies, *put_again(turn.state, notice, today)))
    if _still_choosing(heard, turn):
        kept = turn.state.model_copy(update={"pending": state.pending})
        turn = replace(turn, replies=(*turn.replies, _which_pilot(notice)), state=kept)
    elif turn.state.pending is state.pending and state.pending is not None:
        # What was offered a turn ago is not what a bare 「2」 means now.
        turn = replace(turn, state=turn.state.model_copy(update={"pending": None}))
    if turn.step not in _OWN_WORD and may_remember(turn.state):
        turn = replace(turn, state=remembering(turn.state, heard.told))
    offered = offered_by(turn.replies)
    if offered == turn.state.offered:
        return turn
    return replace(turn, state=turn.state.model_copy(update={"offered": offered}))


def _still_choosing(heard: Hearing, turn: Turn) -> bool:
    """「物业公司」, said when a pilot was to be chosen for a precheck: answered, and the choice put again."""
    pending = heard.state.pending
    entry = heard.notice.answerer.entry(pending.matters[0]) if pending is not None and pending.matters else None
    waiting = entry is not None and entry.kind is FaqKind.request and turn.state.dialog is heard.state.dialog
    return waiting and turn.step not in (*_OWN_WORD, "hand_over") and not heard.notice.answerer.asks(heard.text)


def _which_pilot(notice: Notice) -> Reply:
    return Reply(kind="dialog", text=say("which_pilot_for"), choices=(*pilot_names(notice), "哪类试点适合我"))


def _told(heard: Hearing, found: Response) -> Turn:
    """Replies for everything found; a request among them starts what it asks for."""
    first = found.parts[0]
    if isinstance(first, Requested):
        begun = _begin(heard, first)
        if begun is not None:
            return replace(begun, confidence=found.confidence, runners_up=found.runners_up)
        return hand_over(heard) or leave_or_restart(heard) or no_match(heard)
    state = heard.state.model_copy(
        update={
            "pilot": found.context.pilot,
            "matter": found.context.matter,
            "pending": left_pending(found, pilot_names(heard.notice)),
        }
    )
    replies = [reply_of(part, heard.notice, heard.today) for part in found.parts if not isinstance(part, Requested)]
    if isinstance(first, Answer) and first.entry.kind is FaqKind.answer:
        noted, told_closed = _noted(tuple(replies), heard)
        replies, state = list(noted), state.model_copy(update={"told_closed": told_closed})
    outcomes = [outcome_of(part) for part in found.parts if not isinstance(part, Requested)]
    outcome = next((o for o in (Outcome.answered, Outcome.clarified) if o in outcomes), outcomes[0])
    return Turn(outcome, tuple(replies), state, found.step, found.confidence, found.runners_up, _matter(found))


def _matter(found: Response) -> str | None:
    """What the answer is on; None where the text was asked back about, or nothing was found: the context is older."""
    return None if isinstance(found.parts[0], Nothing | WhichMatter) else found.context.matter


def _noted(replies: tuple[Reply, ...], heard: Hearing) -> tuple[tuple[Reply, ...], bool]:
    """The replies, headed once in a talk by the note that the window has closed; and whether that was ever said."""
    note = closed_note(heard.notice.particulars, heard.today)
    if not note or heard.state.told_closed:
        return replies, heard.state.told_closed
    return _headed(replies, note), True


def _headed(replies: tuple[Reply, ...], line: str) -> tuple[Reply, ...]:
    return (replies[0].model_copy(update={"text": f"{line}\n{replies[0].text}"}), *replies[1:])


def _answers_for_sure(heard: Hearing) -> bool:
    """In a dialog a text is more likely a clumsy answer than a question, unless it asks."""
    asks = heard.notice.answerer.asks(heard.text)
    if not asks and _TELLS.match(heard.text):
        return False
    wanted = SURE_IN_DIALOG if asks else SURE_WITHOUT_ASKING
    return heard.found.confidence >= wanted and isinstance(heard.found.parts[0], Answer | WhichPilot)
