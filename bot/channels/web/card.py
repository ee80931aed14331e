"""A verdict in words for the screen: the same card in the talk and on the page to print.

It carries what a precheck must carry (the clause behind each reason, what only the review judges, the answers relied
on, rules, notice number, date, disclaimer) and nothing else: no score, no promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.channels.web.site import ShownNotice
from bot.speaking.labels import RESULTS, SOFT_UNMET, STATUSES
from bot.speaking.wording import say
from eligibility.criterion import Criterion, Status
from eligibility.programme import Evaluative
from eligibility.verdict import Result
from knowledge.filling import chinese_day

BETTER_THAN_NO = "不再是「不符合」，其余条件要接着看"
_OPEN = ("unknown", "ambiguous")

Json = Mapping[str, Any]


def card(verdict: Json, notice: ShownNotice, answers: Json, token: str) -> dict[str, Any]:
    """The card of a verdict in the JSON form of ``precheck --jsonl``, with the ``answers`` (facts) it relied on.

    ``token`` names its page, empty where it has none.

    An old verdict may name criteria or facts that today's rules no longer have: these show under their bare names.
    """
    key = verdict["programme"]
    programme = notice.rulebook.programmes.get(key)
    as_of = date.fromisoformat(verdict["as_of"])
    known = {criterion.id: criterion for criterion in programme.criteria} if programme else {}
    open_to_review = {row.id: row for row in programme.evaluative} if programme else {}
    notes = {row.item: row.note for row in programme.checklist} if programme else {}
    lines = [_line(line, known.get(line["id"]), notice) for line in verdict["criteria"]]
    return {
        "programme": programme.name if programme else key,
        "result": verdict["result"],
        "result_text": RESULTS[Result(verdict["result"])],
        "window": verdict["window"],
        "window_text": _window_that_day(verdict["window"], notice),
        "reasons": _reasons(lines),
        "criteria": lines,
        "checklist": [_row(row, notes.get(row["item"], ""), notice) for row in verdict["checklist"]],
        "would_change": [_change(change, notice) for change in verdict["would_change"]],
        "not_judged": [_evaluative(name, open_to_review.get(name), notice) for name in verdict["not_judged"]],
        "answers": [_answer(name, value, notice) for name, value in answers.items()],
        "basis": _basis(verdict["rules"], as_of, notice),
        "page": f"/verdict/{token}" if token else "",
    }


def _basis(rules: str, as_of: date, notice: ShownNotice) -> str:
    """Notice number, day, rules, and the disclaimer, in the words of every channel."""
    particulars = notice.particulars
    return say(
        "basis",
        number=particulars.number.value,
        day=chinese_day(as_of),
        rules=rules[:8],
        issuer=particulars.issuer.value,
        hotline=particulars.hotline.value,
    )


def _reasons(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines the result rests on: unmet hard ones, else unmet soft ones, else the open ones."""
    for kind in ("hard", "soft"):
        unmet = [line for line in lines if line["kind"] == kind and line["status"] == "unmet"]
        if unmet:
            return unmet
    return [line for line in lines if line["status"] in _OPEN]


def _window_that_day(window: str, notice: ShownNotice) -> str:
    """Without counting days: a verdict is read again later, when the count would be wrong."""
    opens, closes = (chinese_day(day.day) for day in (notice.particulars.opens, notice.particulars.closes))
    last = notice.particulars.closes.day
    later = f"后续年度请以{notice.particulars.issuer.value}最新通知为准"
    return {
        "not_open": f"预检当日征集尚未开始，{opens}起接收申报",
        "open": f"预检当日在征集期内，{last.month}月{last.day}日截止",
        "closed": f"征集期已于{closes}截止，以下仅供对照条文；{later}",
    }[window]


def _clause(anchor: str, notice: ShownNotice, shown_else: str) -> dict[str, str]:
    clause = notice.clauses.get(anchor)
    if clause is None:
        return {"anchor": "", "clause": shown_else, "path": shown_else}
    of_a_programme = any(
        document.key == clause.document and document.programme for document in notice.particulars.documents
    )
    # On a programme's own card the name of its plan need not stand in every row.
    return {"anchor": clause.id, "clause": clause.label if of_a_programme else clause.path, "path": clause.path}


def _line(line: Json, criterion: Criterion | None, notice: ShownNotice) -> dict[str, Any]:
    status, kind = line["status"], line["kind"]
    advice = criterion.advice.get(status, "") if criterion else ""
    return {
        "id": line["id"],
        "title": criterion.title if criterion else line["id"],
        "kind": kind,
        "status": status,
        "status_text": SOFT_UNMET if (status, kind) == ("unmet", "soft") else STATUSES[Status(status)],
        "quote": line["quote"],
        "advice": advice,
    } | _clause(line.get("anchor", ""), notice, line["clause"])


def _row(row: Json, note: str, notice: ShownNotice) -> dict[str, Any]:
    return {
        "item": row["item"],
        "form": row["form"],
        "copies": f"纸质 {row['copies']} 份" if row["copies"] else "",
        "note": note,
        "quote": row["quote"],
    } | _clause(row.get("anchor", ""), notice, row["clause"])


def _change(change: Json, notice: ShownNotice) -> dict[str, str]:
    spec = notice.rulebook.facts.get(change["fact"])
    return {
        "fact": spec.short if spec else change["fact"],
        "to": spec.label(change["to"]) if spec else str(change["to"]),
        "result": change["result"],
        "result_text": BETTER_THAN_NO if change["result"] == "incomplete" else RESULTS[Result(change["result"])],
    }


def _evaluative(name: str, row: Evaluative | None, notice: ShownNotice) -> dict[str, str]:
    if row is None:
        return {"title": name, "hint": "", "quote": ""} | _clause("", notice, "")
    return {"title": row.title, "hint": row.hint, "quote": row.quote} | _clause(row.clause, notice, "")


def _answer(name: str, value: Any, notice: ShownNotice) -> dict[str, str]:
    spec = notice.rulebook.facts.get(name)
    return {"fact": spec.short if spec else name, "value": spec.label(value) if spec else str(value)}
