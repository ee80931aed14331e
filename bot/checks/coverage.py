"""No condition left out: every clause of conditions, and every limb of it, is claimed by a row of its programme.

The sections of conditions are found by their headings, whichever notice it is. A limb is what stands between two
marks of 。；，、: so a criterion left out shows even in a sentence that holds five of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.checks.citations import CitedRow, cited_rows
from bot.checks.draft import Draft, ProgrammeDraft
from bot.content import Problem
from bot.content_wording import shorten
from knowledge.citation import squeeze
from knowledge.clauses import Clause, Clauses

CONDITION_HEADINGS = ("条件", "主体", "范围", "类型", "内容")
# A row of the checklist may claim a limb (可仅提交…), never a whole clause.
CLAIMING = ("criteria", "evaluative", "not_a_condition")
SUPPORTING = ("checklist",)

_LIMB = re.compile("[^。；;，,、]+")
_MARKER = re.compile(r"^\W+")
_WHOLE = (0, 1_000_000)

Span = tuple[int, int]


def coverage_problems(draft: Draft) -> Iterator[Problem]:
    by_key = {programme.key: programme for programme in draft.programmes}
    for document in draft.documents:
        programme = by_key.get(document.value.programme or "")
        if programme and draft.clauses:
            yield from _document_problems(draft, draft.clauses, draft.clauses.document(document.value.key), programme)


def _document_problems(
    draft: Draft, clauses: Clauses, document: tuple[Clause, ...], programme: ProgrammeDraft
) -> Iterator[Problem]:
    sections = [clause for clause in document[1:] if any(word in clause.headings[-1] for word in CONDITION_HEADINGS)]
    if not sections:
        wanted = "、".join(CONDITION_HEADINGS)
        yield draft.text_problem(f"方案里没有条件部分：没有一个标题含有 {wanted}", document[0].first_line)
    claimed, supported = _claims(programme, CLAIMING, clauses), _claims(programme, SUPPORTING, clauses)
    rows = f"{programme.file.shown.partition('/')[2]} 的 {'、'.join(CLAIMING)}"
    inside = {c.id: c for section in sections for c in (section, *clauses.descendants(section.id))}
    for clause in inside.values():
        limbs = _limbs(clause)
        if clause.id not in claimed:
            if limbs or not clauses.children(clause.id):
                message = f"条件条款 {clause.id}（{clause.path}）没有认领，请写进 {rows}"
                yield draft.text_problem(message, clause.first_line)
            continue
        spans = [*claimed[clause.id], *supported.get(clause.id, ())]
        for start, end in limbs:
            if not any(first < end and start < last for first, last in spans):
                limb = _MARKER.sub("", squeeze(clause.text)[start:end])
                message = f"条件条款 {clause.id} 里的「{shorten(limb)}」没有认领，请写进 {rows}"
                yield draft.text_problem(message, _line_of(draft, clause, start))


def _claims(programme: ProgrammeDraft, sections: tuple[str, ...], clauses: Clauses) -> dict[str, list[Span]]:
    """Which parts of which clauses the programme's rows claim."""
    found: dict[str, list[Span]] = {}
    for row in cited_rows(programme.file):
        if row.place[0] in sections and row.clause in clauses:
            found.setdefault(row.clause, []).extend(_spans(row, clauses[row.clause]))
    return found


def _spans(row: CitedRow, clause: Clause) -> list[Span]:
    quote, text = squeeze(row.quote or ""), squeeze(clause.text)
    if not quote:
        return [_WHOLE]
    if quote not in text:
        # Misquoted, which is told elsewhere: it means the words it shares with the clause.
        shared = SequenceMatcher(None, quote, text, autojunk=False).find_longest_match()
        return [(shared.b, shared.b + shared.size)] if shared.size > 1 else []
    return [match.span() for match in re.finditer(re.escape(quote), text)]


def _limbs(clause: Clause) -> list[Span]:
    """The limbs of a clause's own text, its heading left out, as positions in the text without white space."""
    text, heading = squeeze(clause.text), squeeze(clause.headings[-1])
    start = len(heading) if text.startswith(heading) else 0
    return [limb.span() for limb in _LIMB.finditer(text, start) if any(map(str.isalnum, limb[0]))]


def _line_of(draft: Draft, clause: Clause, position: int) -> int:
    """The line of the file on which the clause's character at ``position`` stands."""
    passed = 0
    for number, line in enumerate(draft.text.split("\n")[clause.first_line - 1 : clause.last_line], clause.first_line):
        passed += len(squeeze(line))
        if passed > position:
            return number
    return clause.first_line
