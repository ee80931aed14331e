"""A verdict in words for a phone: what must stand in it, and never more (no score, no promise, no quota).

Source: the notice's reading, «what any precheck message must carry / never carry».
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.notices import Notice
from bot.replies import Cited
from bot.speaking.labels import RESULTS, status_text
from bot.speaking.wording import say
from eligibility.criterion import Status
from eligibility.facts import Facts
from eligibility.verdict import CriterionLine, Result, Verdict
from knowledge.filling import chinese_day, fill, window_note


def verdict_text(verdict: Verdict, notice: Notice) -> str:
    """One programme's verdict: result, window, reasons with clauses, what would change it, what it rests on."""
    programme = notice.rulebook.programmes[verdict.programme]
    lines = [f"【预检结论】{programme.name}：{RESULTS[verdict.result]}"]
    lines += [window_note(notice.particulars, verdict.as_of)]
    lines += [_reason(line, notice) for line in verdict.deciding()]
    if not verdict.deciding():
        lines.append(say("all_met"))
    lines += [_change_line(verdict, notice)] if verdict.would_change else []
    lines.append(say("not_judged", matters="；".join(row.title for row in programme.evaluative)))
    lines.append(answers_line(verdict.facts, notice))
    lines.append(basis_line(verdict, notice))
    return "\n".join(lines)


def short_verdict_text(verdict: Verdict, notice: Notice) -> str:
    """One programme's line in a ranking: the result and the first reason."""
    programme = notice.rulebook.programmes[verdict.programme]
    deciding = verdict.deciding()[:3]
    kind = "未满足" if any(line.status is Status.unmet for line in deciding) else "待核实"
    reasons = "；".join(f"{line.criterion.title}，{notice.clauses[line.criterion.clause].label}" for line in deciding)
    shown = f"（{kind}：{reasons}）" if reasons else ""
    return f"{programme.name}：{RESULTS[verdict.result]}{shown}"


def ranking_text(verdicts: Sequence[Verdict], notice: Notice) -> str:
    """Several programmes, best first, with what they rest on."""
    ranked = ranked_verdicts(verdicts)
    numbered = [f"{n}. {short_verdict_text(verdict, notice)}" for n, verdict in enumerate(ranked, 1)]
    facts = {name: value for verdict in ranked for name, value in verdict.facts.items()}
    return "\n".join(
        (
            say("ranking"),
            *numbered,
            window_note(notice.particulars, ranked[0].as_of),
            say("ranking_open"),
            answers_line(facts, notice),
            basis_line(ranked[0], notice),
        )
    )


def ranked_verdicts(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Best result first; equal ones in the order they came."""
    return sorted(verdicts, key=lambda verdict: -verdict.result.rank)


def checklist_text(verdict: Verdict, notice: Notice) -> str:
    """The materials for this case, and where they go."""
    programme = notice.rulebook.programmes[verdict.programme]
    rows = []
    for number, row in enumerate(verdict.checklist, 1):
        copies = f"，{row.copies}份" if row.copies else ""
        note = f"\n   {row.note}" if row.note else ""
        rows.append(f"{number}. {row.item}\n   {row.form}{copies}（{notice.clauses[row.clause].label}）{note}")
    sending = fill(programme.sending, notice.particulars, verdict.as_of)
    return "\n".join((f"【材料清单】{programme.name}", *rows, sending))


def answers_line(facts: Facts, notice: Notice) -> str:
    """What the verdict relied on, in the person's own answers."""
    sheet = notice.rulebook.facts
    told = [f"{sheet[name].short}：{sheet[name].label(value)}" for name, value in facts.items() if name in sheet]
    return say("relied_on", answers="；".join(told) or "（无）")


def basis_line(verdict: Verdict, notice: Notice) -> str:
    """Notice number, day, rules, and the disclaimer."""
    particulars = notice.particulars
    return say(
        "basis",
        number=particulars.number.value,
        day=chinese_day(verdict.as_of),
        rules=verdict.rules[:8],
        issuer=particulars.issuer.value,
        hotline=particulars.hotline.value,
    )


def verdict_citations(verdict: Verdict, notice: Notice) -> tuple[Cited, ...]:
    """The clauses the result rests on; where nothing stands against it, those of all its criteria."""
    lines = verdict.deciding() or verdict.criteria
    return tuple(dict.fromkeys(notice.cited(line.criterion.clause, line.criterion.quote) for line in lines))


def _reason(line: CriterionLine, notice: Notice) -> str:
    criterion = line.criterion
    advice = {key: text for key, text in criterion.advice.items() if key == line.status.value}
    added = "".join(f"\n   {text}" for text in advice.values())
    return f"· {criterion.title}：{status_text(line)}（{notice.clauses[criterion.clause].label}）{added}"


def _change_line(verdict: Verdict, notice: Notice) -> str:
    sheet = notice.rulebook.facts
    changes = [
        f"{sheet[change.fact].short}若为「{sheet[change.fact].label(change.to)}」，结论为"
        f"{'可继续对照' if change.result is Result.incomplete else RESULTS[change.result]}"
        for change in verdict.would_change
    ]
    return say("would_change", changes="；".join(changes))
