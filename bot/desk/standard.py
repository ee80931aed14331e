"""Standard answers as staff read them aloud or paste them: what the bot itself says, with the clause line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.notices import Notice
from bot.replies import Outcome, Reply
from bot.speaking.answers import reply_of
from knowledge.answerer import Answer
from knowledge.faq import FaqEntry, FaqKind
from knowledge.filling import closed_note
from knowledge.response import Part, WhichPilot


@dataclass(frozen=True, slots=True)
class Ground:
    """A clause behind an answer: its id, where it stands, and the words of it the answer rests on."""

    clause: str
    path: str
    quote: str


@dataclass(frozen=True, slots=True)
class StandardAnswer:
    """``matter`` heads it, ``entry`` is its id (None for what no entry says); ``pilot`` a key, or None for all.

    ``declines``: the notice does not say it, and neither may staff.
    """

    matter: str
    entry: str | None
    pilot: str | None
    text: str
    grounds: tuple[Ground, ...]
    declines: bool = False

    @property
    def plain(self) -> str:
        """For a message to the caller: the answer, then a line for each clause."""
        return "\n".join((self.text, *(f"依据：{ground.path}「{ground.quote}」" for ground in self.grounds)))


def pilots_of(notice: Notice) -> dict[str, str]:
    """The pilots by key, in the notice's order, as people call them; one not open for application comes last."""
    names = {key: programme.name for key, programme in notice.rulebook.programmes.items()}
    others = {key: group.names[0] for key, group in notice.words.pilots.items() if key not in names}
    return names | others


def of_parts(parts: Sequence[Part], notice: Notice, today: date) -> tuple[StandardAnswer, ...]:
    """The curated answers among what was found. Where the pilots differ and none was said: each pilot's own.

    An applicant is asked back which pilot is meant; staff see all at once and choose while the caller talks.
    """
    found: list[StandardAnswer] = []
    for part in parts:
        match part:
            case Answer():
                found.append(_of_answer(part, notice, today))
            case WhichPilot(entry=entry):
                found += of_entry(entry, None, notice, today)
    return tuple(found)


def of_entry(entry: FaqEntry, pilot: str | None, notice: Notice, today: date) -> tuple[StandardAnswer, ...]:
    """An entry's answer for a pilot, or for each where they differ; nothing for a request to the bot."""
    if entry.kind is FaqKind.request:
        return ()
    pilots = (pilot,) if pilot else ()
    parts = notice.answerer.for_entry(entry, pilots)
    if any(isinstance(part, WhichPilot) for part in parts):
        parts = notice.answerer.for_entry(entry, tuple(key for key in pilots_of(notice) if key in entry.answers))
    return tuple(_of_answer(part, notice, today) for part in parts if isinstance(part, Answer))


def of_replies(replies: Iterable[Reply], matter: str, notice: Notice, today: date) -> tuple[StandardAnswer, ...]:
    """What the bot says where no single entry says it: to a trade, or in a clause's own words."""
    note = f"{closed_note(notice.particulars, today)}\n"  # the facts beside say it; an answer need not say it again
    return tuple(
        StandardAnswer(
            matter, None, None, reply.text.removeprefix(note), _grounds(reply, notice), reply.kind == "decline"
        )
        for reply in replies
        if reply.kind in ("answer", "decline")
    )


def _of_answer(part: Answer, notice: Notice, today: date) -> StandardAnswer:
    reply = reply_of(part, notice, today)
    return StandardAnswer(
        part.entry.matter, part.entry.id, part.pilot, reply.text, _grounds(reply, notice), reply.kind == "decline"
    )


def _grounds(reply: Reply, notice: Notice) -> tuple[Ground, ...]:
    return tuple(Ground(cited.anchor, notice.clauses[cited.anchor].path, cited.quote) for cited in reply.citations)


OUTCOMES = {
    Outcome.answered: "答复",
    Outcome.clarified: "反问",
    Outcome.in_dialog: "办理预检",
    Outcome.no_match: "不作答，给热线",
    Outcome.handed_over: "转人工",
    Outcome.refused: "不受理",
    Outcome.error: "出错",
}
"""What became of a turn, in the words of the desk."""

STEPS = {
    "faq": "问答库",
    "follow_up": "追问依据",
    "trade": "行业判断",
    "clauses": "引用原文",
    "dialog": "引导对话",
    "chosen": "选择",
    "hand_over": "转人工",
    "leave": "退出或重来",
    "no_match": "没有依据",
    "minor": "未满14岁",
    "forget": "删除记录",
    "switched_off": "机器人已停用",
}
"""The conversation's steps; one that is not here is shown by its own name."""
