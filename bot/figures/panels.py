"""From counts to panels: each a question of the office, answered by a chart and by the same numbers in a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.figures.chart import Chart, Panel, Series, Table, Tone
from bot.figures.days import By, Days, Piece, pieces
from bot.figures.names import ENDINGS, MARKS, RESULT_TONES, Ending, Names
from bot.memory.figures import Counts, TurnCount
from eligibility.verdict import Result

MOST_BARS = 12  # further ones stand in the table only
_NOTHING = "这段时间没有。"
_QUESTIONS = tuple(ending for ending in ENDINGS if ending.question)
# The order in which a person reads results: from yes to no.
_RESULTS = (
    Result.provisionally_eligible,
    Result.verify,
    Result.not_in_principle,
    Result.ineligible,
    Result.incomplete,
)
_MARK_TONES: Mapping[str, Tone] = {"answered": "good", "not_answered": "warn", "passed_on": "passed"}


def panels(counts: Counts, days: Days, by: By, names: Names) -> tuple[Panel, ...]:
    """All there are, in the order in which they are read. Marks only where look-ups were counted."""
    cut = pieces(days, by)
    each = "每天" if by == "day" else "每周"
    found = (
        _trend(counts, cut, each),
        _shares(counts, cut, each),
        _kinds("channel", "各渠道", "渠道", counts, lambda turn: names.channel(turn.channel)),
        _kinds("pilot", "各试点", "试点", counts, lambda turn: names.pilot(turn.pilot)),
        _hours(counts),
        _thumbs(counts, cut, each),
        _left(counts, names),
        _verdicts(counts, names),
        _deciding(counts, names),
    )
    return (*found, _marks(counts)) if counts.marks else found


def shares(counts: Counts) -> dict[str, float | None]:
    """Of all questions: the share of each ending, by its name; None where there was no question."""
    ended = _ended(counts.turns.items())
    asked = sum(ended[ending.name] for ending in _QUESTIONS)
    return {ending.name: ended[ending.name] / asked if asked else None for ending in _QUESTIONS}


def questions(counts: Counts) -> int:
    """How many turns were questions: neither part of a precheck nor turned away."""
    ended = _ended(counts.turns.items())
    return sum(ended[ending.name] for ending in _QUESTIONS)


def percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


def _ended(turns: Iterable[tuple[TurnCount, int]]) -> Counter[str]:
    """How many ended how, by the ending's name. An outcome nobody knows counts with the last ending."""
    of = {outcome: ending.name for ending in ENDINGS for outcome in ending.outcomes}
    found: Counter[str] = Counter()
    for turn, number in turns:
        found[of.get(turn.outcome, ENDINGS[-1].name)] += number
    return found


def _over(counts: Counts, cut: Sequence[Piece]) -> list[Counter[str]]:
    """For each piece how many ended how."""
    place = {day: number for number, piece in enumerate(cut) for day in piece.days}
    sorted_out: list[list[tuple[TurnCount, int]]] = [[] for _ in cut]
    for turn, number in counts.turns.items():
        sorted_out[place[turn.day]].append((turn, number))
    return [_ended(some) for some in sorted_out]


def _trend(counts: Counts, cut: Sequence[Piece], each: str) -> Panel:
    ended = _over(counts, cut)
    title = f"{each}问答条数"
    total = counts.turns.total()
    head = ("时间", *(ending.name for ending in ENDINGS), "合计")
    rows = [
        (piece.name, *(f"{some[ending.name]:,}" for ending in ENDINGS), f"{some.total():,}")
        for piece, some in zip(cut, ended, strict=True)
    ]
    whole = _ended(counts.turns.items())
    rows.append(("合计", *(f"{whole[ending.name]:,}" for ending in ENDINGS), f"{total:,}"))
    most = max(range(len(cut)), key=lambda n: ended[n].total())
    told = f"{title}，按结果分。共 {total:,} 条，最多的是{cut[most].name}，{ended[most].total():,} 条。"
    chart = Chart(
        kind="stacked",
        title=title,
        told=told,
        labels=tuple(piece.label for piece in cut),
        series=tuple(
            _series(ending, [some[ending.name] for some in ended]) for ending in ENDINGS if whole[ending.name]
        ),
        unit="条",
    )
    return _panel(("trend", title), chart if total else None, head, rows)


def _shares(counts: Counts, cut: Sequence[Piece], each: str) -> Panel:
    title = f"{each}提问的结果占比"
    ended = _over(counts, cut)
    asked = [sum(some[ending.name] for ending in _QUESTIONS) for some in ended]
    whole = shares(counts)
    head = ("时间", "提问", *(ending.name for ending in _QUESTIONS))
    rows = [
        (piece.name, f"{number:,}", *(percent(some[one.name] / number if number else None) for one in _QUESTIONS))
        for piece, some, number in zip(cut, ended, asked, strict=True)
    ]
    rows.append(("全部", f"{sum(asked):,}", *(percent(whole[ending.name]) for ending in _QUESTIONS)))
    told = "；".join(f"{name} {percent(share)}" for name, share in whole.items())
    chart = Chart(
        kind="lines",
        title=title,
        told=f"{title}。全部提问里：{told}。",
        labels=tuple(piece.label for piece in cut),
        series=tuple(
            _series(ending, [100 * some[ending.name] / n if n else None for some, n in zip(ended, asked, strict=True)])
            for ending in _QUESTIONS
        ),
        unit="%",
    )
    note = "只算提问：预检对话里的一问一答、不受理和出错的不在内。"
    return _panel(("shares", title), chart if sum(asked) else None, head, rows, note)


def _kinds(key: str, title: str, what: str, counts: Counts, name: Callable[[TurnCount], str]) -> Panel:
    """One lying bar for each kind of turn, the longest on top."""
    sorted_out: dict[str, list[tuple[TurnCount, int]]] = {}
    for turn, number in counts.turns.items():
        sorted_out.setdefault(name(turn), []).append((turn, number))
    ended = {kind: _ended(turns) for kind, turns in sorted_out.items()}
    ranked = sorted(ended, key=lambda kind: -ended[kind].total())
    head = (what, *(ending.name for ending in ENDINGS), "合计", "提问的答复率")
    rows = []
    for kind in ranked:
        asked = sum(ended[kind][ending.name] for ending in _QUESTIONS)
        rate = percent(ended[kind]["答复"] / asked if asked else None)
        rows.append((kind, *(f"{ended[kind][one.name]:,}" for one in ENDINGS), f"{ended[kind].total():,}", rate))
    whole = _ended(counts.turns.items())
    told = "；".join(f"{kind} {ended[kind].total():,} 条" for kind in ranked)
    chart = Chart(
        kind="bars",
        title=f"{title}的问答条数",
        told=f"{title}的问答条数，按结果分：{told}。",
        labels=tuple(ranked[:MOST_BARS]),
        series=tuple(
            _series(ending, [ended[kind][ending.name] for kind in ranked[:MOST_BARS]])
            for ending in ENDINGS
            if whole[ending.name]
        ),
        unit="条",
    )
    return _panel((key, f"{title}的问答条数"), chart if ranked else None, head, rows)


def _hours(counts: Counts) -> Panel:
    title = "一天里什么时候问"
    rows = [(f"{hour:02}:00—{hour:02}:59", f"{counts.hours[hour]:,}") for hour in range(24)]
    busiest = max(range(24), key=lambda hour: counts.hours[hour])
    chart = Chart(
        kind="stacked",
        title=title,
        told=f"按北京时间的钟点分的问答条数。最多的是 {busiest} 点，{counts.hours[busiest]:,} 条。",
        labels=tuple(str(hour) for hour in range(24)),
        series=(Series(name="问答", tone="asked", values=tuple(counts.hours[hour] for hour in range(24))),),
        unit="条",
    )
    return _panel(("hours", title), chart if counts.hours.total() else None, ("钟点", "条数"), rows)


def _thumbs(counts: Counts, cut: Sequence[Piece], each: str) -> Panel:
    title = f"{each}的「有用 / 没用」"
    place = {day: number for number, piece in enumerate(cut) for day in piece.days}
    up, down = [0] * len(cut), [0] * len(cut)
    for (day, useful), number in counts.thumbs.items():
        (up if useful else down)[place[day]] += number
    rows = [
        (piece.name, f"{useful:,}", f"{useless:,}", _rate(useful, useless))
        for piece, useful, useless in zip(cut, up, down, strict=True)
    ]
    rows.append(("合计", f"{sum(up):,}", f"{sum(down):,}", _rate(sum(up), sum(down))))
    chart = Chart(
        kind="stacked",
        title=title,
        told=f"申请人的评价：有用 {sum(up):,} 次，没用 {sum(down):,} 次。",
        labels=tuple(piece.label for piece in cut),
        series=(
            Series(name="有用", tone="good", values=tuple(up)),
            Series(name="没用", tone="warn", values=tuple(down)),
        ),
        unit="次",
    )
    head = ("时间", "有用", "没用", "有用率")
    return _panel(("thumbs", title), chart if counts.thumbs.total() else None, head, rows, "评价算在那条问答的那一天。")


def _left(counts: Counts, names: Names) -> Panel:
    ranked = [(names.fact(fact), number) for fact, number in counts.left.most_common()]
    note = "停在这一问：一天以上没有再说话，或者离开了对话，没有看到结论。"
    return _ranking("left", "预检没有办完，停在哪一问", "停在", "warn", ranked, note=note)


def _deciding(counts: Counts, names: Names) -> Panel:
    ranked = [(names.clause(clause), number) for (_, clause), number in counts.deciding.most_common()]
    note = "一次结论可以取决于几条。结论是给申请人的参考，不是审核决定。"
    return _ranking("deciding", "预检结论取决于哪一条", "条款", "asked", ranked, note=note)


def _marks(counts: Counts) -> Panel:
    title = "来电查询的结果"
    ranked = [(mark, counts.marks[mark]) for mark in MARKS if counts.marks[mark]]
    series = tuple(
        Series(
            name=MARKS[mark],
            tone=_MARK_TONES.get(mark, "quiet"),
            values=tuple(number if mark == one else 0 for one, _ in ranked),
        )
        for mark, number in ranked
    )
    told = "；".join(f"{MARKS[mark]} {number:,} 次" for mark, number in ranked)
    chart = Chart(
        kind="bars",
        title=title,
        told=f"坐席查询的标记：{told}。",
        labels=tuple(MARKS[mark] for mark, _ in ranked),
        series=series,
        unit="次",
    )
    rows = [(MARKS[mark], f"{number:,}", percent(number / counts.marks.total())) for mark, number in ranked]
    return _panel(("marks", title), chart, ("标记", "次数", "占比"), rows)


def _verdicts(counts: Counts, names: Names) -> Panel:
    title = "预检结论"
    per: dict[str, Counter[str]] = {}
    for (pilot, result), number in counts.verdicts.items():
        per.setdefault(names.pilot(pilot), Counter())[result] += number
    ranked = sorted(per, key=lambda pilot: -per[pilot].total())
    results = [result for result in _RESULTS if any(some[result] for some in per.values())]
    rows = [(pilot, *(f"{per[pilot][result]:,}" for result in results), f"{per[pilot].total():,}") for pilot in ranked]
    told = "；".join(f"{names.result(one)} {sum(some[one] for some in per.values()):,} 次" for one in results)
    chart = Chart(
        kind="bars",
        title=title,
        told=f"各试点给出的预检结论：{told}。",
        labels=tuple(ranked),
        series=tuple(
            Series(
                name=names.result(result),
                tone=RESULT_TONES[result],
                values=tuple(per[pilot][result] for pilot in ranked),
            )
            for result in results
        ),
        unit="次",
    )
    head = ("试点", *(names.result(result) for result in results), "合计")
    note = "同一个人改了答案再看一次，另算一次。结论是给申请人的参考，不是审核决定。"
    return _panel(("verdicts", title), chart if ranked else None, head, rows, note)


def _ranking(key: str, title: str, what: str, tone: Tone, ranked: Sequence[tuple[str, int]], *, note: str) -> Panel:
    """One number for each name, the greatest first."""
    total = sum(number for _, number in ranked)
    rows = [(name, f"{number:,}", percent(number / total)) for name, number in ranked]
    drawn = ranked[:MOST_BARS]
    first = f"最多的是「{drawn[0][0]}」，{drawn[0][1]:,} 次。" if drawn else ""
    chart = Chart(
        kind="bars",
        title=title,
        told=f"{title}，共 {total:,} 次。{first}",
        labels=tuple(name for name, _ in drawn),
        series=(Series(name="次数", tone=tone, values=tuple(number for _, number in drawn)),),
        unit="次",
    )
    return _panel((key, title), chart if ranked else None, (what, "次数", "占比"), rows, note)


def _panel(
    name: tuple[str, str], chart: Chart | None, head: Sequence[str], rows: Sequence[Sequence[str]], note: str = ""
) -> Panel:
    """``name`` is key and title."""
    key, title = name
    if chart is None:
        return Panel(key=key, title=title, chart=None, table=Table(head=tuple(head), rows=()), note=_NOTHING)
    table = Table(head=tuple(head), rows=tuple(map(tuple, rows)))
    return Panel(key=key, title=title, chart=chart, table=table, note=note)


def _series(ending: Ending, values: Sequence[float | None]) -> Series:
    return Series(name=ending.name, tone=ending.tone, values=tuple(values))


def _rate(up: int, down: int) -> str:
    return percent(up / (up + down) if up + down else None)
