"""What the office may look at next. Each suggestion follows from the numbers by a rule that stands here, and says
nothing of what the notice says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.figures.panels import percent, questions, shares
from bot.memory.counting import UNMARKED
from bot.memory.figures import Counts

MISSED = 3  # times a question goes unanswered
DOWN = 2  # times an answer gets 「没用」
NEW = 3  # times a question is asked that was not asked before
MOST = 5  # suggestions of one kind
ASKED_BACK = 0.15  # of all questions
DECLINED = 0.2
HANDED_OVER = 0.05  # more than before, in shares of all questions
ENOUGH = 20  # questions; shares of fewer say little
LEFT = 5  # dialogs left at one question …
LEFT_SHARE = 0.3  # … and its share of all that were left
NOT_SETTLED = 0.2  # of the look-ups that were marked
CALLS = 10  # marked look-ups; shares of fewer say little


@dataclass(frozen=True)
class Question:
    """A question that may be told. ``near`` is the entry it was taken for, or comes nearest to; empty for none.

    ``before`` is how often it was asked in the stretch before, None where nothing is known of that.
    """

    text: str
    asked: int
    missed: int
    down: int
    near: str
    before: int | None


def suggestions(now: Counts, before: Counts, asked: Sequence[Question], fact: Callable[[str], str]) -> tuple[str, ...]:
    """In the order in which they help most; ``fact`` names a fact."""
    found = [*_missed(asked), *_useless(asked), *_new(asked), *_shares(now, before), *_left(now, fact), *_calls(now)]
    return tuple(found) or ("按现有的规则，这一期没有要提的。",)


def _missed(asked: Sequence[Question]) -> list[str]:
    ranked = sorted((one for one in asked if one.missed >= MISSED), key=lambda one: -one.missed)
    return [
        f"「{one.text}」有 {one.missed} 次没有答上来{_near(one)}。"
        "请看通知里有没有依据：有，就补进问答；没有，就写明通知没有说。"
        for one in ranked[:MOST]
    ]


def _useless(asked: Sequence[Question]) -> list[str]:
    ranked = sorted((one for one in asked if one.down >= DOWN), key=lambda one: -one.down)
    return [f"「{one.text}」的答复有 {one.down} 次被评为没用，请核对答复是不是答在点上。" for one in ranked[:MOST]]


def _new(asked: Sequence[Question]) -> list[str]:
    ranked = [one for one in asked if one.before == 0 and one.asked >= NEW and one.missed < MISSED]
    return [f"「{one.text}」是这一期新问起来的，问了 {one.asked} 次。" for one in ranked[:MOST]]


def _shares(now: Counts, before: Counts) -> list[str]:
    if questions(now) < ENOUGH:
        return []
    found, here, there = [], shares(now), shares(before)
    back, declined, handed = (here[name] or 0.0 for name in ("反问", "不作答", "转人工"))
    if back >= ASKED_BACK:
        found.append(
            f"反问占提问的 {percent(back)}，到了 {ASKED_BACK:.0%}：请看反问最多的问题，能不能写得不必再问是哪类试点。"
        )
    if declined >= DECLINED:
        found.append(f"不作答占提问的 {percent(declined)}，到了 {DECLINED:.0%}：请先看上面「没有答上来的问题」。")
    earlier = there["转人工"]
    if questions(before) >= ENOUGH and earlier is not None and handed - earlier >= HANDED_OVER:
        found.append(
            f"转人工占提问的 {percent(handed)}，比前一期高 {100 * (handed - earlier):.1f} 个百分点：热线可能要多排人。"
        )
    return found


def _left(now: Counts, fact: Callable[[str], str]) -> list[str]:
    total = now.left.total()
    return [
        f"没有办完的预检有 {number} 次停在「{fact(name)}」这一问，占 {percent(number / total)}："
        "请看这一问是不是难懂、难答。"
        for name, number in now.left.most_common(MOST)
        if number >= LEFT and number / total >= LEFT_SHARE
    ]


def _calls(now: Counts) -> list[str]:
    marked = now.marks.total() - now.marks[UNMARKED]
    open_ = now.marks["not_answered"] + now.marks["passed_on"]
    if marked < CALLS or open_ / marked < NOT_SETTLED:
        return []
    return [
        f"坐席标记过的来电查询里，未答和转办占 {percent(open_ / marked)}，到了 {NOT_SETTLED:.0%}："
        "请看这些来电问的是什么。"
    ]


def _near(one: Question) -> str:
    return f"（最接近的问答是「{one.near}」）" if one.near else ""
