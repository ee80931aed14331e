"""Answers to a fact with a closed list of choices, yes and no among them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.numerals import tidy
from dialogs.phrases import NO, YES, Hit, hits, named, nearest
from dialogs.places import is_place, of_another_place
from dialogs.readings import Answered, ProblemKind, Reading, Unclear, unclear
from dialogs.wording import denies, hedged, intends, of_others, only_half, plain
from eligibility.facts import FactSpec, Value

_JOINED = re.compile(r"[和或与、/及跟在]|还是|以及")
_CONTRARY = re.compile(r"(?:也|都)?(?:不是|不对)(?:的|啊|呀)?")
_COUNTS_AS_NO = re.compile(r"\([^()]+算否\)")
_NOTHING = re.compile(r"(?:都|也|还|从来?|一直|确实|肯定|真的?|暂时|目前|并)*(?:没有?|无|木有)(?:有|过|的)*")
_DOUBLE = re.compile(r"(?:不是|并非|不会|非)没")


def affirming(spec: FactSpec) -> Value | None:
    """The value a bare 是 or 有 stands for."""
    return next((choice.value for choice in spec.choices if choice.value is True or choice.value == "yes"), None)


def denying(spec: FactSpec) -> Value | None:
    """The value a bare 不是 or 没有 stands for."""
    return next(
        (choice.value for choice in spec.choices if choice.value is False or choice.value in ("no", "none")), None
    )


def either_way(spec: FactSpec) -> tuple[Value, ...]:
    """The two values between which a bare 没有 leaves the fact: 是否都按时（逾期算否）, where there may be no delay."""
    yes, no = affirming(spec), denying(spec)
    if spec.kind != "boolean" or yes is None or no is None or not _COUNTS_AS_NO.search(tidy(spec.question)):
        return ()
    return yes, no


def bare_denial(part: str) -> bool:
    """没有, 没有过, 都没有; 不是 and 否 deny what was asked."""
    return _NOTHING.fullmatch(plain(part)) is not None


def read_choice(spec: FactSpec, said: Sequence[str]) -> Reading | None:
    """The choice the parts of an answer name; what names the fact itself (its cues) counts before the rest."""
    if spec.kind == "choice" and len(said) > 1:
        # 不是，… only leads up to what it is: of several kinds it names none.
        said = [part for part in said if not _CONTRARY.fullmatch(part)]
    if (yes_or_no := either_way(spec)) and any(map(bare_denial, said)):
        said = [part for part in said if not bare_denial(part)]
        if not said:
            return unclear(ProblemKind.which, *yes_or_no)
    own = [part for part in said if any(cue in part for cue in spec.cues)]
    reading = _combined(spec, own) or _combined(spec, said) or _has_it(spec, own) or _shared(spec, said)
    if reading is None:
        near = _nearly(spec, "".join(part for part in said if not (of_others(part, spec.question) or intends(part))))
        reading = None if near is None else Answered(near)
    if isinstance(reading, Answered):
        return Answered(reading.value, any(map(hedged, said)))
    return reading


def _combined(spec: FactSpec, said: Sequence[str]) -> Reading | None:
    found: dict[Value, bool] = {}
    problem: Unclear | None = None
    for part in said:
        values = _named_in(spec, part)
        if isinstance(values, Unclear):
            problem = values
            continue
        for value, firmly in values:
            found[value] = found.get(value, False) or firmly
    if len(found) > 1 and list(found.values()).count(True) == 1:
        found = {value: firmly for value, firmly in found.items() if firmly}
    if len(found) == 2 and affirming(spec) not in found:
        # 没有，正在筹建: the plain denial only leads up to what is the case.
        found.pop(denying(spec) or "", None)
    if problem and problem.problem.kind is ProblemKind.double_negation:
        return problem
    if len(found) == 1:
        return Answered(next(iter(found)))
    return unclear(ProblemKind.several, *found) if found else problem


def _has_it(spec: FactSpec, own: Sequence[str]) -> Reading | None:
    """有村里的领导小组: whether there is what the fact is about, said with 有 or 没有 and some words between."""
    yes, no = affirming(spec), denying(spec)
    if yes is None or no is None or "有" not in _phrases(spec, yes):
        return None
    cue = "|".join(re.escape(tidy(cue)) for cue in spec.cues)
    before = rf"(?P<not>没|未|无)?有[^没不]{{0,8}}(?:{cue})"
    behind = rf"(?:{cue}):?(?:我们?|咱们?|也|都|已经?|是|还)*(?P<not>没|无|否)?(?:有|(?<=[没无否]))(?:了|的|啊)*$"
    for part in own:
        if match := re.search(before, part) or re.search(behind, part):
            return Answered(no if match["not"] else yes)
    return None


def _phrases(spec: FactSpec, value: Value) -> tuple[str, ...]:
    return next((choice.phrases for choice in spec.choices if choice.value == value), ())


def _shared(spec: FactSpec, said: Sequence[str]) -> Reading | None:
    """重点排放单位, where two choices are some kind of it: which one?"""
    for part in said:
        text = plain(part)
        labels = {choice.value: re.sub(r"\(.*?\)", "", tidy(choice.label)) for choice in spec.choices}
        values = [value for value, label in labels.items() if len(text) >= 4 and text in label]
        if len(values) > 1:
            return unclear(ProblemKind.which, *values)
    return None


def _nearly(spec: FactSpec, text: str) -> Value | None:
    near = nearest(spec.choices, text)
    return nearest(spec.choices, plain(text)) if near is None else near


def _named_in(spec: FactSpec, part: str) -> list[tuple[Value, bool]] | Unclear:
    """The values one part names, each with whether it says more than a mere place (部分在北京, 部分在河北: partly)."""
    text = plain(part)
    exact = named(spec.choices, part.rstrip("?"))
    if exact is None:
        exact = named(spec.choices, text)
    if exact is not None:
        return [(exact, not is_place(text))]
    if _DOUBLE.search(part):
        return unclear(ProblemKind.double_negation)
    if YES.fullmatch(text):
        yes = affirming(spec)
        if yes is None:
            return unclear(ProblemKind.which) if denying(spec) is not None else []
        return [(yes, True)]
    if NO.fullmatch(text):
        no = denying(spec)
        return [] if no is None else [(no, True)]
    return _by_hits(spec, part)


def named_by_phrase(spec: FactSpec, part: str) -> list[Value]:
    """The values a part names by more than a bare yes or no."""
    if all(hit.spoken.general for hit in hits(spec.choices, part, spec.cues)):
        return []
    values = _by_hits(spec, part)
    if isinstance(values, Unclear):
        return []
    telling = [value for value, firmly in values if firmly] or [value for value, _ in values]
    return list(dict.fromkeys(telling))


def named_together(spec: FactSpec, said: Sequence[str]) -> Answered | None:
    """The one value that parts which name the fact come to: 没成立领导小组，还在筹备 is the latter."""
    values = {value for part in said for value in named_by_phrase(spec, part)}
    if len(values) == 2 and affirming(spec) not in values:
        values.discard(denying(spec) or "")
    if len(values) == 1:
        return Answered(values.pop(), any(map(hedged, said)))
    has = None if values else _has_it(spec, [part for part in said if not (of_others(part) or intends(part))])
    return has if isinstance(has, Answered) else None


def _by_hits(spec: FactSpec, part: str) -> list[tuple[Value, bool]] | Unclear:
    found = hits(spec.choices, part, spec.cues)
    meant = "".join(hit.spoken.phrase for hit in found)
    if of_others(part, meant + spec.question) or intends(part, meant):
        return []
    if of_another_place(part) and not any(is_place(hit.spoken.phrase) for hit in found):
        return []
    if len(found) == 1 and only_half(part) and not only_half(meant):
        return []
    if spec.kind == "choice":
        found = _head(found, plain(part), part)
    values: list[tuple[Value, bool]] = []
    for hit in found:
        value = _meant(spec, hit)
        if isinstance(value, Unclear):
            return value
        if value is not None:
            values.append((value, not is_place(hit.spoken.phrase)))
    return values


def _meant(spec: FactSpec, hit: Hit) -> Value | Unclear | None:
    value = hit.spoken.value
    if hit.negations == 0:
        return value
    yes, no = affirming(spec), denying(spec)
    if hit.negations > 1 or (value == no and denies(hit.spoken.phrase)):
        return unclear(ProblemKind.double_negation)
    if value == yes:
        return no
    # 没有逾期 denies the no; of three choices one is only left out.
    return yes if value == no else None


def _head(found: list[Hit], text: str, part: str) -> list[Hit]:
    """The last noun of a compound is what it is: 有限公司北京分公司 is a branch, 大学后勤公司 a company."""
    if len(found) < 2 or any(hit.negations or denies(hit.spoken.phrase) for hit in found):
        return found  # 没评上优秀 is no 优秀
    last = found[-1]
    between = part[found[0].end : last.start]
    if text.endswith(last.spoken.phrase) and not _JOINED.search(between):
        return [last]
    return found
