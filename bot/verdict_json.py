"""A verdict in the public JSON form of ``precheck --jsonl``; every clause comes with its document and its anchor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.notices import Notice
from eligibility.criterion import Status
from eligibility.verdict import Verdict


def verdict_json(verdict: Verdict, notice: Notice) -> dict[str, Any]:
    """The verdict as plain JSON values; the keys are a public interface."""
    return {
        "programme": verdict.programme,
        "result": verdict.result.value,
        "window": verdict.window.value,
        "as_of": verdict.as_of.isoformat(),
        "criteria": [
            {
                "id": line.criterion.id,
                "kind": line.criterion.kind,
                "status": line.status.value,
                **_place(notice, line.criterion.clause, line.criterion.quote),
            }
            for line in verdict.criteria
        ],
        "not_judged": list(verdict.not_judged),
        "would_change": [
            {"fact": change.fact, "to": change.to, "result": change.result.value} for change in verdict.would_change
        ],
        "checklist": [
            {"item": row.item, "form": row.form, "copies": row.copies, **_place(notice, row.clause, row.quote)}
            for row in verdict.checklist
        ],
        "next_fact": verdict.next_fact,
        "rules": verdict.rules,
    }


def deciding_clauses(verdict: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the clauses a verdict in JSON rests on: those of ``Verdict.deciding``, each once."""
    lines = verdict["criteria"]
    for kind in ("hard", "soft"):
        unmet = [line["anchor"] for line in lines if line["kind"] == kind and line["status"] == Status.unmet]
        if unmet:
            return tuple(dict.fromkeys(unmet))
    unsure = (Status.unknown, Status.ambiguous)
    return tuple(dict.fromkeys(line["anchor"] for line in lines if line["status"] in unsure))


def _place(notice: Notice, clause: str, quote: str) -> dict[str, str]:
    found = notice.clauses[clause]
    return {"document": found.title, "clause": found.label, "quote": quote, "anchor": clause}
