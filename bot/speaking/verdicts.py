"""A verdict in words for a phone: what must stand in it, and never more (no score, no promise, no quota).

Source: the notice's reading, «what any precheck message must carry / never carry».
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.notices import Notice
from bot.replies import Cited
from bot.speaking.labels import RESULTS, status_text
from bot.speaking.wording import say
from eligibility.bands import Within
from eligibility.criterion import Status
from eligibility.facts import Facts
from eligibility.verdict import Change, CriterionLine, Result, Verdict
from knowledge.filling import chinese_day, fill, window_note


def verdict_text(verdict: Verdict, notice: Notice) -> str:
    """One programme's verdict: result, window, reasons with clauses, what would change it, what it rests on."""
    programme = notice.rulebook.programmes[verdict.programme]
    lines = [f"【预检结论】{programme.name}：{RESULTS[verdict.result]}"]
    lines += [window_note(notice.particulars, verdict.as_of)]
    lines += [_reason(line, notice) for line in verdict.deciding()]
    if not verdict.deciding():
        lines.append(open_line(verdict, notice) or say("all_met"))
    changes = _changes(verdict, notice)
    lines += [say("would_change", changes="；".join(changes))] if changes else []
    lines.append(say("not_judged", matters="；".join(row.title for row in programme.evaluative)))
    lines.append(answers_line(verdict.facts, notice))
    lines.append(basis_line([verdict], notice))
    return "\n".join(lines)


def reasons_text(verdict: Verdict, notice: Notice) -> str:
    """The result, and only what decided it."""
    programme = notice.rulebook.programmes[verdict.programme]
    reasons = [_reason(line, notice) for line in verdict.deciding()] or [open_line(verdict, notice) or say("why_none")]
    return "\n".join((f"{programme.name}：{RESULTS[verdict.result]}", *reasons))


def open_line(verdict: Verdict, notice: Notice) -> str:
    """What is missing for a result; empty where nothing is."""
    if verdict.result is not Result.incomplete:
        return ""
    book = notice.rulebook
    unasked = [line.criterion for line in verdict.criteria if line.status is Status.unasked]
    missing = dict.fromkeys(fact for criterion in unasked for fact in criterion.reads if fact not in verdict.facts)
    return say("still_open", facts="、".join(book.facts[fact].short for fact in missing)) if missing else ""


def short_verdict_text(verdict: Verdict, notice: Notice) -> str:
    """One programme's line in a ranking: the result and the first reason."""
    programme = notice.rulebook.programmes[verdict.programme]
    deciding = verdict.deciding()
    kind = "未满足" if any(line.status is Status.unmet for line in deciding) else "待核实"
    first = deciding[:3]
    reasons = "；".join(f"{line.criterion.title}，{notice.clauses[line.criterion.clause].label}" for line in first)
    more = f"等{len(deciding)}项" if len(deciding) > len(first) else ""
    shown = f"（{kind}：{reasons}{more}）" if reasons else ""
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
            basis_line(ranked, notice),
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


def basis_line(verdicts: Sequence[Verdict], notice: Notice) -> str:
    """Notice number, day, rules, and the disclaimer."""
    particulars = notice.particulars
    return say(
        "basis",
        number=particulars.number.value,
        day=chinese_day(verdicts[0].as_of),
        rules="、".join(dict.fromkeys(verdict.rules[:8] for verdict in verdicts)),
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


def _changes(verdict: Verdict, notice: Notice) -> list[str]:
    """What would change the result, each as half a sentence."""
    return [_change(change, notice) for change in verdict.would_change if _worth_saying(change, verdict, notice)]


def _change(change: Change, notice: Notice) -> str:
    spec = notice.rulebook.facts[change.fact]
    value = f"「{re.sub('^[是否]，', '', spec.label(change.to))}」"
    if spec.dated and isinstance(spec.bands, Within):
        value = say("would_be_within", first=chinese_day(spec.bands.first), last=chinese_day(spec.bands.last))
    if change.result is Result.incomplete:
        return say("would_go_on", fact=spec.short, value=value)
    return say("would_be", fact=spec.short, value=value, result=RESULTS[change.result])


def _worth_saying(change: Change, verdict: Verdict, notice: Notice) -> bool:
    """Not what already meets a condition: no 居委会 becomes a 村委会 because nobody knows whether it is in the city."""
    reads_of = notice.rulebook.reads_of
    return not any(
        line.status is Status.met and change.fact in reads_of(line.criterion) for line in verdict.criteria
    )
