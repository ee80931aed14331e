"""A report put together: two stretches of days counted, the questions that may be told, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import SHANGHAI
from bot.figures.chart import Table
from bot.figures.days import Days, told
from bot.figures.names import names_of
from bot.figures.panels import panels, percent, questions, shares
from bot.masking import mask
from bot.memory.askers import askers, grouped_until
from bot.memory.figures import Counts, Scope, count, first_day
from bot.memory.question_groups import Group, Order, QuestionGroups, Wanted
from bot.notices import Notice
from bot.report.content import Head, Listing, Report
from bot.report.suggestions import Question, suggestions

AT_LEAST = 2  # people who asked a question, or its words are not told
LISTED = 15
_LOOKED_AT = 300  # groups, to find those
STEPS = 6  # how often ``step`` is called

Step = Callable[[str], None]
"""Told what comes next."""


def _no_step(_what: str) -> None:
    """Nobody is told."""


@dataclass(frozen=True)
class _Asked:
    """Groups of the stretch that may be told, by order, and how often each was asked in the one before."""

    groups: dict[Order, tuple[Group, ...]]
    hidden: dict[Order, int]
    before: dict[int, int] | None


async def compose(engine: AsyncEngine, notice: Notice, days: Days, now: datetime, step: Step = _no_step) -> Report:
    """The report on ``days`` as of ``now``; raises SQLAlchemyError or OSError."""
    step("统计这一期")
    counts = await count(engine, Scope(days.first, days.last), now)
    step("统计前一期")
    before = await count(engine, Scope(days.before.first, days.before.last), now)
    known = await first_day(engine)
    compared = known is not None and known <= days.before.first
    asked = await _asked(engine, days, step, compared=compared)
    step("排成表格")
    listed = {order: [_question(group, asked, notice) for group in groups] for order, groups in asked.groups.items()}
    everything = {one.text: one for some in listed.values() for one in some}
    names = names_of(notice)
    return Report(
        title="申报问答周报" if days.week else "申报问答报告",
        notice=notice.particulars.documents[0].title,
        number=notice.particulars.number.value,
        period=f"{days}（{days.week}）" if days.week else str(days),
        before=str(days.before),
        made=now.astimezone(SHANGHAI).strftime("%Y年%-m月%-d日 %H:%M"),
        heads=_heads(counts, before, compared=compared),
        listings=_listings(listed, asked),
        suggestions=suggestions(counts, before, tuple(everything.values()), names.fact),
        panels=panels(counts, days, days.by, names),
        notes=await _notes(engine, counts, days, compared=compared),
    )


async def _asked(engine: AsyncEngine, days: Days, step: Step, *, compared: bool) -> _Asked:
    reading, wanted = QuestionGroups(engine), Wanted(days.first, days.last)
    groups: dict[Order, tuple[Group, ...]] = {}
    hidden: dict[Order, int] = {}
    orders: tuple[tuple[Order, str], ...] = (
        ("asked", "问得最多的"),
        ("missed", "没有答上来的"),
        ("down", "评为没用的"),
    )
    for order, name in orders:
        step(f"找{name}问题")
        found = await reading.top(wanted, order, _LOOKED_AT)
        people = await askers(engine, [group.id for group in found.groups], days.first, days.last)
        told_of = [group for group in found.groups if people.get(group.id, 0) >= AT_LEAST]
        groups[order] = tuple(told_of[:LISTED])
        hidden[order] = found.found - len(groups[order])
    if not compared:
        return _Asked(groups, hidden, None)
    before = Wanted(days.before.first, days.before.last)
    former: dict[int, int] = {}
    for group in {group.id: group for some in groups.values() for group in some}:
        earlier = await reading.group(group, before)
        former[group] = earlier.numbers.asked if earlier is not None else 0
    return _Asked(groups, hidden, former)


def _question(group: Group, asked: _Asked, notice: Notice) -> Question:
    entry = notice.answerer.entry(group.matter) if group.matter is not None else None
    if entry is None:
        entry = next(iter(notice.answerer.near(group.text)), None)
    return Question(
        text=mask(group.text),
        asked=group.numbers.asked,
        missed=group.numbers.missed,
        down=group.numbers.down,
        near=entry.matter if entry is not None else "",
        before=None if asked.before is None else asked.before[group.id],
    )


def _listings(listed: dict[Order, list[Question]], asked: _Asked) -> tuple[Listing, ...]:
    def former(one: Question) -> str:
        return "—" if one.before is None else f"{one.before:,}"

    most = [(one.text, f"{one.asked:,}", former(one), f"{one.missed:,}", one.near) for one in listed["asked"]]
    missed = [(one.text, f"{one.missed:,}", f"{one.asked:,}", one.near) for one in listed["missed"]]
    down = [(one.text, f"{one.down:,}", f"{one.asked:,}", one.near) for one in listed["down"]]
    return (
        _listing("问得最多的问题", ("问题", "次数", "前一期", "没答上", "归到"), most, asked.hidden["asked"]),
        _listing("没有答上来的问题", ("问题", "没答上", "共问", "最接近的问答"), missed, asked.hidden["missed"]),
        _listing("评为「没用」的问题", ("问题", "没用", "共问", "归到"), down, asked.hidden["down"]),
    )


def _listing(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]], hidden: int) -> Listing:
    note = f"另有 {hidden:,} 个问题排在后面，或者只有一个人问过，不列原话。" if hidden else ""
    if not rows:
        note = note or "这一期没有。"
    return Listing(title=title, table=Table(head=head, rows=tuple(rows)), note=note)


def _heads(now: Counts, before: Counts, *, compared: bool) -> tuple[Head, ...]:
    heads = [
        _number("问答（条）", now.turns.total(), before.turns.total(), compared=compared),
        _number("其中提问（条）", questions(now), questions(before), compared=compared),
    ]
    here, there = shares(now), shares(before)
    heads += [_share(f"{name}占提问", here[name], there[name], compared=compared) for name in here]
    heads.append(_share("评价有用", _useful(now), _useful(before), compared=compared))
    for name, one, other in (
        ("预检结论（次）", now.verdicts, before.verdicts),
        ("预检没有办完（次）", now.left, before.left),
        ("来电查询（次）", now.marks, before.marks),
    ):
        heads.append(_number(name, one.total(), other.total(), compared=compared))
    return tuple(heads)


def _number(name: str, now: int, before: int, *, compared: bool) -> Head:
    if not compared:
        return Head(name=name, now=f"{now:,}", before="—", change="—")
    change = f"{(now - before) / before:+.1%}" if before else "—"
    return Head(name=name, now=f"{now:,}", before=f"{before:,}", change=change)


def _share(name: str, now: float | None, before: float | None, *, compared: bool) -> Head:
    if not compared:
        before = None
    change = "—" if now is None or before is None else f"{100 * (now - before):+.1f} 个百分点"
    return Head(name=name, now=percent(now), before=percent(before), change=change)


def _useful(counts: Counts) -> float | None:
    up = sum(number for (_, useful), number in counts.thumbs.items() if useful)
    return up / counts.thumbs.total() if counts.thumbs else None


async def _notes(engine: AsyncEngine, counts: Counts, days: Days, *, compared: bool) -> tuple[str, ...]:
    known, grouped = await first_day(engine), await grouped_until(engine)
    notes = ["时间都是北京时间。占比只算提问：预检对话里的一问一答、不受理和出错的不在内。"]
    if known is None or known > days.first:
        notes.append(f"{told(known)}才有记录，之前的没有算。" if known is not None else "还没有任何记录。")
    elif not compared:
        notes.append("前一期没有完整的记录，所以不作对照。")
    if counts.only_counted:
        notes.append(
            f"其中 {counts.only_counted:,} 条问答已过保存期或应本人要求删除，只剩每天的计数："
            "数里都算了，它们的原话已经没有。"
        )
    if grouped is None or grouped <= days.last:
        until = f"只到{told(grouped)}" if grouped is not None else "还没有开始"
        notes.append(f"问题的归组{until}，之后的不在问题表里。")
    notes += [
        f"问题的原话已脱敏，换了说法的归在一起，写的是其中问得最多的说法；少于 {AT_LEAST} 个人问过的不列原话。",
        "没有在热线台查询的来电、坐席没有标记的结果，不在内。说自己不满十四周岁的，原话不保存。",
        "预检结论是给申请人的参考，不是审核决定；同一个人改了答案再看一次，另算一次。",
        "建议由固定的规则从上面的数得出，不涉及通知内容本身。",
    ]
    return tuple(notes)
