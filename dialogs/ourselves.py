"""What the speaker says they are: 「我们是一家芯片公司」, 「我们是密云的村」, or 「事业单位」 as a part of its own.

The kind is what such a part ends with. A bare part tells it only where nothing but its attributes stands before it:
「联系街道」 and 「主管部门是街道」 are no applicant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from dialogs.choice_answers import denying
from dialogs.phrases import Hit, hits
from dialogs.places import INSIDE, OUTSIDE, is_place, places_alike, pure_place
from dialogs.readings import Answered
from dialogs.wording import asks, denies, hedged, intends, of_others, parts, plain, supposes
from eligibility.facts import Choice, FactSheet, FactSpec, Value

_SELF = (
    r"^(?:那|其实|嗯|对|你好|您好)*(?:我(?!国|市)们?|咱们?|本单位|我司|我单位|我公司|我校|我院|我村|我社区|本人|申报单位)"
    r"(?:单位|公司|厂|学校|这边|这里|这儿|居委会|村委会|小区|社区|村)?(?:就|也|都)?"
)
_IS = r"(?:是|属于|算是?|系|为|一个|就一个|作为)"
_WHAT_WE_ARE = re.compile(_SELF + _IS + r"(?P<what>.{2,30})$")
_OURS = re.compile(
    r"^(?:那|其实|嗯|对|你好|您好)*(?:(?:我(?!国|市|自己)们?|咱们?|俺们?|本)(?:这个|这边的?|这里的?|这)?)?"
)
# What may follow 我们公司 where it is the speaker: 我们公司的客户 and 我们社区医院 are somebody else.
_THEN = re.compile(
    r"$|[在是想要有没已也都就从被拟系于近每去今明上\d]|自己|注册|登记|申请|申报|打算|准备|计划|主营|主要|生产|属于|位于|目前|现在|历年|一直|成立|参加|纳入"
)
_WHAT_WE_DO = re.compile(
    r"^(?:我们?|咱们?|本单位|我司|公司|单位)?(?:主营|主要做|主要从事|从事|专门做|是?做|是?搞)(?P<what>.{2,20})$"
)
_WHERE_WE_ARE = re.compile(_SELF + r"(?:是|属于|在|位于)")
_HERE = re.compile(rf"^(?:{INSIDE}|{OUTSIDE})(?:市|区)?(?:的|这边的?|本地的?)?$")
_WHEREABOUTS = re.compile(rf"^在?(?:{INSIDE}|{OUTSIDE})(?:的|市|区)*(?:一?[家个所])?")
_TAIL = re.compile(r"(?:公司|企业|单位|厂|院校|性质|制造商|一[枚家个所名]|这边|身份|的|了|吧|啊|呢)*$")
_COMMITTEE = re.compile(r"社区|居委|村委|村民委员会|我们村|本村|小区|村$|村的$")
_COMMITTEE_BEHIND = re.compile(r"的?(?:社区|小区)?(?:居委会?|村委会?|社区|村)(?:居委会|村委会)?$")
_BUSINESS = re.compile(r"公司|企业|集团|工厂")
# What may stand before the kind in a part of its own, and what between it and an 企业 or 公司 besides (餐饮企业).
_ATTRIBUTE = (
    r"(?:(?:单位|申报)?(?:性质|类型|主体)(?:是|为|:)?|我们?|咱们?|是|一?[家个所]|北京|外地|本地|注册|登记|的|市|区|在|国有|民营|私营|"
    r"外资|合资|独资|全资|大型|中型|小型|中小|上市|高新技术|独立|法人|普通|普通的?|正规|某|(?:做|搞|生产|从事|主营)[^是给为]{1,10}的)"
)
_ATTRIBUTES = re.compile(rf"{_ATTRIBUTE}*")
_NO_TRADE = r"联系|服务|帮|供|找|有|没|不|是|跟|和|给|为|对|母|子|其|该|那|别"
_TRADE = re.compile(rf"{_ATTRIBUTE}*(?!{_NO_TRADE})[^是在的给为跟和与被由有没不]{{0,4}}")


def ourselves(
    sheet: FactSheet, said: Sequence[str], asked: FactSpec | None, *, listing: bool
) -> dict[str, dict[str, Answered]]:
    """What each of the parts ``said`` tells of the speaker, by part; a fact told in two ways is told by none.

    ``listing``: the parts list one's circumstances, so that one of them may be the bare kind.
    """
    found = {part: _kind(sheet, part, asked, listing=listing) | _our_district(sheet, part, asked) for part in said}
    if listing:
        found = {part: _by_our_name(sheet, part) | told for part, told in found.items()}
        _add_districts(sheet, said, found)
    values: dict[str, set[Answered]] = {}
    for told in found.values():
        for name, answer in told.items():
            values.setdefault(name, set()).add(answer)
    certain = {name: value for name, among in values.items() if (value := _one_value(among)) is not None}
    return {
        part: {name: answer for name, answer in told.items() if answer.value == certain.get(name)}
        for part, told in found.items()
    }


def _one_value(told: Collection[Answered]) -> Value | None:
    """The one value told, what was only hedged left aside where something was told firmly; None for several."""
    values = {answer.value for answer in told if not answer.hedged} or {answer.value for answer in told}
    return values.pop() if len(values) == 1 else None


def on_ourselves(text: str) -> list[str]:
    """What the parts of a text may say the speaker is or does, without 我们是 and the place that stand before it.

    Denials, questions and suppositions say nothing of it; a text that is one part does so only after 我们是 or 我们做.
    """
    every = parts(text)
    said = [part for part in every if not (asks(part) or supposes(part) or denies(part) or intends(part))]
    found: list[str] = []
    for part in said:
        match = _WHAT_WE_ARE.match(part) or _WHAT_WE_DO.match(part)
        if match is not None or (len(every) > 1 and not of_others(part)):
            found.append(_WHEREABOUTS.sub("", places_alike(match["what"] if match else part)))
    return found


def _by_our_name(sheet: FactSheet, part: str) -> dict[str, Answered]:
    """「我们公司在通州登记」, 「我司…」: what we call ourselves. Hedged, since a branch may say 我们公司 as well."""
    found: dict[str, Answered] = {}
    rest = part[match.end() :] if (match := _OURS.match(part)) else part
    for spec in _kinds(sheet, None):
        for text in (part, rest) if rest != part else ():
            hit = next((hit for hit in hits(spec.choices, text) if hit.start == 0), None)
            if hit is not None and _THEN.match(text, hit.end) and not of_others(part, hit.spoken.phrase):
                found[spec.name] = Answered(hit.spoken.value, hedged=True)
    return found


def _kinds(sheet: FactSheet, asked: FactSpec | None) -> list[FactSpec]:
    """The facts that a noun for the speaker tells: kinds of applicant, lines of business."""
    return [
        spec
        for spec in sheet.values()
        if spec is not asked and spec.kind == "choice" and not spec.asked_when and denying(spec) is None
        if not _of_places(spec.choices)
    ]


def _kind(sheet: FactSheet, part: str, asked: FactSpec | None, *, listing: bool) -> dict[str, Answered]:
    """Every fact one choice of which the part ends with."""
    match = _WHAT_WE_ARE.match(part) or _WHAT_WE_DO.match(part)
    if match is None and not listing:
        return {}
    what = plain(match["what"] if match else part)
    found: dict[str, Answered] = {}
    for spec in _kinds(sheet, asked):
        for hit in [hit for hit in hits(spec.choices, what) if not hit.negations][-1:]:
            of_us = _ends_with(what, hit) and not of_others(part, hit.spoken.phrase) and not intends(part)
            if of_us and (match or _only_attributes(what, hit)):
                found[spec.name] = Answered(hit.spoken.value, hedged(part))
    return found


def _ends_with(what: str, hit: Hit) -> bool:
    named = not hit.spoken.general and "其" not in hit.spoken.phrase
    return named and _TAIL.match(what, hit.end) is not None


def _only_attributes(what: str, hit: Hit) -> bool:
    before = places_alike(what[: hit.start])
    if _ATTRIBUTES.fullmatch(before):
        return True
    return _BUSINESS.search(what[hit.start :]) is not None and _TRADE.fullmatch(before) is not None


def _our_district(sheet: FactSheet, part: str, asked: FactSpec | None) -> dict[str, Answered]:
    """「我们是海淀区的社区」: where a committee is. Where a company has its office says nothing."""
    if not _WHERE_WE_ARE.match(part) or not _COMMITTEE.search(part) or _BUSINESS.search(part):
        return {}
    return _district(sheet, part, asked)


def _add_districts(sheet: FactSheet, said: Sequence[str], found: dict[str, dict[str, Answered]]) -> None:
    """「居委会，东城的」, 「经开区的社区」: the place of a committee that says what it is."""
    committee = any(_COMMITTEE.search(part) and told for part, told in found.items())
    if not committee or any(_BUSINESS.search(part) for part in said):
        return
    for part in said:
        where = places_alike(plain(part).removeprefix("在").removeprefix("是"))
        if _HERE.match(where + "的") or (found[part] and _HERE.match(_COMMITTEE_BEHIND.sub("", where) + "的")):
            found[part] |= _district(sheet, part, None)


def _district(sheet: FactSheet, part: str, asked: FactSpec | None) -> dict[str, Answered]:
    found: dict[str, Answered] = {}
    for spec in sheet.values():
        if spec is not asked and _of_places(spec.choices) and _many_inside(spec.choices):
            values = {hit.spoken.value for hit in hits(spec.choices, part) if not hit.negations}
            if len(values) == 1:
                found[spec.name] = Answered(values.pop(), hedged(part))
    return found


@lru_cache(maxsize=256)
def _of_places(choices: tuple[Choice, ...]) -> bool:
    return any(is_place(phrase) for choice in choices for phrase in choice.phrases)


@lru_cache(maxsize=256)
def _many_inside(choices: tuple[Choice, ...]) -> bool:
    """Whether the choices are parts of the city: its districts."""
    return sum(pure_place(choice.label) == INSIDE for choice in choices) > 2
