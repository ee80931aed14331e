"""Entries that must not be served as they are: their clause no longer says what they quote, or they were withdrawn."""

from __future__ import annotations

from knowledge.citation import quoted_in
from knowledge.clauses import Clauses
from knowledge.faq import Cite, FaqAnswer, FaqEntry, FaqKind

UNDER_REVIEW = "这个问题的回答正在核对，暂时不在这里答复。请拨打咨询电话 {热线}，或发邮件到 {邮箱}。"


def lapsed(entry: FaqEntry, clauses: Clauses) -> tuple[Cite, ...]:
    """The citations of an entry that no longer stand in the notice: no such clause, or other words in it."""
    answers = (*((entry.answer,) if entry.answer else ()), *entry.answers.values())
    return tuple(dict.fromkeys(cite for answer in answers for cite in answer.cites if not _stands(cite, clauses)))


def held_back(entry: FaqEntry) -> FaqEntry:
    """The entry with the hotline in the place of its answers; it is found as before."""
    answer = FaqAnswer(text=UNDER_REVIEW, cites=())
    return entry.model_copy(update={"kind": FaqKind.silent, "answer": answer, "answers": {}})


def _stands(cite: Cite, clauses: Clauses) -> bool:
    clause = clauses.get(cite.clause)
    return clause is not None and quoted_in(cite.quote, clause)
