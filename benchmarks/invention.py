"""Whether an answer says what the notice does not: checked by machine, figure by figure.

Three things are looked at: quotes that do not stand in their clause, strings the question set forbids, and figures of
the text that stand neither in a cited clause nor in the notice's particulars.
"""

from __future__ import annotations

import re
from datetime import date

from bot.conversation import Turn
from bot.notices import Notice
from bot.replies import Reply
from knowledge.citation import quoted_in, squeeze
from knowledge.filling import chinese_day, closed_note, fill, placeholders
from knowledge.normalise import normalise

_FIGURE = re.compile(r"\d+")
_NUMBER_OF_POINT = re.compile(r"^\d{1,2}[.、]", re.MULTILINE)
_AMOUNT = re.compile("[一二两三四五六七八九十百千]+(?:万元|元|个月|吨|%)")
# Attributed to another source, whose own table its tests hold it against.
_OF_ANOTHER_SOURCE = re.compile("参考《国民经济行业分类》[^。]*。")


def invented(turn: Turn, notice: Notice, today: date, said: str, forbidden: tuple[str, ...] = ()) -> list[str]:
    """What the replies of ``turn`` invent; nothing where all can be traced. Guided dialogs have tests of their own.

    ``said``: the person's own words, whose figures may be repeated.
    """
    replies = [reply for reply in turn.replies if reply.kind in ("answer", "decline")]
    text = squeeze("".join(reply.text for reply in replies))
    found = [f"forbidden: {words}" for words in forbidden if squeeze(words) in text]
    return found + [fault for reply in replies for fault in _of_one(reply, notice, today, said)]


def _of_one(reply: Reply, notice: Notice, today: date, said: str) -> list[str]:
    quotes = [
        f"not in {cited.anchor}: {cited.quote[:20]}"
        for cited in reply.citations
        if not quoted_in(cited.quote, notice.clauses[cited.anchor])
    ]
    cited = [notice.clauses[anchor].text for anchor in {cited.anchor for cited in reply.citations}]
    filled = [fill(name, notice.particulars, today) for name in placeholders(notice.particulars)]
    known = squeeze("\n".join((*cited, *filled, *_particulars(notice), closed_note(notice.particulars, today))))
    text = _OF_ANOTHER_SOURCE.sub("", _NUMBER_OF_POINT.sub("", reply.text))
    figures = set(_FIGURE.findall(known)) | set(_FIGURE.findall(normalise(said)))
    stray = [figure for figure in _FIGURE.findall(text) if figure not in figures]
    amounts = [amount for amount in _AMOUNT.findall(squeeze(text)) if amount not in known]
    return [*quotes, *(f"figure {figure} from nowhere" for figure in (*stray, *amounts))]


def _particulars(notice: Notice) -> tuple[str, ...]:
    particulars = notice.particulars
    titles = (document.title for document in particulars.documents)
    days = (chinese_day(named.day) for named in particulars.days())
    return (particulars.number.value, particulars.contacts.value, *titles, *days)
