"""The words for results and statuses, the same in every channel."""

from __future__ import annotations

from eligibility.criterion import Status
from eligibility.verdict import CriterionLine, Result

RESULTS = {
    Result.ineligible: "不符合",
    Result.not_in_principle: "原则上不符合，请核实",
    Result.verify: "需核实",
    Result.provisionally_eligible: "初步符合",
    Result.incomplete: "信息不全",
}
STATUSES = {
    Status.met: "符合",
    Status.unmet: "不符合",
    Status.unknown: "您答不清楚，需核实",
    Status.unasked: "还没有问到",
    Status.not_applicable: "不适用",
    Status.ambiguous: "需核实",
}
SOFT_UNMET = "原则上不符合"


def status_text(line: CriterionLine) -> str:
    """A criterion's status; an unmet soft one never reads as a no."""
    if line.status is Status.unmet and line.criterion.kind == "soft":
        return SOFT_UNMET
    return STATUSES[line.status]
