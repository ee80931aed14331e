"""What the answerer found, as replies."""

from __future__ import annotations

from datetime import date

from bot.notices import Notice
from bot.replies import Outcome, Reply
from bot.speaking.wording import say
from knowledge.answerer import Answer, Nothing, Part, Quoted, WhichMatter, WhichPilot
from knowledge.faq import FaqKind
from knowledge.filling import fill

OFFERED = ("哪类试点适合我", "资格预检", "截止时间", "申报材料清单", "转人工")


def outcome_of(part: Part) -> Outcome:
    """How a turn ends that says this."""
    match part:
        case Answer(entry=entry):
            silent = entry.kind in (FaqKind.silent, FaqKind.off_subject)
            return Outcome.no_match if silent else Outcome.answered
        case Quoted():
            return Outcome.answered
        case WhichPilot() | WhichMatter():
            return Outcome.clarified
        case _:
            return Outcome.no_match


def pilot_names(notice: Notice) -> tuple[str, ...]:
    return tuple(programme.name for programme in notice.rulebook.programmes.values())


def _of_its_pilot(part: Answer, text: str, notice: Notice) -> str:
    """The text of an answer that holds for one pilot only, headed by its name where it does not give it itself."""
    programme = notice.rulebook.programmes.get(part.pilot or "")
    if programme is None or part.answer is part.entry.answer or programme.short in text:
        return text
    apart = "\n" if text.startswith("1.") else ""
    return f"{programme.short}：{apart}{text}"


def reply_of(part: Part, notice: Notice, today: date) -> Reply:
    """One part of what was found, as one message."""
    hotline = notice.particulars.hotline.value
    match part:
        case Answer(entry=entry, answer=answer):
            text = _of_its_pilot(part, fill(answer.text, notice.particulars, today), notice)
            declined = entry.kind in (FaqKind.silent, FaqKind.off_subject)
            if declined and hotline not in text:
                text = f"{text}\n{say('way_out', hotline=hotline)}"
            return Reply(
                kind="decline" if declined else "answer",
                text=text,
                citations=notice.cited_all(answer.cites),
                choices=OFFERED if entry.kind in (FaqKind.courtesy, FaqKind.off_subject) else (),
            )
        case Quoted(citations=citations):
            quotes = [f"「{c.quote}」\n（{notice.clauses[c.clause].path}）" for c in citations]
            return Reply(
                kind="answer",
                text="\n".join((say("quoted"), *quotes)),
                citations=tuple(notice.cited(c.clause, c.quote) for c in citations),
            )
        case WhichPilot(entry=entry):
            return Reply(kind="clarify", text=say("which_pilot", matter=entry.matter), choices=pilot_names(notice))
        case WhichMatter(entries=entries):
            return Reply(
                kind="clarify",
                text=say("which_matter", hotline=hotline),
                choices=tuple(entry.matter for entry in entries),
            )
        case Nothing():
            return Reply(kind="decline", text=say("no_match", hotline=hotline), choices=OFFERED)
        case _:
            raise TypeError(f"not something to say: {part}")
