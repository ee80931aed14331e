"""A person tells their own case in one message: 「我们是海淀的芯片公司，每年都按时履约，没被罚过，想报领跑者」.

Such a message opens the guided dialog with the facts it tells, so that none of them need be said twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.guide import asking
from bot.trades import asked_trade
from bot.turn import Hearing
from bot.wishes import aims, checks, points, prechecks, wishes, without_wish
from dialogs.flow import useful
from dialogs.listings import listed
from dialogs.readings import Answered
from dialogs.state import Kind
from dialogs.topics import named_facts
from dialogs.volunteered import Volunteered
from dialogs.wording import asks, asks_for_oneself, leaves_open, of_others, parts, supposes
from eligibility.facts import Value
from eligibility.precheck import precheck
from eligibility.verdict import Result
from knowledge.answerer import FINANCE, Answer, Answerer, WhichPilot
from knowledge.faq import Request
from knowledge.normalise import normalise

_ELSE_WANTED = (Request.checklist, Request.handover, Request.restart, Request.leave)
A_CASE = 3
"""So many facts make a case even where nothing is said of applying."""
SEVERAL = 2
APPLICANT = "applicant_type"
FOLLOWING = ("sector", "legal_person")
"""Facts that one word may tell together with what the applicant is: 大学."""
# 那我们能报吗, and no more: whoever asks is to be asked.
_MAY_WE = re.compile(
    r"(?:那么?|这样|像|还|到底|所以)*(?:我们?|咱们?|俺们?)(?:这样的?|这种的?)?(?:还|到底|今年)?"
    r"(?:能不能|可不可以|能|可以)(?:申?报|参加|申请)(?:这个|它)?[吗么不呢啊呀?]*"
)


@dataclass(frozen=True)
class OwnCase:
    """The dialog to open: ``pilot`` is None where none was named, or several were."""

    kind: Kind
    pilot: str | None


def own_case(heard: Hearing) -> OwnCase | None:
    """None where no facts are told, where something else is asked, or where a curated answer says it better."""
    if asking(heard.state) or (heard.requested and heard.requested.entry.request in _ELSE_WANTED):
        return None
    if _MAY_WE.fullmatch(normalise(heard.text)):
        if heard.state.dialog is not None:
            return None  # the result is out, and is told once more
        pilot = _in_focus(heard)
        return OwnCase("precheck" if pilot else "which", pilot)
    text = listed(heard.notice.rulebook.facts, normalise(heard.text))
    said = [part for part in parts(text) if not supposes(part)]
    questions = [part for part in said if asks(part) and not leaves_open(part)]
    answerer = heard.notice.answerer
    if not all(map(asks_for_oneself, questions)):
        return None
    facts = heard.told
    told = len([name for name in facts if name not in FOLLOWING or APPLICANT not in facts])
    named = _pilots(heard, said)
    pilot = named[0] if len(named) == 1 else None
    if FINANCE in named:
        return None
    to_check = any(checks(part, answerer) for part in said)
    if not told:
        asked_for = any(map(prechecks, said)) or (to_check and questions and len(said) == len(questions) + 1)
        wanted = pilot is not None and asked_for and not _goes_on(heard, pilot)
        if wanted and any(of_others(part) and named_facts(heard.notice.rulebook.facts, part) for part in said):
            return None  # 客户去年被罚过，想报领跑者: the fact is what is asked about
        return OwnCase("precheck", pilot) if wanted else None
    if questions:
        a_case = told >= A_CASE or (told >= SEVERAL and (to_check or _ruled_out(heard, pilot, facts)))
        enough = a_case or not _answered(heard)
    else:
        aimed = pilot is not None and any(aims(part, answerer) for part in said) and _of_use(heard, pilot) >= SEVERAL
        enough = told >= A_CASE or to_check or aimed or any(map(wishes, said))
    if pilot is None and to_check and not named:
        pilot = _made_for(heard, facts)
    if not enough or _goes_on(heard, pilot):
        return None
    return OwnCase("precheck" if pilot else "which", pilot)


def _in_focus(heard: Hearing) -> str | None:
    """The pilot talked of, where it is one that can be prechecked."""
    return heard.state.pilot if heard.state.pilot in heard.notice.rulebook.programmes else None


def _pilots(heard: Hearing, said: list[str]) -> tuple[str, ...]:
    """The pilots named; where none is, the one hinted at by the wish (想报社区那个) or talked of (想报这个)."""
    desk = heard.notice.trades
    named = desk.pilots_named(heard.text) if desk else ()
    if named:
        return named
    answerer = heard.notice.answerer
    wishing = [part for part in said if wishes(part) or checks(part, answerer) or asks_for_oneself(part)]
    hinted = [answerer.pilot_said(without_wish(part)) or _hinted(part, answerer) for part in wishing]
    found = tuple(dict.fromkeys(pilot for pilot in hinted if pilot is not None))
    if found or heard.state.pilot is None:
        return found
    return (heard.state.pilot,) if any(map(points, wishing)) else ()


def _hinted(part: str, answerer: Answerer) -> str | None:
    """The one pilot a part hints at by a word of its own: 够不够报技术."""
    hinted = answerer.read(part).hinted
    return hinted[0] if len(hinted) == 1 else None


def _of_use(heard: Hearing, pilot: str) -> int:
    """How many of the facts told the pilot asks for: 居委会报气候友好, and no more, may be anybody's."""
    return len(heard.told.keys() & useful("precheck", (pilot,), heard.notice.rulebook, heard.today))


def _made_for(heard: Hearing, facts: Volunteered) -> str | None:
    """The one pilot that is for such applicants and shuts out most others: 「我是村委会，密云的，资格预检」."""
    book = heard.notice.rulebook
    told = facts.get(APPLICANT)
    if not isinstance(told, Answered):
        return None
    kinds = [choice.value for choice in book.facts[APPLICANT].choices]

    def may(kind: Value, pilot: str) -> bool:
        return precheck(book, pilot, {APPLICANT: kind}, heard.today).result is not Result.ineligible

    made = [
        pilot
        for pilot in book.programmes
        if may(told.value, pilot) and 2 * sum(may(k, pilot) for k in kinds) < len(kinds)
    ]
    return made[0] if len(made) == 1 else None


def _answered(heard: Hearing) -> bool:
    """By an entry, or by what the notice says to their trade."""
    first = heard.found.parts[0] if heard.found.parts else None
    if isinstance(first, Answer | WhichPilot):
        return True
    return asked_trade(heard.text, heard.state, heard.notice, heard.found) is not None


def _ruled_out(heard: Hearing, pilot: str | None, facts: Volunteered) -> bool:
    """Whether what was told settles a 不符合: it must be said at once, with its clause."""
    if pilot is None:
        return False
    told = {name: one for name, one in facts.items() if _counts(heard, name, facts)}
    early = {name: one.value if isinstance(one, Answered) else f"{one.span.first}" for name, one in told.items()}
    late = {name: one.value if isinstance(one, Answered) else f"{one.span.last}" for name, one in told.items()}
    results = {precheck(heard.notice.rulebook, pilot, known, heard.today).result for known in (early, late)}
    return results == {Result.ineligible}


def _counts(heard: Hearing, name: str, facts: Volunteered) -> bool:
    """Whether a dialog takes the fact at once: not 没有法人资格 before it knows who applies."""
    condition = heard.notice.rulebook.facts[name].asked_when
    return condition is None or condition.fact in facts


def _goes_on(heard: Hearing, pilot: str | None) -> bool:
    """Whether it rather corrects the dialog whose result was just shown."""
    dialog = heard.state.dialog
    return dialog is not None and pilot in (None, *dialog.programmes)
